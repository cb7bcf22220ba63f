using System.CommandLine;
using Gnn.Cli.Models;
using Gnn.Cli.Output;
using Gnn.Graphs;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn predict</c>: classes and probabilities of every node by a saved model, as CSV.</summary>
internal sealed class PredictCommand
{
    private readonly GraphOptions _graph = new();
    private readonly EngineOptions _engine = new();
    private readonly Option<string?> _model = Options.Text("--model", "The model file that 'gnn node --save' wrote", "file");
    private readonly Option<string?> _out = Options.Text("--out", "Where to write; by default standard output", "file");

    internal static Command Create(CommandContext context)
    {
        var predict = new PredictCommand();
        predict._model.Required = true;
        var command = new Command("predict", "Predict the class of every node with a saved model, as CSV; features are normalised as 'gnn node' does: by row for data sets, by column for your own tables.") { predict._model };
        predict._graph.AddTo(command);
        predict._engine.AddTo(command);
        command.Add(predict._out);
        command.SetAction(parsed => predict.Run(parsed, context));
        return command;
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        if (parsed.GetValue(_out) is { } file)
        {
            OutputFiles.CheckWritable(file);
        }

        using Engine engine = _engine.Create(parsed);
        using GraphModel model = ModelFile.Load(parsed.GetValue(_model)!, engine);
        using GraphSource source = _graph.Open(parsed, engine, FeatureUse.Normalized, context.Cancellation);
        (Graph graph, _) = source.Load(new RandomSource(0));
        using Graph loaded = ModelCatalog.Adapt(model, graph);
        float[] probabilities = Inference.Probabilities(model, loaded);
        context.Cancellation.ThrowIfCancellationRequested();
        PredictionFile.WriteProbabilities(parsed.GetValue(_out), context.Output, probabilities, loaded, source.Tables?.Ids);
        return Application.Done;
    }
}

using System.CommandLine;
using Gnn.Graphs;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Cli.Commands;

/// <summary><c>--model</c>, <c>--hidden</c>, <c>--layers</c> and <c>--dropout</c>.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string> _model = Options.Choice("--model", "The model", "gcn", "gcn", "sage", "gin", "gat", "mlp");
    private readonly Option<string> _aggregation = Options.Choice("--aggregation", "How sage aggregates neighbours", "mean", "mean", "max", "sum");
    private readonly Option<int> _hidden = Options.Integer("--hidden", "Hidden units; of gat, for each of 8 heads", 16, least: 1);
    private readonly Option<int> _layers = Options.Integer("--layers", "Layers", 2, least: 1);
    private readonly Option<double> _dropout = Options.Number("--dropout", "Dropout", 0.5, value => value is >= 0 and < 1, "a number of at least 0 and below 1");

    internal void AddTo(Command command)
    {
        command.Add(_model);
        command.Add(_aggregation);
        command.Add(_hidden);
        command.Add(_layers);
        command.Add(_dropout);
    }

    internal string Name(ParseResult parsed) => parsed.GetRequiredValue(_model).ToLowerInvariant();

    /// <summary>A new model for a graph's features and classes, on an engine.</summary>
    internal GraphModel Create(ParseResult parsed, Graph graph, RandomSource random, Engine engine)
    {
        int inputs = checked((int)graph.Features.Shape[1]);
        int outputs = graph.ClassCount;
        int hidden = parsed.GetValue(_hidden);
        if (Name(parsed) != "sage" && parsed.GetResult(_aggregation) is { Implicit: false })
        {
            throw new UsageException($"--aggregation is about sage, and the model is {Name(parsed)}.");
        }

        int layers = parsed.GetValue(_layers);
        double dropout = parsed.GetValue(_dropout);
        GraphModel model = Name(parsed) switch
        {
            "sage" => new GraphSage(inputs, hidden, outputs, random, layers, dropout, Sage(parsed)),
            "gin" => new Gin(inputs, hidden, outputs, random, layers, dropout),
            "gat" => new Gat(inputs, hidden, outputs, random, layers, dropout: dropout),
            "mlp" => new Mlp(inputs, hidden, outputs, random, layers, dropout),
            _ => new Gcn(inputs, hidden, outputs, random, layers, dropout),
        };
        model.MoveTo(engine);
        return model;
    }

    private SageOptions Sage(ParseResult parsed) => new() { Aggregations = [Enum.Parse<Aggregation>(parsed.GetRequiredValue(_aggregation), ignoreCase: true)] };
}

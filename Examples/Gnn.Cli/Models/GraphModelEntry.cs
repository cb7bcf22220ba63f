using Gnn.Cli.Nodes;
using Gnn.Graphs;
using Gnn.Layers.Models;
using Gnn.Tensors;

namespace Gnn.Cli.Models;

/// <summary>A model of layers over one graph.</summary>
/// <param name="Create">Makes one for a graph.</param>
internal sealed record GraphModelEntry(
    string Name, string Title, string Paper, ModelDefaults Defaults, IReadOnlyList<string> Takes, Func<Graph, ModelArguments, ModelDefaults, GraphModel> Create)
    : ModelEntry(Name, Title, Paper, Defaults, Takes)
{
    /// <summary>Makes of a graph what the model takes, and ends the graph; null where it takes any.</summary>
    internal Func<Graph, Graph>? Adapt { get; init; }

    /// <summary>What mends the trained model's probabilities; null for nothing.</summary>
    internal CorrectAndSmooth? Mending { get; init; }

    internal override bool CanSave => Mending is null;

    internal GraphModel Make(Graph graph, ModelArguments arguments) => Create(graph, arguments, Sizes(arguments));

    internal override NodeProblem Open(NodeInput input) => new GraphProblem(input.OpenGraph(), (loaded, split, random) =>
    {
        Graph graph = Adapt?.Invoke(loaded) ?? loaded;
        GraphModel model = Make(graph, input.Arguments with { Random = random, Outputs = graph.ClassCount });
        model.MoveTo(input.Engine);
        return new ModelRun(model, graph, split, Mending);
    });
}

using Gnn.Cli.Nodes;
using Gnn.Graphs.Heterogeneous;
using Gnn.Layers;
using Gnn.Layers.Heterogeneous;
using Gnn.Layers.Models;

namespace Gnn.Cli.Models;

/// <summary>A model of a heterogeneous graph.</summary>
/// <param name="Create">Makes one for node types with their numbers of features, edge types, and the type of the nodes that it classifies.</param>
internal sealed record HeteroModelEntry(
    string Name,
    string Title,
    string Paper,
    ModelDefaults Defaults,
    IReadOnlyList<string> Takes,
    Func<IReadOnlyList<(string Type, int Inputs)>, IReadOnlyList<EdgeType>, string, ModelArguments, ModelDefaults, Module> Create)
    : ModelEntry(Name, Title, Paper, Defaults, Takes)
{
    /// <summary>Makes the metapaths that the model works along, of a graph which it ends; null where the model works along the edges themselves.</summary>
    internal Func<HeteroGraph, string, ModelArguments, (HeteroGraph Graph, IReadOnlyList<EdgeType> Edges)>? Paths { get; init; }

    internal override bool CanSave => false;

    internal override NodeProblem Open(NodeInput input) => input.Graph.OpenHetero(input, Name, (loaded, target, classes, split, random) =>
    {
        HeteroGraph own = loaded.To(input.Engine);
        (HeteroGraph graph, IReadOnlyList<EdgeType> edges) = Paths?.Invoke(own, target, input.Arguments) ?? (own, own.EdgeTypes);
        try
        {
            HeteroFeatures features = HeteroFeatures.Of(graph);
            string[] types = [.. graph.NodeTypes.Where(type => edges.Any(edge => edge.Source == type || edge.Target == type))];
            ModelArguments arguments = input.Arguments with { Random = random, Outputs = classes };
            Module model = Create([.. types.Select(type => (type, (int)features[type].Shape[1]))], edges, target, arguments, Sizes(arguments));
            model.MoveTo(input.Engine);
            return new HeteroRun(model, graph, split, classes);
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    });
}

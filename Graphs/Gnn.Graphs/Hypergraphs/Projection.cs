namespace Gnn.Graphs.Hypergraphs;

/// <summary>A graph made of a hypergraph, and what it no longer tells.</summary>
/// <param name="Graph">The graph, owned by the caller.</param>
/// <param name="Loss">What was lost, counted.</param>
public sealed record Projection(Graph Graph, ProjectionLoss Loss)
{
    /// <summary>The graph and the loss.</summary>
    /// <returns>Two lines.</returns>
    public override string ToString() => $"{Graph}{Environment.NewLine}{Loss}";
}

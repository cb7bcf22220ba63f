using Gnn.Graphs.Signed;

namespace Gnn.Graphs.Generators;

/// <summary>Undirected edges with signs, and the faction of each node.</summary>
public sealed class SignedEdges
{
    private readonly int[] _sources;
    private readonly int[] _targets;
    private readonly int[] _signs;
    private readonly int[] _factions;

    internal SignedEdges(int[] sources, int[] targets, int[] signs, int[] factions)
    {
        _sources = sources;
        _targets = targets;
        _signs = signs;
        _factions = factions;
    }

    /// <summary>N, the number of nodes.</summary>
    public int NodeCount => _factions.Length;

    /// <summary>The lower end of each edge; every undirected edge is listed once.</summary>
    public ReadOnlySpan<int> Sources => _sources;

    /// <summary>The higher end of each edge.</summary>
    public ReadOnlySpan<int> Targets => _targets;

    /// <summary>The sign of each edge, 1 or -1.</summary>
    public ReadOnlySpan<int> Signs => _signs;

    /// <summary>The faction of each node, from 0.</summary>
    public ReadOnlySpan<int> Factions => _factions;

    /// <summary>The graph of the edges, each in both directions.</summary>
    /// <returns>An undirected graph without columns, owned by the caller.</returns>
    public SignedGraph ToSignedGraph() => SignedGraph.FromEdges(
        NodeCount, [.. _sources, .. _targets], [.. _targets, .. _sources], [.. _signs, .. _signs], isUndirected: true);

    /// <summary>The sizes, for example <c>SignedEdges: 10 nodes, 12 positive and 8 negative edges</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        int positive = _signs.Count(sign => sign > 0);
        return $"SignedEdges: {NodeCount} nodes, {positive} positive and {_signs.Length - positive} negative edges";
    }
}

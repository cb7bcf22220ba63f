using System.Globalization;
using Gnn.Graphs.Sampled;
using Gnn.Tensors;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Subgraphs;

/// <summary>The subgraphs around P pairs of nodes, one after another, as one block-diagonal structure.</summary>
/// <remarks>
/// <para>The subgraph of pair i has the nodes <c>NodeOffsets[i]</c> to <c>NodeOffsets[i + 1]</c> (exclusive) of the batch: first its source, then its target, then
/// the others by the hop that found them. Layers take <see cref="Structure"/>, whose rows and columns are all N nodes of the batch; pooling takes
/// <see cref="NodesOfPairs"/>. The same node of the graph is there once for each pair that it is near to.</para>
/// <para>Owned by the caller, who disposes it as a whole.</para>
/// </remarks>
public sealed class EnclosingBatch : IDisposable
{
    private readonly Block _edges;
    private readonly NativeArray<int> _nodes;
    private readonly NativeArray<int> _labels;
    private readonly NativeArray<int> _sourceDistances;
    private readonly NativeArray<int> _targetDistances;
    private readonly int[] _nodeOffsets;
    private readonly int[] _edgeOffsets;
    private readonly int[] _sources;
    private readonly int[] _targets;
    private readonly Lazy<SparseStructure> _nodesOfPairs;

    internal EnclosingBatch(
        Block edges, NativeArray<int> nodes, (NativeArray<int> Labels, NativeArray<int> ToSource, NativeArray<int> ToTarget) distances, int[] nodeOffsets, int[] edgeOffsets)
    {
        (_edges, _nodes, _nodeOffsets, _edgeOffsets) = (edges, nodes, nodeOffsets, edgeOffsets);
        (_labels, _sourceDistances, _targetDistances) = distances;
        _sources = nodeOffsets[..^1];
        _targets = Array.ConvertAll(_sources, place => place + 1);
        _nodesOfPairs = new Lazy<SparseStructure>(MakeNodesOfPairs);
    }

    /// <summary>The number of pairs, P.</summary>
    public int PairCount => _sources.Length;

    /// <summary>The number of edges of all subgraphs, E.</summary>
    public int EdgeCount => _edges.EdgeCount;

    /// <summary>The edges of all subgraphs, <c>[N, N]</c>: rows are targets, columns are sources. No entry joins the two nodes of a pair, nor nodes of different
    /// pairs.</summary>
    public SparseStructure Structure => _edges.Structure;

    /// <summary>The node of the graph that each node of the batch is, <c>[N]</c>.</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public ReadOnlySpan<int> Nodes => _nodes.Span();

    /// <summary>The edge of the graph that each entry of <see cref="Structure"/> is, <c>[E]</c>; looked up at first use and kept.</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public ReadOnlySpan<long> EdgeIds => _edges.EdgeIds;

    /// <summary>Where each pair's nodes begin and the last one's end, <c>[P + 1]</c>.</summary>
    public ReadOnlySpan<int> NodeOffsets => _nodeOffsets;

    /// <summary>Where each pair's entries begin and the last one's end, <c>[P + 1]</c>.</summary>
    public ReadOnlySpan<int> EdgeOffsets => _edgeOffsets;

    /// <summary>The place in the batch of the first node of each pair, u, <c>[P]</c>.</summary>
    public ReadOnlySpan<int> Sources => _sources;

    /// <summary>The place in the batch of the second node of each pair, v, <c>[P]</c>.</summary>
    public ReadOnlySpan<int> Targets => _targets;

    /// <summary>The label of each node, <c>[N]</c>, as <see cref="DoubleRadiusLabel"/> says: 1 for the nodes of the pair, 0 for what one of them does not
    /// reach.</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public ReadOnlySpan<int> Labels => _labels.Span();

    /// <summary>The distance of each node to its pair's u inside the subgraph without v, <c>[N]</c>: 0 for u itself, -1 for v and for what is not reached within the
    /// largest distance.</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public ReadOnlySpan<int> SourceDistances => _sourceDistances.Span();

    /// <summary>The distance of each node to its pair's v inside the subgraph without u, in the same way.</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public ReadOnlySpan<int> TargetDistances => _targetDistances.Span();

    /// <summary>The nodes of each pair, <c>[P, N]</c>: row i holds the nodes of pair i, which is what pooling reduces over. Made at first use and owned by the
    /// batch.</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public SparseStructure NodesOfPairs => _nodesOfPairs.Value;

    /// <summary>The rows of a table that belong to the batch's edges, such as weights or features of edges.</summary>
    /// <param name="table">A row for each edge of the whole graph, <c>[edges]</c> or <c>[edges, D]</c>.</param>
    /// <returns><c>[E]</c> or <c>[E, D]</c>, as a layer's <c>Prepare(structure, features)</c> takes them.</returns>
    /// <exception cref="ArgumentException">The table does not have a row for each edge.</exception>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public Tensor GatherEdges(Tensor table) => _edges.GatherEdges(table);

    /// <summary>Ends all that the batch holds.</summary>
    public void Dispose()
    {
        _edges.Dispose();
        _nodes.Dispose();
        _labels.Dispose();
        _sourceDistances.Dispose();
        _targetDistances.Dispose();
        if (_nodesOfPairs.IsValueCreated)
        {
            _nodesOfPairs.Value.Dispose();
        }
    }

    /// <summary>The sizes, for example <c>EnclosingBatch: 32 pairs, 2110 nodes, 9804 edges</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"EnclosingBatch: {PairCount} pairs, {_nodeOffsets[^1]} nodes, {EdgeCount} edges");

    private SparseStructure MakeNodesOfPairs()
    {
        ObjectDisposedException.ThrowIf(Structure.IsDisposed, this);
        int[] nodes = new int[_nodeOffsets[^1]];
        for (int node = 0; node < nodes.Length; node++)
        {
            nodes[node] = node;
        }

        return SparseStructure.FromRows(nodes.Length, _nodeOffsets, nodes);
    }
}

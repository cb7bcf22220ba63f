using System.Globalization;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Transforms;

namespace Gnn.Graphs.Sampled;

/// <summary>What one layer computes on in a sampled batch of a heterogeneous graph: a block for each type of edges, and of each type of nodes the first as targets.</summary>
/// <remarks>
/// <code>
/// this[edgeType].Structure   [TargetCount(edgeType.Target), SourceCount(edgeType.Source)], where in-edges were sampled
///                            [TargetCount(edgeType.Source), SourceCount(edgeType.Target)], where out-edges were
/// </code>
/// <para>Source s of a type is node <c>Nodes(type)[s]</c> of the <see cref="SampledHeteroSubgraph"/> that the block belongs to, which owns it; the targets of a type are the
/// first of its sources. Types without nodes or edges in the sample are there, and empty. A block between nodes of one type has its targets among its sources; the
/// others are bipartite.</para>
/// </remarks>
public sealed class HeteroBlock : IDisposable
{
    private readonly Block[] _blocks;
    private readonly int[] _targetCounts;
    private readonly int[] _sourceCounts;

    /// <summary>Creates a block from the blocks of the edge types, which it owns from here on.</summary>
    /// <param name="nodeTypes">The node types.</param>
    /// <param name="targetCounts">The number of targets of each node type.</param>
    /// <param name="sourceCounts">The number of sources of each node type, at least that of the targets.</param>
    /// <param name="edges">The edge types, each with its edges.</param>
    /// <param name="direction">Which edges of a target were sampled: those that lead to it, or those that come from it.</param>
    /// <exception cref="ArgumentException">There is not one count for each type, a type has more targets than sources, an edge type is there twice, or its block is
    /// not of the size that the counts say.</exception>
    /// <exception cref="KeyNotFoundException">An edge type joins node types that are not there.</exception>
    public HeteroBlock(
        IReadOnlyList<string> nodeTypes,
        IReadOnlyList<int> targetCounts,
        IReadOnlyList<int> sourceCounts,
        IReadOnlyList<(EdgeType Type, Block Edges)> edges,
        EdgeDirection direction = EdgeDirection.Incoming)
    {
        ArgumentNullException.ThrowIfNull(nodeTypes);
        ArgumentNullException.ThrowIfNull(targetCounts);
        ArgumentNullException.ThrowIfNull(sourceCounts);
        ArgumentNullException.ThrowIfNull(edges);
        if (direction == EdgeDirection.Both)
        {
            throw new ArgumentException("The edges of a block lead to its targets or come from them, not both.", nameof(direction));
        }

        if (targetCounts.Count != nodeTypes.Count || sourceCounts.Count != nodeTypes.Count)
        {
            throw new ArgumentException(
                $"Every node type has targets and sources: got {nodeTypes.Count} types, {targetCounts.Count} counts of targets and {sourceCounts.Count} of sources.", nameof(nodeTypes));
        }

        (NodeTypes, _targetCounts, _sourceCounts, Direction) = (nodeTypes, [.. targetCounts], [.. sourceCounts], direction);
        EdgeTypes = Array.AsReadOnly(edges.Select(pair => pair.Type).ToArray());
        _blocks = [.. edges.Select(pair => pair.Edges)];
        CheckCounts();
        CheckBlocks();
    }

    /// <summary>The node types, in the order of the graph.</summary>
    public IReadOnlyList<string> NodeTypes { get; }

    /// <summary>The edge types, in the order of the graph.</summary>
    public IReadOnlyList<EdgeType> EdgeTypes { get; }

    /// <summary>Which edges of a target were sampled: those that lead to it (<see cref="EdgeDirection.Incoming"/>), or those that come from it
    /// (<see cref="EdgeDirection.Outgoing"/>).</summary>
    public EdgeDirection Direction { get; }

    /// <summary>The number of edges of all types.</summary>
    public long EdgeCount => _blocks.Sum(block => (long)block.EdgeCount);

    /// <summary>The edges of a type.</summary>
    /// <param name="edgeType">The type.</param>
    /// <returns>Rows are targets, columns are sources; owned by this block.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    public Block this[EdgeType edgeType] => _blocks[TypeList.IndexOf(EdgeTypes, edgeType)];

    /// <summary>The number of targets of a node type.</summary>
    /// <param name="nodeType">The type.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    public int TargetCount(string nodeType) => _targetCounts[TypeList.IndexOf(NodeTypes, nodeType)];

    /// <summary>The number of sources of a node type, its targets included.</summary>
    /// <param name="nodeType">The type.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    public int SourceCount(string nodeType) => _sourceCounts[TypeList.IndexOf(NodeTypes, nodeType)];

    /// <summary>Ends the blocks of all edge types.</summary>
    public void Dispose() => Array.ForEach(_blocks, block => block.Dispose());

    /// <summary>The sizes, for example <c>HeteroBlock: 64 targets, 913 sources, 1280 edges of 6 types</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"HeteroBlock: {_targetCounts.Sum(count => (long)count)} targets, {_sourceCounts.Sum(count => (long)count)} sources, {EdgeCount} edges of {EdgeTypes.Count} types");

    private void CheckCounts()
    {
        for (int type = 0; type < NodeTypes.Count; type++)
        {
            if (_targetCounts[type] < 0 || _sourceCounts[type] < _targetCounts[type])
            {
                throw new ArgumentException(
                    $"The targets of a type are the first of its sources: '{NodeTypes[type]}' has {_targetCounts[type]} targets and {_sourceCounts[type]} sources.");
            }
        }
    }

    private void CheckBlocks()
    {
        var known = new HashSet<EdgeType>();
        for (int i = 0; i < _blocks.Length; i++)
        {
            (EdgeType type, Block block) = (EdgeTypes[i], _blocks[i]);
            (string to, string from) = Direction == EdgeDirection.Incoming ? (type.Target, type.Source) : (type.Source, type.Target);
            if (!known.Add(type))
            {
                throw new ArgumentException($"The edge type {type} is there twice.");
            }

            if (block.TargetCount != TargetCount(to) || block.SourceCount != SourceCount(from) || block.IsBipartite != (to != from))
            {
                throw new ArgumentException(
                    $"The edges {type} must have the {TargetCount(to)} targets of '{to}' and the {SourceCount(from)} sources of '{from}'{(to == from ? "" : ", bipartite")}; got {block}.");
            }
        }
    }
}

using System.Globalization;

namespace Gnn.Graphs.Partitioning;

/// <summary>The nodes of a graph divided into parts, and what the division costs.</summary>
/// <remarks>A partition holds the part of each node and nothing of the graph.</remarks>
public sealed partial class GraphPartition
{
    private readonly int[] _partOf;
    private readonly int[] _sizes;
    private readonly double[] _loads;

    private GraphPartition(int[] partOf, int[] sizes, double[] loads, long edgeCount, long cutEdgeCount, long communicationVolume)
    {
        _partOf = partOf;
        _sizes = sizes;
        _loads = loads;
        EdgeCount = edgeCount;
        CutEdgeCount = cutEdgeCount;
        CommunicationVolume = communicationVolume;
    }

    /// <summary>The number of parts.</summary>
    public int PartCount => _sizes.Length;

    /// <summary>The number of nodes, N.</summary>
    public int NodeCount => _partOf.Length;

    /// <summary>The number of edges, E; of an undirected graph, both directions count.</summary>
    public long EdgeCount { get; }

    /// <summary>The part of each node, <c>[N]</c>, in [0, <see cref="PartCount"/>).</summary>
    public ReadOnlySpan<int> PartOf => _partOf;

    /// <summary>The number of nodes of each part.</summary>
    public ReadOnlySpan<int> Sizes => _sizes;

    /// <summary>The sum of the weights of the nodes of each part: the sizes, where nodes have no weights.</summary>
    public ReadOnlySpan<double> Loads => _loads;

    /// <summary>The number of edges between two parts; of an undirected graph, both directions count.</summary>
    public long CutEdgeCount { get; }

    /// <summary>The share of edges between two parts, from 0 to 1; 0 without edges. That of a random division is 1 - 1 / parts on average.</summary>
    public double CutShare => EdgeCount == 0 ? 0 : (double)CutEdgeCount / EdgeCount;

    /// <summary>The largest number of nodes of a part over the mean, at least 1; 1 without nodes.</summary>
    public double SizeBalance => NodeCount == 0 ? 1 : _sizes.Max() / ((double)NodeCount / PartCount);

    /// <summary>The largest load of a part over the mean, at least 1; 1 without nodes.</summary>
    public double LoadBalance => NodeCount == 0 ? 1 : _loads.Max() * PartCount / _loads.Sum();

    /// <summary>How many rows of features a layer of a model sends between parts, if each part computes its own nodes from all their in-edges: over all nodes, the number
    /// of other parts that have a target of the node. It is the number of halo nodes of all parts together.</summary>
    public long CommunicationVolume { get; }

    /// <summary>Measures a division that comes from elsewhere.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="parts">The number of parts, at least 1.</param>
    /// <param name="partOf">The part of each node, <c>[N]</c>, in [0, parts).</param>
    /// <param name="nodeWeights">What each node adds to the load of its part, as <see cref="GraphPartitionerOptions.NodeWeights"/>; empty for 1 each.</param>
    /// <returns>The partition. Costs O(N + E).</returns>
    /// <exception cref="ArgumentNullException"><paramref name="graph"/> is null.</exception>
    /// <exception cref="ArgumentException">There is not one part for each node, or weights are not one for each node, negative, not finite, or all 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of parts, or a part, is out of range; the message names the node.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public static GraphPartition FromParts(Graph graph, int parts, ReadOnlySpan<int> partOf, ReadOnlySpan<double> nodeWeights = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        if (partOf.Length != graph.NodeCount)
        {
            throw new ArgumentException($"There must be {graph.NodeCount} parts, one for each node, got {partOf.Length}.", nameof(partOf));
        }

        for (int node = 0; node < partOf.Length; node++)
        {
            if ((uint)partOf[node] >= (uint)parts)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(partOf), string.Create(CultureInfo.InvariantCulture, $"The part of node {node} must be in [0, {parts}), got {partOf[node]}."));
            }
        }

        return Measured(graph, parts, partOf.ToArray(), CheckWeights(nodeWeights, graph.NodeCount));
    }

    /// <summary>The nodes of a part, ascending.</summary>
    /// <param name="part">0 to <see cref="PartCount"/> - 1.</param>
    /// <returns>The nodes. Costs O(N).</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public int[] Nodes(int part)
    {
        if ((uint)part >= (uint)PartCount)
        {
            throw new ArgumentOutOfRangeException(nameof(part), part, $"A part must be in [0, {PartCount}), got {part}.");
        }

        int[] nodes = new int[_sizes[part]];
        int found = 0;
        for (int node = 0; node < _partOf.Length; node++)
        {
            if (_partOf[node] == part)
            {
                nodes[found++] = node;
            }
        }

        return nodes;
    }

    /// <summary>What the division costs, for example <c>4 parts: 12.3 % of 88648 edges cut, balance 1.050, volume 5120</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{PartCount} parts: {100 * CutShare:0.0} % of {EdgeCount} edges cut, balance {LoadBalance:0.000}, volume {CommunicationVolume}");
}

using Gnn.Graphs.Heterogeneous;
using Gnn.Sampling.Neighbors;

namespace Gnn.Sampling.Heterogeneous;

/// <summary>The fanouts of all edge types, in range and for as many hops.</summary>
internal sealed class HeteroFanouts
{
    private readonly Dictionary<EdgeType, int[]> _fanouts = [];

    /// <summary>The same for each edge type.</summary>
    internal HeteroFanouts(HeteroGraph graph, IReadOnlyList<int> fanouts)
    {
        ArgumentNullException.ThrowIfNull(graph);
        int[] ofAll = NeighborSampler.CheckFanouts(fanouts);
        HopCount = ofAll.Length;
        foreach (EdgeType type in graph.EdgeTypes)
        {
            _fanouts.Add(type, ofAll);
        }
    }

    /// <summary>Those that are named for each edge type.</summary>
    internal HeteroFanouts(HeteroGraph graph, IReadOnlyDictionary<EdgeType, IReadOnlyList<int>> fanouts)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(fanouts);
        foreach (EdgeType type in fanouts.Keys)
        {
            // Refuses a type that is not there, by its name.
            _ = graph.EdgeCount(type);
        }

        foreach (EdgeType type in graph.EdgeTypes)
        {
            Add(type, fanouts.GetValueOrDefault(type) ?? throw new ArgumentException($"There are no fanouts for the edge type {type}: name them, 0 where none are wanted.", nameof(fanouts)));
        }

        if (_fanouts.Count == 0)
        {
            throw new ArgumentException("The graph has no edge types to name fanouts for: give a list, which says how many hops there are.", nameof(fanouts));
        }
    }

    /// <summary>The number of hops.</summary>
    internal int HopCount { get; private set; }

    /// <summary>The fanouts of a type.</summary>
    internal int[] this[EdgeType type] => _fanouts[type];

    private void Add(EdgeType type, IReadOnlyList<int> fanouts)
    {
        HopCount = _fanouts.Count == 0 ? fanouts.Count : HopCount;
        if (fanouts.Count == 0 || fanouts.Count != HopCount)
        {
            throw new ArgumentException($"Every edge type needs a fanout for each layer of the model, 0 where none are wanted: got {fanouts.Count} for {type}, and {HopCount} for the first.", nameof(fanouts));
        }

        foreach (int fanout in fanouts)
        {
            if (fanout is < -1 or > NeighborSampler.LargestFanout)
            {
                throw new ArgumentOutOfRangeException(nameof(fanouts), fanout, $"A fanout of {type} must be 0 to {NeighborSampler.LargestFanout}, or -1 for all edges, got {fanout}.");
            }
        }

        _fanouts.Add(type, [.. fanouts]);
    }
}

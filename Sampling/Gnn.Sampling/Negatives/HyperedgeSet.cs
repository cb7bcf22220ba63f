using System.Numerics;
using Gnn.Graphs.Hypergraphs;

namespace Gnn.Sampling.Negatives;

/// <summary>The hyperedges of a hypergraph as sets of nodes, to look them up in.</summary>
internal sealed class HyperedgeSet
{
    private readonly int[] _starts;
    private readonly int[] _members;
    private readonly int[] _slots;
    private readonly Dictionary<int, List<int>> _ofSize = [];

    /// <summary>Copies the hyperedges of a hypergraph.</summary>
    internal HyperedgeSet(Hypergraph graph)
    {
        NodeCount = graph.NodeCount;
        _starts = new int[graph.HyperedgeCount + 1];
        _members = graph.Members.ColumnIndices.Span().ToArray();
        _slots = new int[(int)BitOperations.RoundUpToPowerOf2((2 * (uint)graph.HyperedgeCount) + 1)];
        Array.Fill(_slots, -1);
        for (int hyperedge = 0; hyperedge < graph.HyperedgeCount; hyperedge++)
        {
            _starts[hyperedge + 1] = (int)graph.Members.RowPointers[hyperedge + 1];
            ReadOnlySpan<int> members = Members(hyperedge);
            int slot = Find(members);
            if (_slots[slot] < 0)
            {
                _slots[slot] = hyperedge;
                if (!_ofSize.TryGetValue(members.Length, out List<int>? same))
                {
                    _ofSize.Add(members.Length, same = []);
                }

                same.Add(hyperedge);
            }
        }
    }

    internal int NodeCount { get; }

    /// <summary>How many hyperedges there are, repeats counted.</summary>
    internal int Count => _starts.Length - 1;

    /// <summary>The nodes of a hyperedge, rising.</summary>
    internal ReadOnlySpan<int> Members(int hyperedge) => _members.AsSpan(_starts[hyperedge], _starts[hyperedge + 1] - _starts[hyperedge]);

    /// <summary>The hyperedges of a size, each set once.</summary>
    internal IReadOnlyList<int> OfSize(int size) => _ofSize.GetValueOrDefault(size) ?? [];

    /// <summary>Whether nodes, rising, are a hyperedge.</summary>
    internal bool Contains(ReadOnlySpan<int> members) => _slots[Find(members)] >= 0;

    private int Find(ReadOnlySpan<int> members)
    {
        ulong hash = (ulong)members.Length;
        foreach (int node in members)
        {
            hash = (BitOperations.RotateLeft(hash, 23) ^ (uint)node) * 0x9E3779B97F4A7C15;
        }

        int slot = (int)(hash >> 33) & (_slots.Length - 1);
        while (_slots[slot] >= 0 && !Members(_slots[slot]).SequenceEqual(members))
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        return slot;
    }
}

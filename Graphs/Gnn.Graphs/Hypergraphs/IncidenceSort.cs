using System.Globalization;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Hypergraphs;

/// <summary>Brings pairs of nodes and hyperedges into the order of incidences: by hyperedge, then by node.</summary>
internal static class IncidenceSort
{
    public static HypergraphBuild Sort(
        int nodeCount, int hyperedgeCount, ReadOnlySpan<int> nodes, ReadOnlySpan<int> hyperedges, HypergraphPolicy? policy)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nodeCount);
        ArgumentOutOfRangeException.ThrowIfNegative(hyperedgeCount);
        CheckPairs(nodeCount, hyperedgeCount, nodes, hyperedges);
        policy ??= new HypergraphPolicy();

        // By node, then stably by hyperedge.
        using SparseStructure byNode = SparseStructure.FromEdges(nodeCount, hyperedgeCount, nodes, hyperedges);
        SparseStructure sorted = byNode.Transpose;
        int[] pointers = new int[hyperedgeCount + 1];
        int[] members = new int[nodes.Length];
        int[] pairs = new int[nodes.Length];
        int count = 0, empty = 0;
        for (int hyperedge = 0; hyperedge < hyperedgeCount; hyperedge++)
        {
            long begin = sorted.RowPointers[hyperedge];
            ReadOnlySpan<int> row = sorted.Row(hyperedge);
            for (int i = 0; i < row.Length; i++)
            {
                int pair = (int)sorted.EdgeIds[begin + i];
                if (i == 0 || row[i] != row[i - 1])
                {
                    (members[count], pairs[count]) = (row[i], pair);
                    count++;
                }
                else if (!policy.MergeRepeatedMembers)
                {
                    throw Repeated(hyperedge, row[i], pairs[count - 1], pair, nameof(nodes));
                }
            }

            if (row.Length == 0 && empty++ == 0 && !policy.AllowEmptyHyperedges)
            {
                throw new ArgumentException(
                    $"Hyperedge {hyperedge} of {hyperedgeCount} has no nodes: leave it out and close the gap, or say AllowEmptyHyperedges in the policy.", nameof(hyperedges));
            }

            pointers[hyperedge + 1] = count;
        }

        Array.Resize(ref pairs, count);
        return new HypergraphBuild(
            Hypergraph.FromStructure(SparseStructure.FromRows(nodeCount, pointers, members.AsSpan(0, count))), pairs, nodes.Length - count, empty);
    }

    private static void CheckPairs(int nodeCount, int hyperedgeCount, ReadOnlySpan<int> nodes, ReadOnlySpan<int> hyperedges)
    {
        if (nodes.Length != hyperedges.Length)
        {
            throw new ArgumentException(
                $"Every pair needs a node and a hyperedge: got {nodes.Length} nodes and {hyperedges.Length} hyperedges.", nameof(hyperedges));
        }

        for (int pair = 0; pair < nodes.Length; pair++)
        {
            CheckId(nodes[pair], nodeCount, "node", pair, nameof(nodes));
            CheckId(hyperedges[pair], hyperedgeCount, "hyperedge", pair, nameof(hyperedges));
        }
    }

    private static void CheckId(int id, int count, string what, int pair, string parameter)
    {
        if ((uint)id >= (uint)count)
        {
            throw new ArgumentOutOfRangeException(
                parameter, id, string.Create(CultureInfo.InvariantCulture, $"The {what} of pair {pair} must be in [0, {count}), got {id}: check the {what} count or the ids."));
        }
    }

    private static ArgumentException Repeated(int hyperedge, int node, int first, int second, string parameter) => new(
        string.Create(CultureInfo.InvariantCulture, $"Hyperedge {hyperedge} names node {node} twice (pairs {first} and {second}): a hyperedge is a set of nodes. ")
        + "Leave the second out, or say MergeRepeatedMembers in the policy.",
        parameter);
}

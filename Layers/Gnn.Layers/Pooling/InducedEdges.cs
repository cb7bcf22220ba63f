using System.Globalization;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Pooling;

/// <summary>The edges between some nodes, renumbered, in the order of their old ids.</summary>
internal readonly record struct InducedEdges(int[] Targets, int[] Sources, int[] Ids)
{
    private const int None = -1;

    /// <summary>The edges of a square structure between nodes that are each given once.</summary>
    internal static InducedEdges Between(SparseStructure structure, ReadOnlySpan<int> nodes)
    {
        if (structure.EntryCount > int.MaxValue)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Up to {int.MaxValue} edges can be pooled, got {structure}."), nameof(structure));
        }

        int[] newIds = new int[structure.RowCount];
        Array.Fill(newIds, None);
        for (int place = 0; place < nodes.Length; place++)
        {
            newIds[nodes[place]] = place;
        }

        (int[] targets, int[] sources) = (new int[structure.EntryCount], new int[structure.EntryCount]);
        Array.Fill(targets, None);
        int kept = 0;
        foreach (int node in nodes)
        {
            long entry = structure.RowPointers[node];
            foreach (int source in structure.Row(node))
            {
                if (newIds[source] != None)
                {
                    int edge = (int)structure.EdgeIds[entry];
                    (targets[edge], sources[edge]) = (newIds[node], newIds[source]);
                    kept++;
                }

                entry++;
            }
        }

        return Compress(targets, sources, kept);
    }

    internal SparseStructure ToStructure(int nodes) => SparseStructure.FromEdges(nodes, nodes, Targets, Sources);

    private static InducedEdges Compress(int[] targets, int[] sources, int kept)
    {
        var edges = new InducedEdges(new int[kept], new int[kept], new int[kept]);
        int next = 0;
        for (int edge = 0; edge < targets.Length; edge++)
        {
            if (targets[edge] != None)
            {
                (edges.Targets[next], edges.Sources[next], edges.Ids[next]) = (targets[edge], sources[edge], edge);
                next++;
            }
        }

        return edges;
    }
}

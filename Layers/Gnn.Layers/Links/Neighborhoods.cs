using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Links;

/// <summary>The different neighbours of each node, ascending, directions and loops aside.</summary>
internal sealed class Neighborhoods
{
    private readonly int[] _starts;
    private readonly int[] _neighbors;

    private Neighborhoods(int[] starts, int[] neighbors) => (_starts, _neighbors) = (starts, neighbors);

    internal int NodeCount => _starts.Length - 1;

    internal ReadOnlySpan<int> this[int node] => _neighbors.AsSpan(_starts[node], _starts[node + 1] - _starts[node]);

    internal static Neighborhoods Of(Graph graph)
    {
        SparseStructure from = graph.InEdges;
        SparseStructure? to = graph.IsUndirected ? null : graph.OutEdges;
        int[] starts = new int[from.RowCount + 1];
        int[] neighbors = new int[checked((int)(from.EntryCount + (to?.EntryCount ?? 0)))];
        int end = 0;
        for (int node = 0; node < from.RowCount; node++)
        {
            int start = end;
            ReadOnlySpan<int> sources = from.Row(node);
            ReadOnlySpan<int> targets = to is null ? [] : to.Row(node);
            Span<int> all = neighbors.AsSpan(end, sources.Length + targets.Length);
            sources.CopyTo(all);
            targets.CopyTo(all[sources.Length..]);
            all.Sort();
            for (int i = 0; i < all.Length; i++)
            {
                // What is kept stands before what is still to be read.
                int neighbor = all[i];
                if (neighbor != node && (end == start || neighbors[end - 1] != neighbor))
                {
                    neighbors[end++] = neighbor;
                }
            }

            starts[node + 1] = end;
        }

        return new Neighborhoods(starts, neighbors);
    }

    /// <summary>The same without some neighbours, each left out with a chance.</summary>
    internal Neighborhoods Drop(double probability, RandomSource random)
    {
        int[] starts = new int[_starts.Length];
        int[] neighbors = new int[_starts[^1]];
        RandomSequence words = random.Sequence();
        int end = 0;
        for (int node = 0; node < NodeCount; node++)
        {
            foreach (int neighbor in this[node])
            {
                neighbors[end] = neighbor;
                end += words.NextSingle() >= probability ? 1 : 0;
            }

            starts[node + 1] = end;
        }

        return new Neighborhoods(starts, neighbors);
    }
}

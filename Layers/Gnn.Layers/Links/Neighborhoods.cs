using Gnn.Graphs;
using Gnn.Graphs.Statistics;
using Gnn.Tensors;

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
        var lists = NeighbourLists.OfBoth(graph);
        return new Neighborhoods(Array.ConvertAll(lists.Starts.ToArray(), start => checked((int)start)), lists.All.ToArray());
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

using Gnn.Tensors;

namespace Gnn.Graphs.Generators;

/// <summary>A graph with motifs in the making: its edges, the roles of its nodes and which edges are inside a motif.</summary>
internal sealed class MotifPlan(int nodeCount, double pairs, string name)
{
    private readonly List<bool> _isMotif = [];
    private readonly int[] _labels = new int[nodeCount];

    public EdgeCollector Edges { get; } = new(nodeCount, pairs, name);

    /// <summary>Appends motifs after the base, each hung by its first node from a node of the base; the places are spread over the base.</summary>
    public void Plant(ReadOnlySpan<(int One, int Other)> motif, ReadOnlySpan<int> roles, int baseNodeCount, int count, RandomSource source)
    {
        RandomSequence random = source.Stream("places").Sequence();
        Mark(false);
        for (int i = 0; i < count; i++)
        {
            int first = baseNodeCount + (i * roles.Length);
            for (int node = 0; node < roles.Length; node++)
            {
                _labels[first + node] = roles[node];
            }

            foreach ((int one, int other) in motif)
            {
                Edges.Add(first + one, first + other);
            }

            Mark(true);
            int low = (int)((long)baseNodeCount * i / count);
            int high = Math.Max(low + 1, (int)((long)baseNodeCount * (i + 1) / count));
            Edges.Add(low + random.NextInt32(high - low), first);
            Mark(false);
        }
    }

    /// <summary>Adds edges between random nodes that are not joined yet, as many as there is room for.</summary>
    public void AddNoise(int count, RandomSource source)
    {
        RandomSequence random = source.Stream("noise").Sequence();
        HashSet<(int, int)> present = Edges.Pairs();
        long room = ((long)nodeCount * (nodeCount - 1) / 2) - present.Count;
        for (int left = (int)Math.Min(count, room / 2); left > 0;)
        {
            int one = random.NextInt32(nodeCount);
            int other = random.NextInt32(nodeCount);
            if (one != other && present.Add((Math.Min(one, other), Math.Max(one, other))))
            {
                Edges.Add(one, other);
                left--;
            }
        }

        Mark(false);
    }

    public Graph ToGraph()
    {
        using Graph bare = Edges.ToGraph();
        using Graph labeled = bare.WithLabels(_labels);
        using Graph marked = labeled.WithEdgeColumn(PlantedMotifs.MotifColumn, Tensor.Create(_isMotif.ToArray(), _isMotif.Count));
        return marked.WithFeatures(Tensor.Full((nodeCount, 1), 1f));
    }

    private void Mark(bool isMotif)
    {
        while (_isMotif.Count < Edges.EdgeCount)
        {
            _isMotif.Add(isMotif);
        }
    }
}

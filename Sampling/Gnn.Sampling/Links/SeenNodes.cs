using Gnn.Graphs.Splits;
using Gnn.Sampling.Negatives;
using Gnn.Tensors;

namespace Gnn.Sampling.Links;

/// <summary>The nodes that a part of an inductive split may see, those that are new in it first, and pairs of them without an edge.</summary>
internal sealed class SeenNodes
{
    // Draws for one pair: where a graph is not nearly complete, a few do.
    private const int MostDraws = 10_000;

    private readonly int[] _nodes;
    private readonly int _newCount;
    private readonly NegativeSampler _sampler;

    private SeenNodes(int[] nodes, int newCount, NegativeSampler sampler) => (_nodes, _newCount, _sampler) = (nodes, newCount, sampler);

    internal static SeenNodes InValidation(EdgeSplit edges, NegativeSampler sampler) =>
        new([.. edges.ValidationNodes, .. edges.TrainNodes], edges.ValidationNodes.Length, sampler);

    internal static SeenNodes InTest(EdgeSplit edges, NegativeSampler sampler) =>
        new([.. edges.TestNodes, .. edges.ValidationNodes, .. edges.TrainNodes], edges.TestNodes.Length, sampler);

    /// <summary>Draws different pairs of a new node and any that is seen, in either order.</summary>
    internal (int[] Sources, int[] Targets) Draw(int count, RandomSource random)
    {
        int[] sources = new int[count];
        int[] targets = new int[count];
        var drawn = new HashSet<(int, int)>();
        RandomSequence draws = random.Sequence();
        for (int pair = 0; pair < count; pair++)
        {
            (sources[pair], targets[pair]) = One(ref draws, drawn, () => $"{count} different pairs");
        }

        return (sources, targets);
    }

    /// <summary>Draws different targets for a source, which need not be new.</summary>
    internal void Draw(int source, Span<int> targets, RandomSource random)
    {
        RandomSequence draws = random.Sequence();
        var drawn = new HashSet<int>();
        for (int i = 0; i < targets.Length; i++)
        {
            int attempt = 0;
            do
            {
                targets[i] = _nodes[draws.NextInt32(_nodes.Length)];
                if (attempt++ == MostDraws)
                {
                    throw NothingLeft($"{targets.Length} different targets for node {source}");
                }
            }
            while (!_sampler.IsFree(source, targets[i]) || !drawn.Add(targets[i]));
        }
    }

    private (int Source, int Target) One(ref RandomSequence draws, HashSet<(int, int)> drawn, Func<string> what)
    {
        for (int attempt = 0; attempt < MostDraws && _newCount > 0; attempt++)
        {
            int fresh = _nodes[draws.NextInt32(_newCount)];
            int other = _nodes[draws.NextInt32(_nodes.Length)];
            if (_sampler.IsFree(fresh, other) && _sampler.IsFree(other, fresh) && drawn.Add((Math.Min(fresh, other), Math.Max(fresh, other))))
            {
                return (draws.NextUInt32() & 1) == 0 ? (fresh, other) : (other, fresh);
            }
        }

        throw NothingLeft(what());
    }

    private InvalidOperationException NothingLeft(string what) => new(
        $"There are not {what} without an edge among the {_nodes.Length} nodes that the part sees, {_newCount} of them new: ask for fewer negatives, or make the part larger.");
}

using Gnn.Graphs.Splits;
using Gnn.Sampling.Negatives;
using Gnn.Tensors;

namespace Gnn.Training.Links;

/// <summary>Draws pairs that training knows no edge of, from the nodes that it may see.</summary>
internal sealed class TrainingNegatives
{
    private readonly NegativeSampler _sampler;
    private readonly bool _sharesSource;

    // Of an inductive split: the nodes that train, and the place of each among them.
    private readonly int[]? _nodes;
    private readonly int[]? _places;

    internal TrainingNegatives(int nodeCount, EdgeSplit split, PairList known, bool sharesSource)
    {
        _sharesSource = sharesSource;
        if (split.IsInductive)
        {
            _nodes = split.TrainNodes.ToArray();
            _places = new int[nodeCount];
            for (int place = 0; place < _nodes.Length; place++)
            {
                _places[_nodes[place]] = place;
            }
        }

        PairList pairs = Map(known, _places);
        _sampler = new NegativeSampler(
            _nodes?.Length ?? nodeCount,
            pairs.Sources,
            pairs.Targets,
            new NegativeSamplerOptions { Undirected = !split.SeparateReverses, Ends = sharesSource ? CorruptedEnds.Target : CorruptedEnds.Both });
    }

    /// <summary>Draws k negatives for each link: those of link i are at <c>i k</c> to <c>i k + k - 1</c>.</summary>
    internal PairList Draw(PairList links, int k, RandomSource random)
    {
        if (!_sharesSource)
        {
            (int[] from, int[] to) = _sampler.Sample(checked(links.Count * k), random);
            return Map(new PairList(from, to), _nodes);
        }

        PairList own = Map(links, _places);
        long[] keys = [.. Enumerable.Range(0, links.Count).Select(link => (long)link)];
        (int[] sources, int[] targets) = _sampler.Sample(own.Sources, own.Targets, k, random, keys);
        return Map(new PairList(sources, targets), _nodes);
    }

    private static PairList Map(PairList pairs, int[]? names) => names is null
        ? pairs
        : new PairList(Array.ConvertAll(pairs.Sources, node => names[node]), Array.ConvertAll(pairs.Targets, node => names[node]));
}

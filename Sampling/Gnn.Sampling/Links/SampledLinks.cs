using System.Globalization;
using Gnn.Graphs.Sampled;

namespace Gnn.Sampling.Links;

/// <summary>A batch of links: pairs of nodes that a model tells apart, positives first, and the sample around all their ends.</summary>
/// <remarks>
/// A model computes the outputs of the subgraph's seeds, which are the distinct ends of the pairs, and scores each pair by the rows <c>Sources[i]</c> and
/// <c>Targets[i]</c> of them; <c>Labels[i]</c> says what is right. Negative j of positive i is pair <c>PositiveCount + i k + j</c>, with k negatives for each.
/// </remarks>
public sealed class SampledLinks : IDisposable
{
    private readonly int[] _sources;
    private readonly int[] _targets;
    private readonly float[] _labels;
    private readonly long[] _keys;

    internal SampledLinks(SampledSubgraph subgraph, int[] sources, int[] targets, long[] keys, int negativesPerPositive)
    {
        (Subgraph, _sources, _targets, _keys, NegativesPerPositive) = (subgraph, sources, targets, keys, negativesPerPositive);
        _labels = new float[sources.Length];
        _labels.AsSpan(0, PositiveCount).Fill(1);
    }

    /// <summary>The sample, whose seeds are the distinct ends of all pairs in the order in which pairs name them.</summary>
    public SampledSubgraph Subgraph { get; }

    /// <summary>The number of positives, P.</summary>
    public int PositiveCount => _keys.Length;

    /// <summary>The number of negatives of each positive, k.</summary>
    public int NegativesPerPositive { get; }

    /// <summary>The number of pairs, <c>P (1 + k)</c>.</summary>
    public int PairCount => _sources.Length;

    /// <summary>The source of each pair, <c>[P (1 + k)]</c>: its place among the seeds, which are the first of the subgraph's nodes.</summary>
    public ReadOnlySpan<int> Sources => _sources;

    /// <summary>The target of each pair, in the same way.</summary>
    public ReadOnlySpan<int> Targets => _targets;

    /// <summary>1 for positives and 0 for negatives, <c>[P (1 + k)]</c>: what the loss compares scores with.</summary>
    public ReadOnlySpan<float> Labels => _labels;

    /// <summary>What each positive was given by, <c>[P]</c>: the id of its edge, or the caller's key.</summary>
    public ReadOnlySpan<long> Keys => _keys;

    /// <summary>Ends the subgraph.</summary>
    public void Dispose() => Subgraph.Dispose();

    /// <summary>The sizes, for example <c>SampledLinks: 1024 positives with 1 negative each, SampledSubgraph: ...</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"SampledLinks: {PositiveCount} positives with {NegativesPerPositive} {(NegativesPerPositive == 1 ? "negative" : "negatives")} each, {Subgraph}");
}

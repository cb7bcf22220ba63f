using Gnn.Sampling.Negatives;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Negatives;

/// <summary>How likely each negative is, against all pairs of a small graph looked at one by one.</summary>
[TestFixture]
internal sealed class NegativeChancesTests
{
    // A draw of chances as they should be falls below this once in a thousand seeds; the seeds here are fixed.
    private const double LeastPValue = 0.001;
    private const int Draws = 200_000;
    private const int Nodes = 8;

    // With a repeat, a self-loop and both directions of a pair.
    private static readonly int[] From = [0, 0, 0, 1, 2, 2, 3, 3, 4, 5, 5, 0, 6, 1];
    private static readonly int[] To = [1, 2, 3, 0, 2, 4, 5, 6, 1, 6, 0, 3, 0, 6];
    private static readonly RandomSource Source = new RandomSource(31).Stream("negatives");

    [Test]
    public void Sample_OnePositive_DrawsInProportion(
        [Values] CorruptedEnds ends, [Values] bool undirected, [Values] bool loops, [Values(null, 0.0, 0.75)] double? power)
    {
        var options = new NegativeSamplerOptions { Ends = ends, Undirected = undirected, AllowSelfLoops = loops, DegreePower = power };
        var sampler = new NegativeSampler(Nodes, From, To, options);
        long[] keys = [.. Enumerable.Range(0, Draws).Select(key => (long)key)];
        int[] ones = new int[Draws];
        int[] sixes = new int[Draws];
        Array.Fill(ones, 1);
        Array.Fill(sixes, 6);

        (int[] sources, int[] targets) = sampler.Sample(ones, sixes, 1, Source, keys);

        Check(sources, targets, options, Chances(options, 0..Nodes, 0..Nodes));
    }

    [Test]
    public void Sample_Ranges_DrawsInProportion([Values] bool undirected, [Values(null, 1.0)] double? power)
    {
        int[] from = [5, 5, 6, 7, 6, 1, 3, 5, 0, 4];
        int[] to = [0, 1, 1, 2, 3, 6, 7, 6, 1, 5];
        var options = new NegativeSamplerOptions { Undirected = undirected, SourceNodes = 5..8, TargetNodes = 0..4, DegreePower = power };
        var sampler = new NegativeSampler(Nodes, from, to, options);

        (int[] sources, int[] targets) = sampler.Sample(Draws, Source);

        Check(sources, targets, options, Chances(options, 5..8, 0..4, from, to));
    }

    [Test]
    public void Sample_TwoSets_DrawsInProportion([Values(null, 0.75)] double? power)
    {
        int[] from = [0, 0, 1, 2, 2];
        int[] to = [0, 1, 3, 3, 5];
        var sampler = new NegativeSampler(3, 6, from, to, new NegativeSamplerOptions { DegreePower = power });
        double[] outs = [2, 1, 2];
        double[] ins = [1, 1, 0, 2, 0, 1];
        var chances = new Dictionary<(int, int), double>();
        for (int s = 0; s < 3; s++)
        {
            for (int t = 0; t < 6; t++)
            {
                chances[(s, t)] = from.Zip(to).Contains((s, t)) ? 0 : power is { } p ? Math.Pow(outs[s] * ins[t], p) : 1;
            }
        }

        (int[] sources, int[] targets) = sampler.Sample(Draws, Source);

        Check(sources, targets, new NegativeSamplerOptions(), chances);
    }

    [Test]
    public void SampleTargets_DistinctSources_DrawsInProportion([Values(null, 0.75)] double? power)
    {
        // A set of sources and targets so large that each source draws a few times.
        int[] to = [0, 1, 1, 2, 2, 2, 3, 4, 5];
        int[] from = [0, 0, 1, 0, 1, 2, 3, 3, 3];
        var sampler = new NegativeSampler(50_000, 6, from, to, new NegativeSamplerOptions { DegreePower = power });
        int[] sources = [.. Enumerable.Range(4, 40_000)];
        long[] counts = new long[6];

        foreach (int target in sampler.SampleTargets(sources, 5, Source))
        {
            counts[target]++;
        }

        double[] weights = [.. ((double[])[1, 2, 3, 1, 1, 1]).Select(degree => Math.Pow(degree, power ?? 0))];
        Assert.That(ChiSquare.PValue(counts, [.. weights.Select(weight => weight / weights.Sum())]), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void SampleTargets_WithoutRepeats_DrawsEachOrderInProportion([Values(null, 1.0)] double? power, [Values(2, 4)] int count)
    {
        // The targets 2 to 5 are free for source 0, with degrees 1 to 4; with all four, draws end in a look at what is left.
        int[] from = [0, 0, 1, 1, 2, 1, 2, 3, 1, 2, 3, 4];
        int[] to = [0, 1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5];
        var sampler = new NegativeSampler(5, 6, from, to, new NegativeSamplerOptions { DegreePower = power, Distinct = true, Ends = CorruptedEnds.Target });
        long[] keys = [.. Enumerable.Range(0, Draws).Select(key => (long)key)];
        (_, int[] targets) = sampler.Sample(new int[Draws], new int[Draws], count, Source, keys);
        var chances = new SortedDictionary<string, double>();
        AddOrders([], 1);
        var counts = chances.Keys.ToDictionary(order => order, _ => 0L);
        for (int i = 0; i < Draws; i++)
        {
            counts[string.Join(' ', targets[(count * i)..(count * (i + 1))])]++;
        }

        Assert.That(ChiSquare.PValue([.. chances.Keys.Select(order => counts[order])], [.. chances.Values]), Is.GreaterThan(LeastPValue));

        void AddOrders(int[] drawn, double chance)
        {
            if (drawn.Length == count)
            {
                chances.Add(string.Join(' ', drawn), chance);
                return;
            }

            int[] left = [.. Enumerable.Range(2, 4).Except(drawn)];
            foreach (int target in left)
            {
                AddOrders([.. drawn, target], chance * Weight(target) / left.Sum(Weight));
            }
        }

        double Weight(int target) => power is null ? 1 : target - 1;
    }

    [Test]
    public void Sample_WithoutRepeats_DrawsEachPairOfPairsInProportion([Values] bool undirected, [Values] bool loops, [Values(null, 1.0)] double? power)
    {
        // Few pairs are free, so that most second draws meet the first and some are drawn from what is left.
        int[] from = [0, 0, 1, 2, 3, 1, 3];
        int[] to = [1, 2, 2, 3, 0, 1, 4];
        var options = new NegativeSamplerOptions { Undirected = undirected, AllowSelfLoops = loops, DegreePower = power, Distinct = true };
        var sampler = new NegativeSampler(5, from, to, options);
        Dictionary<(int, int), double> single = Chances(options, 0..5, 0..5, from, to);
        var outcomes = new Dictionary<((int, int), (int, int)), double>();
        foreach (((int, int) first, double chance) in single)
        {
            foreach (((int, int) second, double next) in single)
            {
                if (first != second)
                {
                    outcomes[(first, second)] = chance * next / (1 - chance);
                }
            }
        }

        var counts = outcomes.Keys.ToDictionary(outcome => outcome, _ => 0L);
        for (int i = 0; i < Draws; i++)
        {
            (int[] s, int[] t) = sampler.Sample([0], [1], 2, Source, [i]);
            counts[(Canonical(s[0], t[0], options), Canonical(s[1], t[1], options))]++;
        }

        Assert.That(ChiSquare.PValue([.. counts.Values], [.. outcomes.Values]), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Sample_HardlyAnyWeightIsFree_StillDrawsInProportion()
    {
        // Nearly every draw of a target of source 0 is an edge: of 4004 weights 4 are free, 1 of them target 20's.
        var from = new List<int>();
        var to = new List<int>();
        for (int target = 0; target < 22; target++)
        {
            for (int source = 0; source < (target switch { < 20 => 200, 20 => 1, _ => 3 }); source++)
            {
                from.Add(target < 20 ? source : source + 5);
                to.Add(target);
            }
        }

        var sampler = new NegativeSampler(200, 22, [.. from], [.. to], new NegativeSamplerOptions { Ends = CorruptedEnds.Target, DegreePower = 1 });
        long[] keys = [.. Enumerable.Range(0, Draws / 10).Select(key => (long)key)];
        (_, int[] targets) = sampler.Sample(new int[keys.Length], new int[keys.Length], 1, Source, keys);

        Assert.That(ChiSquare.PValue([targets.Count(target => target == 20), targets.Count(target => target == 21)], [0.25, 0.75]), Is.GreaterThan(LeastPValue));
        Assert.That(targets, Has.All.InRange(20, 21));
    }

    private static void Check(int[] sources, int[] targets, NegativeSamplerOptions options, Dictionary<(int, int), double> chances)
    {
        var counts = chances.Keys.ToDictionary(pair => pair, _ => 0L);
        for (int i = 0; i < sources.Length; i++)
        {
            counts[Canonical(sources[i], targets[i], options)]++;
        }

        double total = chances.Values.Sum();
        Assert.That(ChiSquare.PValue([.. counts.Values], [.. chances.Values.Select(chance => chance / total)]), Is.GreaterThan(LeastPValue));
    }

    private static (int, int) Canonical(int source, int target, NegativeSamplerOptions options) =>
        options.Undirected && options.SourceNodes.Equals(options.TargetNodes) && source > target ? (target, source) : (source, target);

    /// <summary>The chance of each pair for the positive (1, 6), pair by pair; of an undirected graph in one order.</summary>
    private static Dictionary<(int, int), double> Chances(NegativeSamplerOptions options, Range sources, Range targets, int[]? from = null, int[]? to = null)
    {
        (from, to) = (from ?? From, to ?? To);
        bool isOneSet = sources.Equals(targets);
        var links = new HashSet<(int S, int T)>();
        for (int edge = 0; edge < from.Length; edge++)
        {
            links.Add((from[edge], to[edge]));
            if (options.Undirected)
            {
                links.Add((to[edge], from[edge]));
            }
        }

        int[] fromNodes = [.. Enumerable.Range(sources.Start.Value, sources.End.Value - sources.Start.Value)];
        int[] toNodes = [.. Enumerable.Range(targets.Start.Value, targets.End.Value - targets.Start.Value)];
        double power = options.DegreePower ?? 0;
        double Out(int s) => Math.Pow(toNodes.Count(t => t != s && links.Contains((s, t))), power);
        double In(int t) => Math.Pow(fromNodes.Count(s => t != s && links.Contains((s, t))), power);
        bool Free(int s, int t) => !links.Contains((s, t)) && (s != t || options.AllowSelfLoops || !isOneSet);
        var chances = new Dictionary<(int, int), double>();
        foreach (int s in fromNodes)
        {
            foreach (int t in toNodes)
            {
                (int, int) pair = Canonical(s, t, options);
                chances.TryAdd(pair, 0);
                double tail = s == 1 && Free(s, t) ? In(t) / toNodes.Where(other => Free(1, other)).Sum(In) : 0;
                double head = t == 6 && Free(s, t) ? Out(s) / fromNodes.Where(other => Free(other, 6)).Sum(Out) : 0;
                chances[pair] += options.Ends switch
                {
                    CorruptedEnds.Target => tail,
                    CorruptedEnds.Source => head,
                    CorruptedEnds.Either => (tail + head) / 2,
                    _ => 0,
                };
                if (options.Ends == CorruptedEnds.Both && Free(s, t))
                {
                    chances[pair] = Out(s) * In(t);
                }
            }
        }

        double total = chances.Values.Sum();
        return chances.Where(pair => pair.Value > 0).ToDictionary(pair => pair.Key, pair => pair.Value / total);
    }
}

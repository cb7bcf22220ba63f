using System.Globalization;
using Gnn.Tensors;

namespace Gnn.Graphs.Generators;

/// <summary>Large graphs with skewed degrees and communities, by recursive halving of the adjacency matrix.</summary>
/// <remarks>
/// Chakrabarti, Zhan and Faloutsos, "R-MAT: a recursive model for graph mining", 2004, with the chances of the Graph500 benchmark as defaults. Serves tests of
/// speed and memory at sizes that no public data set has.
/// </remarks>
public static class RMat
{
    private const int EdgesPerRun = 1 << 16;
    private const int MaxScale = 30;

    /// <summary>A directed graph of <c>2^scale</c> nodes whose edges are drawn one by one, each by choosing a quarter of the matrix <c>scale</c>
    /// times.</summary>
    /// <param name="scale">The logarithm to base 2 of the number of nodes, 0 to 30.</param>
    /// <param name="edgeCount">E, at least 0.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same graph.</param>
    /// <param name="a">The chance of the quarter of low sources and low targets, in [0, 1].</param>
    /// <param name="b">The chance of the quarter of low sources and high targets.</param>
    /// <param name="c">The chance of the quarter of high sources and low targets; what the three leave of 1 is the last quarter's.</param>
    /// <param name="threads">How many threads draw; those of the default engine if null. The graph is the same at any number.</param>
    /// <returns>The graph, owned by the caller: exactly E edges, loops and repeats among them, as the model has it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range, or the three chances exceed 1 together.</exception>
    /// <exception cref="InsufficientMemoryException">The edges do not fit the machine's memory.</exception>
    /// <remarks>O(E scale). The chances are the same at every level, without the noise that the paper mentions; low ids have the high degrees.</remarks>
    public static Graph Create(int scale, long edgeCount, RandomSource source, double a = 0.57, double b = 0.19, double c = 0.19, int? threads = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, MaxScale);
        ArgumentOutOfRangeException.ThrowIfNegative(edgeCount);
        CheckChances(a, b, c);
        GeneratorChecks.CheckEdges(edgeCount, nameof(edgeCount));
        int[] sources = new int[edgeCount];
        int[] targets = new int[edgeCount];
        RandomSource edges = source.Stream("r-mat");
        GeneratorThreads.For((int)((edgeCount + EdgesPerRun - 1) / EdgesPerRun), threads, run =>
        {
            RandomSequence random = edges.Stream((ulong)run).Sequence();
            int end = (int)Math.Min(edgeCount, (run + 1L) * EdgesPerRun);
            for (int edge = run * EdgesPerRun; edge < end; edge++)
            {
                (sources[edge], targets[edge]) = Draw(ref random, scale, a, b, c);
            }
        });
        return Graph.FromEdges(1 << scale, sources, targets);
    }

    /// <summary>Passes chances that leave something for the last quarter.</summary>
    internal static void CheckChances(double a, double b, double c)
    {
        GeneratorChecks.CheckProbability(a);
        GeneratorChecks.CheckProbability(b);
        GeneratorChecks.CheckProbability(c);
        if (a + b + c > 1 + 1e-9)
        {
            throw new ArgumentOutOfRangeException(
                nameof(c),
                c,
                string.Create(CultureInfo.InvariantCulture, $"'a' + 'b' + 'c' must be at most 1, got {a + b + c}: what is left is the last quarter's."));
        }
    }

    private static (int Source, int Target) Draw(ref RandomSequence random, int scale, double a, double b, double c)
    {
        int from = 0;
        int to = 0;
        for (int level = 0; level < scale; level++)
        {
            double chance = random.NextDouble();
            int low = chance < a + b ? 0 : 1;
            int right = low == 0 ? (chance < a ? 0 : 1) : (chance < a + b + c ? 0 : 1);
            from = (2 * from) + low;
            to = (2 * to) + right;
        }

        return (from, to);
    }
}

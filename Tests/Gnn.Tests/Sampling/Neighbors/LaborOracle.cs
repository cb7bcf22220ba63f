using Gnn.Sampling.Neighbors;
using Gnn.Tensors;

namespace Gnn.Tests.Sampling.Neighbors;

/// <summary>What a hop of a <see cref="LaborSampler"/> draws, written down as the paper states it: importance pi, factors c by bisection, numbers sorted.</summary>
internal static class LaborOracle
{
    private const double TwoToMinus32 = 1.0 / (1L << 32);

    /// <summary>The places in its row, in order, that a node draws, and the chance of each place.</summary>
    internal static (int[] Places, double[] Chances) Draw(int[] row, int fanout, RandomSource hop, bool exactly, Func<int, double>? importance = null)
    {
        int[] repeats = [.. row.Select((node, place) => row.Take(place).Count(before => before == node))];
        double[] chances = Chances([.. row.Select(node => importance?.Invoke(node) ?? 1)], fanout);
        double[] numbers = [.. row.Select((node, place) => Number(hop, node, exactly ? repeats[place] : 0))];
        IEnumerable<int> places = Enumerable.Range(0, row.Length);
        return (exactly ? [.. places.OrderBy(place => numbers[place]).Take(fanout).Order()] : [.. places.Where(place => numbers[place] < chances[place])], chances);
    }

    /// <summary>The importance after some rounds, -1 for as many as save a ten-thousandth.</summary>
    internal static Dictionary<int, double> Importance(IReadOnlyList<int[]> rows, int fanout, int rounds)
    {
        var importance = rows.SelectMany(row => row).Distinct().ToDictionary(node => node, _ => 1.0);
        double before = double.PositiveInfinity;
        for (int round = 0; round != rounds; round++)
        {
            var largest = importance.Keys.ToDictionary(node => node, _ => 0.0);
            foreach (int[] row in rows)
            {
                double factor = Factor([.. row.Select(node => importance[node])], fanout);
                foreach (int node in row)
                {
                    largest[node] = Math.Max(largest[node], factor);
                }
            }

            foreach (int node in largest.Keys)
            {
                importance[node] *= largest[node];
            }

            double expected = importance.Values.Sum(value => Math.Min(1, value));
            if (rounds < 0 && expected >= before * (1 - 1e-4))
            {
                break;
            }

            before = expected;
        }

        return importance;
    }

    private static double Number(RandomSource hop, int node, int repeat) =>
        (hop.UInt32At((2L * repeat << 31) + node) + (hop.UInt32At(((2L * repeat) + 1 << 31) + node) * TwoToMinus32)) * TwoToMinus32;

    private static double[] Chances(double[] importance, int fanout)
    {
        double factor = Factor(importance, fanout);
        return [.. importance.Select(value => importance.Length <= fanout ? 1 : Math.Min(1, factor * value))];
    }

    /// <summary>The c of the paper: that of which the inverse chances sum to d^2 / k, or which makes all chances 1.</summary>
    private static double Factor(double[] importance, int fanout)
    {
        if (importance.Length <= fanout)
        {
            return importance.Length == 0 ? 0 : importance.Max(value => 1 / value);
        }

        (double low, double high) = (0, importance.Max(value => 1 / value));
        for (int step = 0; step < 200; step++)
        {
            double middle = (low + high) / 2;
            bool isLarge = importance.Sum(value => 1 / Math.Min(1, middle * value)) < (double)importance.Length * importance.Length / fanout;
            (low, high) = isLarge ? (low, middle) : (middle, high);
        }

        return high;
    }
}

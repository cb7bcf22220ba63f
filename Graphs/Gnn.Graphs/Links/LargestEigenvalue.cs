using System.Globalization;
using Gnn.Graphs.Statistics;

namespace Gnn.Graphs.Links;

/// <summary>Bounds of the largest eigenvalue λ of the matrix of zeros and ones of a graph, both proved but for rounding.</summary>
/// <param name="Lower">λ is at least this.</param>
/// <param name="Upper">λ is at most this.</param>
/// <remarks>
/// Of any x above 0, the largest (A x)[v] / x[v] is at least λ (Collatz, "Einschließungssatz für die charakteristischen Zahlen von Matrizen", 1942), and
/// x · A x / x · x at most; x is 1 and then (I + A) x again and again, whose bounds close in on λ. O(E) a step.
/// </remarks>
internal readonly record struct LargestEigenvalue(double Lower, double Upper)
{
    private const int MaxSteps = 200;

    // Bounds that differ by less are as good as equal.
    private const double Closeness = 1e-6;

    // A beta this far below its limit is told from it, and its walks fade, as well by bounds that are less close.
    private const double FarRate = 0.9;
    private const double FarCloseness = 0.05;

    // Bounds are made of sums that are rounded.
    private const double Rounding = 1e-12;

    // x begins at 1 and grows at most by the largest degree and one a step: while it stays below this, no entry is lost beside another.
    private const double LargestGrowth = 1e280;

    /// <summary>Bounds that are as close as is of use to tell beta from 1 / λ.</summary>
    public static LargestEigenvalue Of(NeighbourLists neighbours, double beta, int threads)
    {
        int nodes = neighbours.NodeCount;
        int largestDegree = 0;
        for (int node = 0; node < nodes; node++)
        {
            largestDegree = Math.Max(largestDegree, neighbours.Length(node));
        }

        double upper = SquareRootBound(neighbours);
        double lower = Math.Sqrt(largestDegree);
        double[] x = new double[nodes];
        double[] next = new double[nodes];
        Array.Fill(x, 1);
        double growth = 1;
        for (int step = 0; step < MaxSteps && growth < LargestGrowth && !AreClose(lower, upper, beta); step++)
        {
            double largest = 0;
            double smallestScale = 1 / Largest(x);
            double products = Blocks.Sum(nodes, threads, (from, to) => Multiply(neighbours, x, next, smallestScale, from, to));
            double squares = Blocks.Sum(nodes, threads, (from, to) => Squares(x, smallestScale, from, to));
            for (int node = 0; node < nodes; node++)
            {
                largest = Math.Max(largest, next[node] / x[node]);
                next[node] += x[node];
            }

            upper = Math.Min(upper, largest * (1 + Rounding));
            lower = Math.Max(lower, products / squares * (1 - Rounding));
            (x, next) = (next, x);
            growth *= 1.0 + largestDegree;
        }

        return new LargestEigenvalue(lower, upper);
    }

    /// <summary>Throws unless beta is proved to be below 1 / λ; returns beta times the upper bound, below 1.</summary>
    public double CheckConverges(LinkHeuristicOptions options)
    {
        double beta = options.Beta;
        if (beta * Upper < 1)
        {
            return beta * Upper;
        }

        string limit = Upper - Lower <= Closeness * Upper
            ? string.Create(CultureInfo.InvariantCulture, $"{1 / Upper:g6}")
            : string.Create(CultureInfo.InvariantCulture, $"between {1 / Upper:g6} and {1 / Lower:g6}");
        throw new ArgumentOutOfRangeException(
            nameof(options),
            beta,
            string.Create(
                CultureInfo.InvariantCulture,
                $"'Beta' must be below 1 / λ, which is {limit} in this graph, or walks add up without end; got {beta}: take, for example, {0.5 / Upper:g3}."));
    }

    private static bool AreClose(double lower, double upper, double beta) =>
        upper - lower <= (beta * upper < FarRate ? FarCloseness : Closeness) * upper;

    /// <summary>The square root of the largest product of the degrees of two neighbours is at least λ.</summary>
    private static double SquareRootBound(NeighbourLists neighbours)
    {
        long largest = 0;
        for (int node = 0; node < neighbours.NodeCount; node++)
        {
            foreach (int neighbour in neighbours[node])
            {
                largest = Math.Max(largest, (long)neighbours.Length(node) * neighbours.Length(neighbour));
            }
        }

        return Math.Sqrt(largest) * (1 + Rounding);
    }

    private static double Largest(double[] x)
    {
        double largest = 0;
        foreach (double entry in x)
        {
            largest = Math.Max(largest, entry);
        }

        return largest;
    }

    private static double Multiply(NeighbourLists neighbours, double[] x, double[] product, double scale, int from, int to)
    {
        double products = 0;
        for (int node = from; node < to; node++)
        {
            double sum = 0;
            foreach (int neighbour in neighbours[node])
            {
                sum += x[neighbour];
            }

            product[node] = sum;
            products += scale * sum * (scale * x[node]);
        }

        return products;
    }

    private static double Squares(double[] x, double scale, int from, int to)
    {
        double squares = 0;
        for (int node = from; node < to; node++)
        {
            double entry = scale * x[node];
            squares += entry * entry;
        }

        return squares;
    }
}

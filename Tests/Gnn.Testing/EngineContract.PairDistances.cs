using Gnn.Tensors;
using Gnn.Tensors.Engines;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>Distances between all pairs of rows of a group, fused where an engine has them; the same numbers.</content>
public abstract partial class EngineContract
{
    // Groups, rows, candidates, columns: nothing, less than a vector, whole vectors, a rest, several tiles of candidates and runs of rows and of columns.
    private static readonly (int Groups, int Rows, int Candidates, int Width)[] PairShapes =
    [
        (1, 0, 3, 4), (2, 4, 0, 6), (1, 2, 3, 0), (1, 1, 1, 2), (1, 3, 5, 2), (5, 1, 1, 10), (2, 3, 4, 16), (3, 17, 9, 14), (1, 2, 70, 34), (2, 20, 130, 72),
    ];

    /// <summary>Every distance.</summary>
    [Test]
    [Primitive(nameof(Engine.PairDistances))]
    public void PairDistances_AnyShape_IsTheFormula([Values] PairDistance distance)
    {
        foreach ((int groups, int rows, int candidates, int width) in PairShapes)
        {
            (BufferView a, BufferView b) = PairArguments(groups, rows, candidates, width);
            double[] expected = PairDistancesOf(distance, Doubles(a), Doubles(b), groups, rows, candidates, width);

            BufferView y = Take(Engine.PairDistances(distance, a, b, groups), (groups * rows, candidates));

            AssertClose(y, expected, scale: Math.Max(1, width), what: $"{groups} groups of {rows} and {candidates}, {width} columns");
            AssertUntouchedBeside(a);
            AssertUntouchedBeside(b);
        }
    }

    /// <summary>The gradients of both sides; rows that are equal have none.</summary>
    [Test]
    [Primitive(nameof(Engine.PairDistancesGradient))]
    public void PairDistancesGradient_AnyShape_IsTheFormula([Values] PairDistance distance)
    {
        foreach ((int groups, int rows, int candidates, int width) in PairShapes)
        {
            (BufferView a, BufferView b) = PairArguments(groups, rows, candidates, width);
            (double[] x, double[] z) = (Doubles(a), Doubles(b));
            double[] distances = PairDistancesOf(distance, x, z, groups, rows, candidates, width);
            BufferView gradient = Noise((groups * rows, candidates), 73);
            double[] weights = Doubles(gradient);
            double[] toA = new double[x.Length];
            double[] toB = new double[z.Length];
            int half = width / 2;
            for (int pair = 0; pair < distances.Length; pair++)
            {
                int row = pair / candidates;
                int candidate = (row / rows * candidates) + (pair % candidates);
                for (int i = 0; i < width; i++)
                {
                    double u = x[(row * width) + i] - z[(candidate * width) + i];
                    int other = (i + half) % Math.Max(1, width);
                    double length = distance switch
                    {
                        PairDistance.Manhattan => Math.Abs(u),
                        PairDistance.Euclidean => distances[pair],
                        _ => double.Hypot(u, x[(row * width) + other] - z[(candidate * width) + other]),
                    };
                    double slope = length == 0 ? 0 : weights[pair] * u / length;
                    toA[(row * width) + i] += slope;
                    toB[(candidate * width) + i] -= slope;
                }
            }

            BufferView y = Floats((groups * rows, candidates), distances);
            EngineBuffer result = Engine.PairDistancesGradient(distance, a, b, groups, y, gradient, out EngineBuffer atB);

            string what = $"{groups} groups of {rows} and {candidates}, {width} columns";
            AssertClose(Take(result, a.Shape), toA, scale: Math.Max(1, candidates), what: what);
            AssertClose(Take(atB, b.Shape), toB, scale: Math.Max(1, rows), what: $"candidates of {what}");
        }
    }

    private static double[] PairDistancesOf(PairDistance distance, double[] a, double[] b, int groups, int rows, int candidates, int width)
    {
        double[] y = new double[groups * rows * candidates];
        int coordinates = distance == PairDistance.Modulus ? width / 2 : width;
        for (int pair = 0; pair < y.Length; pair++)
        {
            int row = pair / candidates;
            int candidate = (row / rows * candidates) + (pair % candidates);
            for (int i = 0; i < coordinates; i++)
            {
                double u = a[(row * width) + i] - b[(candidate * width) + i];
                y[pair] += distance switch
                {
                    PairDistance.Manhattan => Math.Abs(u),
                    PairDistance.Euclidean => u * u,
                    _ => double.Hypot(u, a[(row * width) + coordinates + i] - b[(candidate * width) + coordinates + i]),
                };
            }

            y[pair] = distance == PairDistance.Euclidean ? Math.Sqrt(y[pair]) : y[pair];
        }

        return y;
    }

    /// <summary>Noise, and where there are both, a first candidate that equals the first row.</summary>
    private (BufferView A, BufferView B) PairArguments(int groups, int rows, int candidates, int width)
    {
        BufferView a = Noise((groups * rows, width), 71);
        double[] b = Doubles(Noise((groups * candidates, width), 72));
        if (rows > 0 && candidates > 0)
        {
            Array.Copy(Doubles(a), b, width);
        }

        return (a, Floats((groups * candidates, width), b));
    }
}

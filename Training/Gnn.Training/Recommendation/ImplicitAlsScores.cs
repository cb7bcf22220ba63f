using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Training.Recommendation;

/// <summary>Matrix factorisation by alternating least squares, see <see cref="RecommendationBaselineKind.ImplicitAls"/>.</summary>
internal sealed class ImplicitAlsScores : IItemScores, IDisposable
{
    private const int RunLength = 64;
    private const double InitialDeviation = 0.1;

    private readonly EmbeddingScores _scores;

    internal ImplicitAlsScores(Interactions train, RecommendationBaselineOptions options, RandomSource random, Engine engine)
    {
        int width = options.Width;
        (double[] users, double[] items) = Factors(train, options, random, engine.ThreadCount);
        using var scope = new TensorScope();
        _scores = new EmbeddingScores(Tensor.Create(ToSingle(users), (train.UserCount, width), engine), Tensor.Create(ToSingle(items), (train.ItemCount, width), engine));
    }

    public int ItemCount => _scores.ItemCount;

    public float[] Score(ReadOnlySpan<int> users, int threads) => _scores.Score(users, threads);

    public void Dispose() => _scores.Dispose();

    /// <summary>The rows of users and of items, <c>[users, width]</c> and <c>[items, width]</c>.</summary>
    internal static (double[] Users, double[] Items) Factors(Interactions train, RecommendationBaselineOptions options, RandomSource random, int threads)
    {
        Interactions transposed = train.Transposed();
        double[] users = Start(train.UserCount, options.Width, random.Stream("users"));
        double[] items = Start(train.ItemCount, options.Width, random.Stream("items"));
        for (int sweep = 0; sweep < options.Sweeps; sweep++)
        {
            Solve(users, items, train, options, threads);
            Solve(items, users, transposed, options, threads);
        }

        return (users, items);
    }

    private static double[] Start(int count, int width, RandomSource random)
    {
        double[] rows = new double[checked(count * width)];
        random.FillNormal(rows, 0, 0, InitialDeviation / Math.Sqrt(width));
        return rows;
    }

    private static float[] ToSingle(double[] values) => Array.ConvertAll(values, value => (float)value);

    /// <summary>Solves for each row of one side, the other side fixed: a system of the width's size each.</summary>
    private static void Solve(double[] rows, double[] fixedRows, Interactions known, RecommendationBaselineOptions options, int threads)
    {
        int width = options.Width;
        double[] all = SquareMatrix.Gram(fixedRows, width, options.UnobservedWeight, threads);
        int runs = (known.UserCount + RunLength - 1) / RunLength;
        Parallel.For(0, runs, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => new double[width * width], (run, _, matrix) =>
        {
            for (int row = run * RunLength; row < Math.Min(known.UserCount, (run + 1) * RunLength); row++)
            {
                Span<double> solution = rows.AsSpan(row * width, width);
                ReadOnlySpan<int> own = known.Of(row);
                all.CopyTo(matrix, 0);
                solution.Clear();
                foreach (int other in own)
                {
                    ReadOnlySpan<double> vector = fixedRows.AsSpan(other * width, width);
                    SquareMatrix.AddOuter(matrix, vector);
                    SquareMatrix.Add(solution, vector, 1);
                }

                double weight = options.Regularization * (own.Length + (options.UnobservedWeight * known.ItemCount));
                for (int k = 0; k < width; k++)
                {
                    matrix[(k * width) + k] += weight;
                }

                SquareMatrix.SolvePositive(matrix, solution);
            }

            return matrix;
        }, _ => { });
    }
}

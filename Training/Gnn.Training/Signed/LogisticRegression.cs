using System.Numerics;

namespace Gnn.Training.Signed;

/// <summary>A logistic regression on standardised columns.</summary>
/// <remarks>
/// <code>minimises sum over rows of log(1 + exp(-y (w . x + b))) + penalty / 2 |w|^2,  y = 1 or -1,  columns of x with mean 0 and deviation 1</code>
/// <para>By limited-memory BFGS (Nocedal, "Updating quasi-Newton matrices with limited storage", 1980) with a backtracking line search; one thread, the same bits always.</para>
/// </remarks>
internal sealed class LogisticRegression
{
    private const int Memory = 10;
    private const int MaxIterations = 200;
    private const double Tolerance = 1e-5;

    private readonly double[] _means;
    private readonly double[] _scales;
    private readonly double[] _weights;

    private LogisticRegression(double[] means, double[] scales, double[] weights) => (_means, _scales, _weights) = (means, scales, weights);

    /// <summary>Fits rows [n, columns]; they are standardised in place.</summary>
    internal static LogisticRegression Fit(double[] rows, int columns, ReadOnlySpan<bool> isPositive, double penalty)
    {
        int count = isPositive.Length;
        double[] means = new double[columns];
        double[] scales = new double[columns];
        Measure(rows, columns, count, means, scales);
        Standardize(rows, columns, means, scales);
        bool[] positive = isPositive.ToArray();
        double[] weights = new double[columns + 1];
        Minimize(weights, (at, gradient) => Loss(rows, columns, positive, penalty, at, gradient));
        return new LogisticRegression(means, scales, weights);
    }

    /// <summary>The logit of every row; the rows are standardised in place.</summary>
    internal double[] Score(double[] rows)
    {
        int columns = _means.Length;
        Standardize(rows, columns, _means, _scales);
        double[] scores = new double[columns == 0 ? 0 : rows.Length / columns];
        for (int row = 0; row < scores.Length; row++)
        {
            scores[row] = Dot(rows.AsSpan(row * columns, columns), _weights) + _weights[columns];
        }

        return scores;
    }

    private static void Measure(double[] rows, int columns, int count, double[] means, double[] scales)
    {
        for (int place = 0; place < rows.Length; place++)
        {
            means[place % columns] += rows[place] / count;
        }

        for (int place = 0; place < rows.Length; place++)
        {
            double off = rows[place] - means[place % columns];
            scales[place % columns] += off * off / count;
        }

        for (int column = 0; column < columns; column++)
        {
            // A column that does not vary tells nothing.
            double deviation = Math.Sqrt(scales[column]);
            scales[column] = deviation > 1e-9 * Math.Max(1e-3, Math.Abs(means[column])) ? 1 / deviation : 0;
        }
    }

    private static void Standardize(double[] rows, int columns, double[] means, double[] scales)
    {
        for (int place = 0; place < rows.Length; place++)
        {
            rows[place] = (rows[place] - means[place % columns]) * scales[place % columns];
        }
    }

    private static double Loss(double[] rows, int columns, bool[] positive, double penalty, double[] weights, double[] gradient)
    {
        Array.Clear(gradient);
        double loss = 0;
        for (int row = 0; row < positive.Length; row++)
        {
            ReadOnlySpan<double> x = rows.AsSpan(row * columns, columns);
            double score = Dot(x, weights) + weights[columns];
            double margin = positive[row] ? score : -score;
            double exponent = Math.Exp(-Math.Abs(margin));
            loss += Math.Log(1 + exponent) + Math.Max(-margin, 0);
            double slope = (margin > 0 ? exponent : 1) / (1 + exponent);
            slope = positive[row] ? -slope : slope;
            Add(gradient, x, slope);
            gradient[columns] += slope;
        }

        for (int column = 0; column < columns; column++)
        {
            loss += penalty / 2 * weights[column] * weights[column];
            gradient[column] += penalty * weights[column];
        }

        double scale = 1.0 / Math.Max(1, positive.Length);
        for (int place = 0; place < gradient.Length; place++)
        {
            gradient[place] *= scale;
        }

        return loss * scale;
    }

    private static void Minimize(double[] weights, Func<double[], double[], double> loss)
    {
        int size = weights.Length;
        double[] gradient = new double[size];
        double value = loss(weights, gradient);
        var steps = new List<(double[] Step, double[] Change, double Inverse)>(Memory);
        for (int iteration = 0; iteration < MaxIterations && Math.Sqrt(Dot(gradient, gradient)) > Tolerance; iteration++)
        {
            double[] direction = Direction(gradient, steps);
            double slope = Dot(direction, gradient);
            double[] next = new double[size];
            double[] nextGradient = new double[size];
            double rate = 1;
            double nextValue = double.PositiveInfinity;
            for (int halving = 0; halving < 40; halving++, rate /= 2)
            {
                for (int place = 0; place < size; place++)
                {
                    next[place] = weights[place] + (rate * direction[place]);
                }

                nextValue = loss(next, nextGradient);
                if (nextValue <= value + (1e-4 * rate * slope))
                {
                    break;
                }
            }

            if (!(nextValue < value))
            {
                return;
            }

            double[] step = new double[size];
            double[] change = new double[size];
            for (int place = 0; place < size; place++)
            {
                (step[place], change[place]) = (next[place] - weights[place], nextGradient[place] - gradient[place]);
            }

            double curvature = Dot(step, change);
            if (curvature > 0)
            {
                if (steps.Count == Memory)
                {
                    steps.RemoveAt(0);
                }

                steps.Add((step, change, 1 / curvature));
            }

            next.CopyTo(weights, 0);
            (gradient, value) = (nextGradient, nextValue);
        }
    }

    /// <summary>Minus the gradient, turned by what the last steps told of the curvature.</summary>
    private static double[] Direction(double[] gradient, List<(double[] Step, double[] Change, double Inverse)> steps)
    {
        double[] direction = Array.ConvertAll(gradient, value => -value);
        double[] shares = new double[steps.Count];
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            shares[i] = steps[i].Inverse * Dot(steps[i].Step, direction);
            Add(direction, steps[i].Change, -shares[i]);
        }

        if (steps.Count > 0)
        {
            double scale = 1 / (steps[^1].Inverse * Dot(steps[^1].Change, steps[^1].Change));
            for (int place = 0; place < direction.Length; place++)
            {
                direction[place] *= scale;
            }
        }

        for (int i = 0; i < steps.Count; i++)
        {
            Add(direction, steps[i].Step, shares[i] - (steps[i].Inverse * Dot(steps[i].Change, direction)));
        }

        return direction;
    }

    /// <summary>The inner product over the columns of a, of which b may have more.</summary>
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector<double> sums = Vector<double>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            sums += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        }

        double sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static void Add(Span<double> to, ReadOnlySpan<double> x, double factor)
    {
        int i = 0;
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(to[i..]) + (new Vector<double>(x[i..]) * factor)).CopyTo(to[i..]);
        }

        for (; i < x.Length; i++)
        {
            to[i] += x[i] * factor;
        }
    }
}

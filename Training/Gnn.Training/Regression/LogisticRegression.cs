namespace Gnn.Training.Regression;

/// <summary>A logistic regression, on standardised columns or on columns as they are.</summary>
/// <remarks>
/// <code>minimises sum over rows of log(1 + exp(-y (w . x + b))) + penalty / 2 |w|^2,  y = 1 or -1</code>
/// <para>Standardised columns have mean 0 and deviation 1. One thread, the same bits always.</para>
/// </remarks>
internal sealed class LogisticRegression
{
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
        LimitedMemoryBfgs.Minimize(weights, (at, gradient) => Loss(rows, columns, positive, penalty, columns, at, gradient));
        return new LogisticRegression(means, scales, weights);
    }

    /// <summary>The weights and then the intercept of rows [n, columns] as they are, which are not changed; the penalty is on the intercept too, as in liblinear.</summary>
    internal static double[] FitUnscaled(double[] rows, int columns, bool[] isPositive, double penalty)
    {
        double[] weights = new double[columns + 1];
        LimitedMemoryBfgs.Minimize(weights, (at, gradient) => Loss(rows, columns, isPositive, penalty, columns + 1, at, gradient));
        return weights;
    }

    /// <summary>The logit of every row; the rows are standardised in place.</summary>
    internal double[] Score(double[] rows)
    {
        int columns = _means.Length;
        Standardize(rows, columns, _means, _scales);
        double[] scores = new double[columns == 0 ? 0 : rows.Length / columns];
        for (int row = 0; row < scores.Length; row++)
        {
            scores[row] = DoubleRows.Dot(rows.AsSpan(row * columns, columns), _weights) + _weights[columns];
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

    private static double Loss(double[] rows, int columns, bool[] positive, double penalty, int penalized, double[] weights, double[] gradient)
    {
        Array.Clear(gradient);
        double loss = 0;
        for (int row = 0; row < positive.Length; row++)
        {
            ReadOnlySpan<double> x = rows.AsSpan(row * columns, columns);
            double score = DoubleRows.Dot(x, weights) + weights[columns];
            double margin = positive[row] ? score : -score;
            double exponent = Math.Exp(-Math.Abs(margin));
            loss += Math.Log(1 + exponent) + Math.Max(-margin, 0);
            double slope = (margin > 0 ? exponent : 1) / (1 + exponent);
            slope = positive[row] ? -slope : slope;
            DoubleRows.Add(gradient, x, slope);
            gradient[columns] += slope;
        }

        for (int column = 0; column < penalized; column++)
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
}

namespace Gnn.Training.Regression;

/// <summary>Limited-memory BFGS with a backtracking line search.</summary>
/// <remarks>Nocedal, "Updating quasi-Newton matrices with limited storage", 1980. One thread, the same bits always.</remarks>
internal static class LimitedMemoryBfgs
{
    private const int Memory = 10;
    private const int MaxIterations = 200;
    private const double Tolerance = 1e-5;

    /// <summary>Moves weights to where a convex loss is least.</summary>
    /// <param name="weights">Where to begin; gets the end.</param>
    /// <param name="loss">The loss at a point, whose gradient it writes.</param>
    internal static void Minimize(double[] weights, Func<double[], double[], double> loss)
    {
        int size = weights.Length;
        double[] gradient = new double[size];
        double value = loss(weights, gradient);
        var steps = new List<(double[] Step, double[] Change, double Inverse)>(Memory);
        for (int iteration = 0; iteration < MaxIterations && Math.Sqrt(DoubleRows.Dot(gradient, gradient)) > Tolerance; iteration++)
        {
            double[] direction = Direction(gradient, steps);
            double slope = DoubleRows.Dot(direction, gradient);
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

            double curvature = DoubleRows.Dot(step, change);
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
            shares[i] = steps[i].Inverse * DoubleRows.Dot(steps[i].Step, direction);
            DoubleRows.Add(direction, steps[i].Change, -shares[i]);
        }

        if (steps.Count > 0)
        {
            double scale = 1 / (steps[^1].Inverse * DoubleRows.Dot(steps[^1].Change, steps[^1].Change));
            for (int place = 0; place < direction.Length; place++)
            {
                direction[place] *= scale;
            }
        }

        for (int i = 0; i < steps.Count; i++)
        {
            DoubleRows.Add(direction, steps[i].Step, shares[i] - (steps[i].Inverse * DoubleRows.Dot(steps[i].Change, direction)));
        }

        return direction;
    }
}

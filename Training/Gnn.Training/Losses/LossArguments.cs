using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>The checks that losses share, and how losses of rows become one number.</summary>
internal static class LossArguments
{
    internal static void CheckOutputs(Tensor outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        if (!outputs.DataType.IsFloating() || outputs.Shape.Rank == 0)
        {
            throw new ArgumentException(
                $"'{nameof(outputs)}' must be floating with a row for each sample, got {outputs.DataType} {outputs.Shape}.", nameof(outputs));
        }
    }

    /// <summary>The targets in the shape and the type of the outputs.</summary>
    internal static Tensor Align(Tensor outputs, Tensor targets, string name = "targets")
    {
        ArgumentNullException.ThrowIfNull(targets, name);
        bool isColumn = outputs.Shape.Count == targets.Shape.Count && IsColumn(outputs.Shape) && IsColumn(targets.Shape);
        if (!isColumn && outputs.Shape != targets.Shape)
        {
            throw new ArgumentException($"'{name}' must have the shape of the outputs, {outputs.Shape}, got {targets.Shape}.", name);
        }

        Tensor aligned = targets.Shape == outputs.Shape ? targets : targets.Reshape(outputs.Shape);
        return aligned.DataType == outputs.DataType ? aligned : aligned.Cast(outputs.DataType);
    }

    internal static Tensor Reduce(Tensor losses, Tensor? weights, LossReduction reduction)
    {
        CheckRows(losses.Shape[0], reduction);
        if (weights is null)
        {
            return reduction == LossReduction.Mean ? losses.Mean() : losses.Sum();
        }

        long rows = losses.Shape[0];
        CheckWeights(weights, rows);
        Tensor each = losses;
        if (losses.Shape.Rank > 1)
        {
            Tensor flat = losses.Reshape((rows, losses.Shape.Count / Math.Max(1, rows)));
            each = reduction == LossReduction.Mean ? flat.Mean(1) : flat.Sum(1);
        }

        Tensor sum = (each * weights).Sum();
        return reduction == LossReduction.Mean ? sum / weights.Sum() : sum;
    }

    internal static void CheckRows(long rows, LossReduction reduction)
    {
        if (reduction == LossReduction.Mean && rows == 0)
        {
            throw new ArgumentException("The mean loss of no rows is not defined: give at least one row, or ask for LossReduction.Sum.", nameof(rows));
        }
    }

    internal static void CheckWeights(Tensor weights, long rows)
    {
        if (!weights.DataType.IsFloating() || weights.Shape != new Shape(rows))
        {
            throw new ArgumentException(
                $"'{nameof(weights)}' must be a floating vector [{rows}], one a row, got {weights.DataType} {weights.Shape}.", nameof(weights));
        }
    }

    /// <summary>Weights of an option, finite and at least 0, copied.</summary>
    internal static double[] CopyWeights(IReadOnlyList<double> weights, string name)
    {
        double[] copy = [.. weights];
        foreach (double weight in copy)
        {
            if (!double.IsFinite(weight) || weight < 0)
            {
                throw new ArgumentOutOfRangeException(name, weight, $"'{name}' must be finite and at least 0, got {weight}.");
            }
        }

        return copy;
    }

    internal static double AboveZero(double value, string name) => double.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be finite and above 0.");

    internal static double Finite(double value, string name) => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be finite.");

    /// <summary>log(1 + exp(x)) of each element, for any x, with the logistic function for its derivative everywhere.</summary>
    internal static Tensor Softplus(Tensor x)
    {
        long count = x.Shape.Count;
        Tensor pairs = Tensor.Concatenate([Tensor.Zeros((1, count), x.Engine), x.Reshape((1, count))], 0);
        return pairs.LogSumExp(0).Reshape(x.Shape);
    }

    /// <summary>Each element, or a bound where it is below it.</summary>
    internal static Tensor AtLeast(Tensor x, double bound) => Tensor.Maximum(x, Tensor.Full(x.Shape, bound, x.Engine));

    internal static Tensor AtMost(Tensor x, double bound) => Tensor.Minimum(x, Tensor.Full(x.Shape, bound, x.Engine));

    private static bool IsColumn(in Shape shape) => shape.Rank == 1 || (shape.Rank == 2 && shape[1] == 1);
}

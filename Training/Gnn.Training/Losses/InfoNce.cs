using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>How well a row of one view finds its own row among those of another view: contrast without labels.</summary>
/// <remarks>
/// <code>loss = -mean over i of log(exp(cos(a_i, b_i) / t) / sum over j of exp(cos(a_i, b_j) / t))</code>
/// <para>A. van den Oord, Y. Li and O. Vinyals, "Representation Learning with Contrastive Predictive Coding", 2018. Makes an array [P, P].</para>
/// </remarks>
public static class InfoNce
{
    /// <summary>Added to a squared length, so that a row of zeros has a direction.</summary>
    internal const double LengthFloor = 1e-12;

    /// <summary>The loss of two views.</summary>
    /// <param name="first">a, <c>[P, D]</c>, floating.</param>
    /// <param name="second">b, <c>[P, D]</c>; row i is another view of what row i of a is.</param>
    /// <param name="temperature">t, above 0.</param>
    /// <returns>A scalar, at least 0.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or there are no rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not above 0 and finite.</exception>
    public static Tensor Of(Tensor first, Tensor second, double temperature = 0.2)
    {
        LossArguments.CheckOutputs(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Shape.Rank != 2 || first.Shape != second.Shape)
        {
            throw new ArgumentException($"'{nameof(second)}' must be a matrix of the shape of '{nameof(first)}', {first.Shape}, got {second.Shape}.", nameof(second));
        }

        if (!(temperature > 0 && double.IsFinite(temperature)))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature must be above 0 and finite.");
        }

        LossArguments.CheckRows(first.Shape[0], LossReduction.Mean);
        Tensor a = Directions(first);
        Tensor b = Directions(second);
        Tensor all = (a.MatMul(b, transposeOther: true) * (1 / temperature)).LogSumExp(1);
        return (all - ((a * b).Sum(1) * (1 / temperature))).Mean();
    }

    /// <summary>Rows divided by their lengths.</summary>
    internal static Tensor Directions(Tensor rows) => rows * (rows.Square().Sum(1, keepAxis: true) + LengthFloor).InverseSqrt();
}

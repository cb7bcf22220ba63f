namespace Gnn.Graphs.Transforms;

/// <summary>How far a diffusion goes: the matrix <c>S = sum over k of theta_k T^k</c> of a transition matrix T.</summary>
public sealed class DiffusionKernel
{
    private const double Remainder = 1e-12;

    private DiffusionKernel(string name, double[] coefficients)
    {
        Name = name;
        Coefficients = Array.AsReadOnly(coefficients);
    }

    /// <summary>What the kernel is, for messages.</summary>
    public string Name { get; }

    /// <summary>theta_0, theta_1, ...; of an infinite series, those up to a rest that sums to less than 1e-12.</summary>
    public IReadOnlyList<double> Coefficients { get; }

    /// <summary>A walk that stops before every step with a given chance: <c>theta_k = alpha (1 - alpha)^k</c>.</summary>
    /// <param name="restart">alpha, in [1e-4, 1].</param>
    /// <returns>The kernel.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The chance is out of range.</exception>
    public static DiffusionKernel PersonalizedPageRank(double restart = 0.15)
    {
        if (restart is not (>= 1e-4 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(restart), restart, $"The chance to stop must be in [1e-4, 1], got {restart}.");
        }

        var coefficients = new List<double>();
        for (double rest = 1; rest > Remainder; rest *= 1 - restart)
        {
            coefficients.Add(restart * rest);
        }

        return new DiffusionKernel($"PersonalizedPageRank({restart})", [.. coefficients]);
    }

    /// <summary>Heat that flows for a time: <c>theta_k = exp(-t) t^k / k!</c>, which is <c>S = exp(-t (I - T))</c>.</summary>
    /// <param name="time">t, in [0, 1000].</param>
    /// <returns>The kernel.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is out of range.</exception>
    public static DiffusionKernel Heat(double time = 5)
    {
        if (time is not (>= 0 and <= 1000))
        {
            throw new ArgumentOutOfRangeException(nameof(time), time, $"The time must be in [0, 1000], got {time}.");
        }

        // By logarithms: exp(-1000) is 0 in doubles, and its product with 1000^1000 / 1000! is not. Beyond the time, terms fall faster than by halves soon.
        var coefficients = new List<double>();
        double logarithm = -time;
        for (int k = 0; k <= time || Math.Exp(logarithm) > Remainder / 100; k++)
        {
            coefficients.Add(Math.Exp(logarithm));
            logarithm += time == 0 ? double.NegativeInfinity : Math.Log(time / (k + 1));
        }

        return new DiffusionKernel($"Heat({time})", [.. coefficients]);
    }

    /// <summary>Any series.</summary>
    /// <param name="coefficients">theta_0, theta_1, ..., at least one, finite.</param>
    /// <returns>The kernel.</returns>
    /// <exception cref="ArgumentException">There is no coefficient, or one is not finite.</exception>
    public static DiffusionKernel Series(params ReadOnlySpan<double> coefficients)
    {
        double[] copy = coefficients.ToArray();
        return copy.Length > 0 && Array.TrueForAll(copy, double.IsFinite)
            ? new DiffusionKernel($"Series of {copy.Length}", copy)
            : throw new ArgumentException("A series needs at least one coefficient, and all must be finite.", nameof(coefficients));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

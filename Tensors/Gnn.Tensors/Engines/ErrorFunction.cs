namespace Gnn.Tensors.Engines;

/// <summary>The error function in double precision, within 1e-15, its complement's tail to the same relative accuracy.</summary>
internal static class ErrorFunction
{
    // Below it the series, above it the continued fraction: both need some 70 terms here at most.
    private const double Join = 2;

    // Terms of the continued fraction that leave less than 2^-53 from the join on.
    private const int FractionTerms = 75;

    private static readonly double TwoOverSqrtPi = 2 / Math.Sqrt(Math.PI);

    /// <summary>erf x = 2 / sqrt(pi) * the integral of e^(-t^2) from 0 to x.</summary>
    internal static double Of(double x) => Math.Abs(x) < Join ? Series(x) : double.IsNaN(x) ? x : x > 0 ? 1 - Tail(x) : Tail(-x) - 1;

    /// <summary>1 - erf x, without cancellation in the upper tail.</summary>
    internal static double Complement(double x) => Math.Abs(x) < Join ? 1 - Series(x) : double.IsNaN(x) ? x : x > 0 ? Tail(x) : 2 - Tail(-x);

    /// <summary>Phi(x), the chance that a standard normal number is at most x.</summary>
    internal static double Normal(double x) => 0.5 * Complement(-x / Math.Sqrt(2));

    /// <summary>2 / sqrt(pi) e^(-x^2) * the sum of 2^k x^(2k + 1) / (1 * 3 * ... * (2k + 1)): terms of one sign, so that nothing cancels.</summary>
    private static double Series(double x)
    {
        double term = x;
        double sum = x;
        for (int k = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); k++)
        {
            term *= 2 * x * x / ((2 * k) + 1);
            sum += term;
        }

        return TwoOverSqrtPi * Math.Exp(-x * x) * sum;
    }

    /// <summary>erfc x = e^(-x^2) / sqrt(pi) / (x + (1/2) / (x + (2/2) / (x + (3/2) / (x + ...)))), from the last term back.</summary>
    private static double Tail(double x)
    {
        double fraction = x;
        for (int k = FractionTerms; k > 0; k--)
        {
            fraction = x + (0.5 * k / fraction);
        }

        // e^(-x^2) in two factors: rounding x^2 alone would cost the tail its digits.
        double high = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(x) & ~0x7FF_FFFFL);
        double bell = double.IsInfinity(x) ? 0 : Math.Exp(-high * high) * Math.Exp(-(x - high) * (x + high));
        return bell * 0.5 * TwoOverSqrtPi / fraction;
    }
}

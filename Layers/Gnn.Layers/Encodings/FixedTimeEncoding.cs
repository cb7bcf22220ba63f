using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Layers.Encodings;

/// <summary>Cosines of times at fixed frequencies: an encoding of spans of time without parameters.</summary>
/// <remarks>
/// <code>y[t, i] = cos(t w_i),  w_i = alpha^(-(i - 1) / beta),  i = 1 ... width</code>
/// <para>Paper: W. Cong et al., "Do We Really Need Complicated Model Architectures For Temporal Networks?" (GraphMixer), ICLR 2023; alpha and beta are the
/// square root of the width unless they are given.</para>
/// <para>Computed on the host in double precision, since a time in seconds has no digits left for an angle in single precision; there is no gradient to times.
/// Cost: M width cosines.</para>
/// </remarks>
public sealed class FixedTimeEncoding
{
    private readonly double[] _frequencies;

    /// <summary>Creates an encoding.</summary>
    /// <param name="width">The number of columns, at least 1.</param>
    /// <param name="alpha">alpha, above 0 and finite; the square root of the width if null.</param>
    /// <param name="beta">beta, above 0 and finite; the square root of the width if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public FixedTimeEncoding(int width, double? alpha = null, double? beta = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        double from = AboveZero(alpha ?? Math.Sqrt(width), nameof(alpha));
        double speed = AboveZero(beta ?? Math.Sqrt(width), nameof(beta));
        _frequencies = new double[width];
        for (int column = 0; column < width; column++)
        {
            _frequencies[column] = Math.Pow(from, -column / speed);
        }
    }

    /// <summary>The number of columns.</summary>
    public int Width => _frequencies.Length;

    /// <summary>w, from 1 down, radians per unit of time.</summary>
    public IReadOnlyList<double> Frequencies => _frequencies;

    /// <summary>Encodes times.</summary>
    /// <param name="times">M finite numbers, usually spans since an event.</param>
    /// <param name="engine">Where the result is made; the default engine if null.</param>
    /// <returns><c>[M, width]</c>.</returns>
    /// <exception cref="ArgumentException">A time is not finite.</exception>
    public Tensor Encode(ReadOnlySpan<double> times, Engine? engine = null)
    {
        double[] values = new double[checked(times.Length * Width)];
        for (int i = 0; i < times.Length; i++)
        {
            if (!double.IsFinite(times[i]))
            {
                throw new ArgumentException($"Time {i} must be finite, got {times[i]}.", nameof(times));
            }

            for (int column = 0; column < Width; column++)
            {
                values[(i * Width) + column] = Math.Cos(times[i] * _frequencies[column]);
            }
        }

        return Tensor.Create(values, (times.Length, Width), engine);
    }

    private static double AboveZero(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be above 0 and finite.");
}

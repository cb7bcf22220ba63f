using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Layers.Encodings;

/// <summary>Sines and cosines of positions: an encoding of order without parameters.</summary>
/// <remarks>
/// <code>
/// y[p, 2 i]     = sin(p / base^(2 i / width))
/// y[p, 2 i + 1] = cos(p / base^(2 i / width))
/// </code>
/// <para>Paper: A. Vaswani et al., "Attention Is All You Need", NeurIPS 2017. An odd width ends with a sine. Computed on the host in double precision; there is
/// no gradient to positions. Cost: M width sines.</para>
/// </remarks>
public sealed class SinusoidalEncoding
{
    private readonly double[] _frequencies;

    /// <summary>Creates an encoding.</summary>
    /// <param name="width">The number of columns, at least 1.</param>
    /// <param name="longest">The base: columns' periods go from 2 pi to nearly 2 pi times it; above 1 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 1, or the base is not above 1.</exception>
    public SinusoidalEncoding(int width, double longest = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (!(longest > 1 && double.IsFinite(longest)))
        {
            throw new ArgumentOutOfRangeException(nameof(longest), longest, "'longest' must be above 1 and finite.");
        }

        _frequencies = new double[width];
        for (int column = 0; column < width; column++)
        {
            _frequencies[column] = Math.Pow(longest, -(column - (column % 2)) / (double)width);
        }
    }

    /// <summary>The number of columns.</summary>
    public int Width => _frequencies.Length;

    /// <summary>Encodes positions.</summary>
    /// <param name="positions">M finite numbers, whole or not.</param>
    /// <param name="engine">Where the result is made; the default engine if null.</param>
    /// <returns><c>[M, width]</c>.</returns>
    /// <exception cref="ArgumentException">A position is not finite.</exception>
    public Tensor Encode(ReadOnlySpan<double> positions, Engine? engine = null)
    {
        double[] values = new double[checked(positions.Length * Width)];
        for (int i = 0; i < positions.Length; i++)
        {
            if (!double.IsFinite(positions[i]))
            {
                throw new ArgumentException($"Position {i} must be finite, got {positions[i]}.", nameof(positions));
            }

            for (int column = 0; column < Width; column++)
            {
                double angle = positions[i] * _frequencies[column];
                values[(i * Width) + column] = column % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
            }
        }

        return Tensor.Create(values, (positions.Length, Width), engine);
    }
}

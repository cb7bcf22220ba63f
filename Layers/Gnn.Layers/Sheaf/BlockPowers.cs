using Gnn.Tensors;

namespace Gnn.Layers.Sheaf;

/// <summary>Functions of many small symmetric matrices.</summary>
internal static class BlockPowers
{
    // From a condition of 1e6 the smallest eigenvalue needs log(1e3) / log(1.5) = 17 steps to the neighbourhood of 1, and then five to the last digit.
    private const int Steps = 24;

    /// <summary>M^-1/2 of each symmetric positive definite block, by the coupled Newton-Schulz iteration of a fixed number of steps.</summary>
    /// <remarks>
    /// <code>
    /// Y_0 = M / trace(M),  Z_0 = I,   T_k = (3 I - Z_k Y_k) / 2,  Y_(k+1) = Y_k T_k,  Z_(k+1) = T_k Z_k,   M^-1/2 = Z / sqrt(trace(M))
    /// </code>
    /// <para>Only products: its derivative has no differences of eigenvalues to divide by, as that of an eigendecomposition has. Accurate up to a ratio of trace to
    /// smallest eigenvalue of about 1e6; beyond it the result is too small. Cost: 144 N d^3 operations.</para>
    /// </remarks>
    internal static Tensor InverseSqrt(Tensor blocks, int size)
    {
        Tensor identity = Identity(size, blocks);
        Tensor trace = (blocks * identity).Sum(1, keepAxis: true);
        Tensor y = blocks / trace;
        Tensor z = identity.BroadcastTo(blocks.Shape);
        Tensor half = identity * 1.5;
        for (int step = 0; step < Steps; step++)
        {
            Tensor t = half - (Tensor.BlockMatMul(z, y, size) * 0.5);
            (y, z) = (Tensor.BlockMatMul(y, t, size), Tensor.BlockMatMul(t, z, size));
        }

        return z * trace.InverseSqrt();
    }

    /// <summary>I as a row, [d * d], on the engine of other blocks.</summary>
    internal static Tensor Identity(int size, Tensor like)
    {
        double[] elements = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            elements[i * (size + 1)] = 1;
        }

        return Tensor.Create(elements, elements.Length, like.Engine);
    }
}

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The width of the vectors that kernels use in this process.</summary>
internal static class VectorWidth
{
    /// <summary>512, 256 or 128 bits, or 0 for scalar.</summary>
    public static readonly int Bits = KernelVariable.Parse(Environment.GetEnvironmentVariable(KernelVariable.Name));

    /// <summary>The floats of a vector; 1 for scalar kernels.</summary>
    public static readonly int Lanes = Math.Max(1, Bits / 32);
}

using System.Runtime.Intrinsics;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The environment variable GNN_KERNEL, which forces the width of the vectors that kernels use.</summary>
internal static class KernelVariable
{
    /// <summary>The name of the variable.</summary>
    public const string Name = "GNN_KERNEL";

    /// <summary>The widest vectors that this machine runs well, in bits; 0 if none.</summary>
    public static int Widest =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    /// <summary>The width in bits that a value of the variable means, 0 for scalar; null or empty means the widest.</summary>
    /// <exception cref="ArgumentException">The value is none of scalar, 128, 256 and 512, or wider than this machine runs well.</exception>
    public static int Parse(string? value)
    {
        int bits = value switch
        {
            null or "" => Widest,
            "scalar" => 0,
            "128" => 128,
            "256" => 256,
            "512" => 512,
            _ => throw new ArgumentException(
                $"The environment variable {Name} must be scalar, 128, 256 or 512, got '{value}'. Correct it, or unset it to use the widest vectors of this machine."),
        };
        return bits <= Widest
            ? bits
            : throw new ArgumentException(
                $"The environment variable {Name} is {value}, but this machine has vectors of at most {Widest} bits. Set a smaller width, or unset it.");
    }
}

using System.Numerics;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>An element-wise comparison.</summary>
internal interface IComparison
{
    /// <summary>Whether it holds for two elements.</summary>
    static abstract bool Holds<T>(T a, T b)
        where T : unmanaged, IComparisonOperators<T, T, bool>;
}

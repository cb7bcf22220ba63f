using System.Numerics;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The comparisons of <see cref="ComparisonOperation"/>.</summary>
internal static class Comparisons
{
    /// <summary>a = b.</summary>
    internal readonly struct Equal : IComparison
    {
        public static bool Holds<T>(T a, T b)
            where T : unmanaged, IComparisonOperators<T, T, bool> => a == b;
    }

    /// <summary>a differs from b.</summary>
    internal readonly struct NotEqual : IComparison
    {
        public static bool Holds<T>(T a, T b)
            where T : unmanaged, IComparisonOperators<T, T, bool> => a != b;
    }

    /// <summary>a &lt; b.</summary>
    internal readonly struct Less : IComparison
    {
        public static bool Holds<T>(T a, T b)
            where T : unmanaged, IComparisonOperators<T, T, bool> => a < b;
    }

    /// <summary>a &lt;= b.</summary>
    internal readonly struct LessOrEqual : IComparison
    {
        public static bool Holds<T>(T a, T b)
            where T : unmanaged, IComparisonOperators<T, T, bool> => a <= b;
    }

    /// <summary>a &gt; b.</summary>
    internal readonly struct Greater : IComparison
    {
        public static bool Holds<T>(T a, T b)
            where T : unmanaged, IComparisonOperators<T, T, bool> => a > b;
    }

    /// <summary>a &gt;= b.</summary>
    internal readonly struct GreaterOrEqual : IComparison
    {
        public static bool Holds<T>(T a, T b)
            where T : unmanaged, IComparisonOperators<T, T, bool> => a >= b;
    }
}

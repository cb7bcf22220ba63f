using System.Diagnostics;

namespace Gnn.Tensors;

/// <summary>Facts about a <see cref="DataType"/>.</summary>
public static class DataTypeExtensions
{
    /// <summary>The size of one element in bytes.</summary>
    /// <param name="type">The data type.</param>
    /// <returns>1, 4 or 8.</returns>
    public static int Size(this DataType type) => type switch
    {
        DataType.Float32 or DataType.Int32 => 4,
        DataType.Float64 or DataType.Int64 => 8,
        DataType.Bool => 1,
        _ => throw new UnreachableException(),
    };

    /// <summary>Whether the type is <see cref="DataType.Float32"/> or <see cref="DataType.Float64"/>.</summary>
    /// <param name="type">The data type.</param>
    /// <returns>True for the two floating types.</returns>
    public static bool IsFloating(this DataType type) => type is DataType.Float32 or DataType.Float64;

    /// <summary>Whether the type is <see cref="DataType.Int32"/> or <see cref="DataType.Int64"/>, the types an index may have.</summary>
    /// <param name="type">The data type.</param>
    /// <returns>True for the two integer types.</returns>
    public static bool IsInteger(this DataType type) => type is DataType.Int32 or DataType.Int64;

    /// <summary>The data type that holds values of <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">float, double, int, long or bool.</typeparam>
    /// <returns>The data type.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    internal static DataType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return DataType.Float32;
        }

        if (typeof(T) == typeof(double))
        {
            return DataType.Float64;
        }

        if (typeof(T) == typeof(int))
        {
            return DataType.Int32;
        }

        if (typeof(T) == typeof(long))
        {
            return DataType.Int64;
        }

        return typeof(T) == typeof(bool)
            ? DataType.Bool
            : throw new NotSupportedException($"A tensor holds float, double, int, long or bool, not {typeof(T).Name}: convert the values first.");
    }
}

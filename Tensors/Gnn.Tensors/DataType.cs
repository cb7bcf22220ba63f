namespace Gnn.Tensors;

/// <summary>The type of the elements of a <see cref="Tensor"/>.</summary>
public enum DataType
{
    /// <summary>IEEE 754 binary32, the floating type of the CPU engine.</summary>
    Float32,

    /// <summary>IEEE 754 binary64, the floating type of the reference engine.</summary>
    Float64,

    /// <summary>Signed 32-bit integers: node ids and labels.</summary>
    Int32,

    /// <summary>Signed 64-bit integers: edge ids and times where 32 bits are too narrow.</summary>
    Int64,

    /// <summary>One byte an element, 0 or 1: masks.</summary>
    Bool,
}

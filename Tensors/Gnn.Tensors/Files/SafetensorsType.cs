namespace Gnn.Tensors.Files;

/// <summary>The element type of a safetensors entry.</summary>
public enum SafetensorsType
{
    /// <summary><c>F32</c>: 32-bit floats.</summary>
    Float32,

    /// <summary><c>F64</c>: 64-bit floats.</summary>
    Float64,

    /// <summary><c>I32</c>: 32-bit integers.</summary>
    Int32,

    /// <summary><c>I64</c>: 64-bit integers.</summary>
    Int64,

    /// <summary><c>BOOL</c>: truth values, a byte of 0 or 1 each.</summary>
    Bool,
}

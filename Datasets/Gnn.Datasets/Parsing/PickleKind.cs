namespace Gnn.Datasets.Parsing;

/// <summary>What a <see cref="PickleValue"/> holds.</summary>
internal enum PickleKind : byte
{
    /// <summary>Python's <c>None</c>.</summary>
    None,

    /// <summary>A truth value.</summary>
    Bool,

    /// <summary>An integer that fits 64 bits.</summary>
    Int,

    /// <summary>A 64-bit float.</summary>
    Float,

    /// <summary>Bytes of Python 3.</summary>
    Bytes,

    /// <summary>A <c>str</c> of Python 2: bytes that may be meant as Latin-1 text.</summary>
    ByteString,

    /// <summary>Unicode text.</summary>
    Text,

    /// <summary>A tuple.</summary>
    Tuple,

    /// <summary>A list.</summary>
    List,

    /// <summary>A set or frozen set.</summary>
    Set,

    /// <summary>A dictionary, with or without a default factory.</summary>
    Dict,

    /// <summary>A numpy element type.</summary>
    ElementType,

    /// <summary>A numpy array.</summary>
    Array,

    /// <summary>A scipy matrix in compressed sparse row form.</summary>
    Csr,

    /// <summary>One of the allowed callables, not called.</summary>
    Callable,
}

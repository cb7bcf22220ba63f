namespace Gnn.Datasets.Parsing;

/// <summary>The lowest bits of a slot: what it holds.</summary>
internal enum PickleTag
{
    /// <summary>Nothing was stored here.</summary>
    Unset,

    /// <summary>None.</summary>
    None,

    /// <summary>A truth value.</summary>
    Bool,

    /// <summary>An integer of 60 bits.</summary>
    Int,

    /// <summary>The place of an integer of 64 bits.</summary>
    WideInt,

    /// <summary>A float whose lowest bits are zero.</summary>
    Float,

    /// <summary>The place of any other float.</summary>
    WideFloat,

    /// <summary>Bytes of Python 3, a run of the file.</summary>
    Bytes,

    /// <summary>A string of Python 2, a run of the file.</summary>
    ByteString,

    /// <summary>Text, a run of the file.</summary>
    Text,

    /// <summary>A run of the items of tuples.</summary>
    Tuple,

    /// <summary>The place of an object.</summary>
    Object,

    /// <summary>One of the allowed callables.</summary>
    Callable,
}

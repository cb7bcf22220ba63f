namespace Gnn.Datasets.Parsing;

/// <summary>The types of data elements of a MAT file that are read here, with their numbers in the format.</summary>
internal enum MatType
{
    /// <summary>Integers of 8 bits with sign; names too.</summary>
    Int8 = 1,

    /// <summary>Integers of 8 bits without sign.</summary>
    UInt8 = 2,

    /// <summary>Integers of 16 bits with sign.</summary>
    Int16 = 3,

    /// <summary>Integers of 16 bits without sign; characters too.</summary>
    UInt16 = 4,

    /// <summary>Integers of 32 bits with sign.</summary>
    Int32 = 5,

    /// <summary>Integers of 32 bits without sign.</summary>
    UInt32 = 6,

    /// <summary>Floats of 32 bits.</summary>
    Single = 7,

    /// <summary>Floats of 64 bits.</summary>
    Double = 9,

    /// <summary>Integers of 64 bits with sign.</summary>
    Int64 = 12,

    /// <summary>Integers of 64 bits without sign.</summary>
    UInt64 = 13,

    /// <summary>An array with its name and shape.</summary>
    Matrix = 14,

    /// <summary>Another element, packed by zlib.</summary>
    Compressed = 15,

    /// <summary>Text in UTF-8.</summary>
    Utf8 = 16,

    /// <summary>Text in UTF-16.</summary>
    Utf16 = 17,
}

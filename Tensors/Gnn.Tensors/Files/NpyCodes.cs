using System.Diagnostics;

namespace Gnn.Tensors.Files;

/// <summary>The names and sizes of the element types in the header of a .npy file.</summary>
internal static class NpyCodes
{
    /// <summary>The names that can be read, for messages.</summary>
    public const string Known = "<f2, <f4, <f8, |i1, |u1, <i2, <u2, <i4, <u4, <i8 or |b1";

    /// <summary>The type of a name such as <c>&lt;f4</c>, or null for one that is not read here; a single byte has no order.</summary>
    public static NpyType? Find(string name) => name switch
    {
        "|b1" or "<b1" => NpyType.Bool,
        "|i1" or "<i1" => NpyType.Int8,
        "|u1" or "<u1" => NpyType.UInt8,
        "<i2" => NpyType.Int16,
        "<u2" => NpyType.UInt16,
        "<i4" => NpyType.Int32,
        "<u4" => NpyType.UInt32,
        "<i8" => NpyType.Int64,
        "<f2" => NpyType.Float16,
        "<f4" => NpyType.Float32,
        "<f8" => NpyType.Float64,
        _ => null,
    };

    /// <summary>The name that a tensor's type is written with.</summary>
    public static string NameOf(DataType type) => type switch
    {
        DataType.Float32 => "<f4",
        DataType.Float64 => "<f8",
        DataType.Int32 => "<i4",
        DataType.Int64 => "<i8",
        DataType.Bool => "|b1",
        _ => throw new UnreachableException(),
    };

    /// <summary>The size of an element in bytes.</summary>
    public static int BytesOf(NpyType type) => type switch
    {
        NpyType.Bool or NpyType.Int8 or NpyType.UInt8 => 1,
        NpyType.Int16 or NpyType.UInt16 or NpyType.Float16 => 2,
        NpyType.Int32 or NpyType.UInt32 or NpyType.Float32 => 4,
        _ => 8,
    };

    /// <summary>The narrowest tensor type that holds every value of a type.</summary>
    public static DataType ToDataType(NpyType type) => type switch
    {
        NpyType.Bool => DataType.Bool,
        NpyType.Float16 or NpyType.Float32 => DataType.Float32,
        NpyType.Float64 => DataType.Float64,
        NpyType.UInt32 or NpyType.Int64 => DataType.Int64,
        _ => DataType.Int32,
    };
}

using Gnn.Tensors;

namespace Gnn.Graphs.Files;

/// <summary>The types of sections: sizes, names in a file's table, and what they are in memory. This is the one list of them.</summary>
internal static class SectionTypes
{
    private static readonly (SectionType Type, string Name, int Size, Type Element, DataType? Data)[] All =
    [
        (SectionType.Float32, "float32", sizeof(float), typeof(float), DataType.Float32),
        (SectionType.Float64, "float64", sizeof(double), typeof(double), DataType.Float64),
        (SectionType.Int32, "int32", sizeof(int), typeof(int), DataType.Int32),
        (SectionType.Int64, "int64", sizeof(long), typeof(long), DataType.Int64),
        (SectionType.Bool, "bool", sizeof(bool), typeof(bool), DataType.Bool),
        (SectionType.Int8, "int8", sizeof(sbyte), typeof(sbyte), null),
        (SectionType.UInt8, "uint8", sizeof(byte), typeof(byte), null),
    ];

    /// <summary>The names of all types, for messages.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(type => type.Name));

    /// <summary>The size of an element in bytes.</summary>
    public static int Size(this SectionType type) => All[(int)type].Size;

    /// <summary>The name in a file's table.</summary>
    public static string Name(this SectionType type) => All[(int)type].Name;

    /// <summary>The type of a tensor of such elements, or null if no tensor has them.</summary>
    public static DataType? Data(this SectionType type) => All[(int)type].Data;

    /// <summary>The type of that name, or null.</summary>
    public static SectionType? Find(string name) => Find(type => type.Name == name);

    /// <summary>The type of a tensor's elements.</summary>
    public static SectionType Of(DataType data) => Find(type => type.Data == data)!.Value;

    /// <summary>The type of an array's elements.</summary>
    /// <exception cref="NotSupportedException">No file holds them.</exception>
    public static SectionType Of<T>()
        where T : unmanaged =>
        Find(type => type.Element == typeof(T)) ?? throw new NotSupportedException($"A graph file holds arrays of {Names}, not of {typeof(T).Name}.");

    private static SectionType? Find(Predicate<(SectionType Type, string Name, int Size, Type Element, DataType? Data)> isIt) =>
        Array.FindIndex(All, isIt) is >= 0 and int at ? All[at].Type : null;
}

using System.Globalization;

namespace Gnn.Parquet;

/// <summary>A whole number in a structure of Parquet's metadata.</summary>
/// <param name="Field">The ids that lead to it, by <see cref="FieldOf"/>.</param>
/// <param name="Element">Its place, or that of what it is in, in the innermost list; -1 outside lists.</param>
/// <param name="Value">The number.</param>
internal readonly record struct ThriftValue(long Field, int Element, long Value)
{
    private const int Ids = 1024;
    private const long Unknown = -1;

    /// <summary>What stands for a field within another, 0 for none: no text is made of the millions of fields that a file may have.</summary>
    internal static long FieldOf(long parent, int id) => parent < 0 || parent >= long.MaxValue / (2 * Ids) || id is <= 0 or >= Ids ? Unknown : (parent * Ids) + id;

    /// <summary>Whether a field is a field of the structures of a field of the outermost one.</summary>
    internal static bool IsWithin(long field, int outermost) => field >= Ids && field / Ids == outermost;

    /// <summary>The ids for a message, for example <c>5.1</c>.</summary>
    internal static string Show(long field)
    {
        if (field < 0)
        {
            return "unknown";
        }

        string id = (field % Ids).ToString(CultureInfo.InvariantCulture);
        return field < Ids ? id : $"{Show(field / Ids)}.{id}";
    }
}

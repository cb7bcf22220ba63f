using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Gnn.Datasets.Tables;

/// <summary>Values of one column for some rows, and which of them are missing.</summary>
public sealed class ColumnValues
{
    // The longest text of a value that is none itself: a double has at most 24 characters, a time 28.
    private const int LongestText = 40;

    private readonly Array _values;
    private readonly bool[]? _missing;

    private ColumnValues(ColumnType type, Array values, bool[]? missing)
    {
        if (missing is not null && missing.Length != values.Length)
        {
            throw new ArgumentException($"There must be {values.Length} marks of missing values, one for each row, got {missing.Length}.", nameof(missing));
        }

        (Type, _values, _missing) = (type, values, missing);
    }

    /// <summary>What the values are.</summary>
    public ColumnType Type { get; }

    /// <summary>The number of rows, R.</summary>
    public int RowCount => _values.Length;

    /// <summary>The texts, <c>[R]</c>, null where missing; empty for another type.</summary>
    public ReadOnlySpan<string?> Texts => _values as string?[];

    /// <summary>The whole numbers or times, <c>[R]</c>; empty for another type.</summary>
    public ReadOnlySpan<long> Integers => _values as long[];

    /// <summary>The numbers in single precision, <c>[R]</c>; empty for another type.</summary>
    public ReadOnlySpan<float> Singles => _values as float[];

    /// <summary>The numbers in double precision, <c>[R]</c>; empty for another type.</summary>
    public ReadOnlySpan<double> Doubles => _values as double[];

    /// <summary>The truth values, <c>[R]</c>; empty for another type.</summary>
    public ReadOnlySpan<bool> Booleans => _values as bool[];

    /// <summary>Whether any value may be missing.</summary>
    public bool HasMissing => _missing is not null || Texts.Contains(null);

    /// <summary>Texts.</summary>
    /// <param name="values">The texts, null where missing; not copied.</param>
    /// <returns>The values.</returns>
    public static ColumnValues OfTexts(string?[] values) => new(ColumnType.Text, NotNull(values), missing: null);

    /// <summary>Whole numbers.</summary>
    /// <param name="values">The numbers; not copied.</param>
    /// <param name="missing">True where one is missing; null if none is.</param>
    /// <returns>The values.</returns>
    /// <exception cref="ArgumentException">There is not one mark for each row.</exception>
    public static ColumnValues OfIntegers(long[] values, bool[]? missing = null) => new(ColumnType.Integer, NotNull(values), missing);

    /// <summary>Numbers in single precision.</summary>
    /// <param name="values">The numbers; not copied.</param>
    /// <param name="missing">True where one is missing; null if none is.</param>
    /// <returns>The values.</returns>
    /// <exception cref="ArgumentException">There is not one mark for each row.</exception>
    public static ColumnValues OfSingles(float[] values, bool[]? missing = null) => new(ColumnType.Single, NotNull(values), missing);

    /// <summary>Numbers in double precision.</summary>
    /// <param name="values">The numbers; not copied.</param>
    /// <param name="missing">True where one is missing; null if none is.</param>
    /// <returns>The values.</returns>
    /// <exception cref="ArgumentException">There is not one mark for each row.</exception>
    public static ColumnValues OfDoubles(double[] values, bool[]? missing = null) => new(ColumnType.Double, NotNull(values), missing);

    /// <summary>Truth values.</summary>
    /// <param name="values">The values; not copied.</param>
    /// <param name="missing">True where one is missing; null if none is.</param>
    /// <returns>The values.</returns>
    /// <exception cref="ArgumentException">There is not one mark for each row.</exception>
    public static ColumnValues OfBooleans(bool[] values, bool[]? missing = null) => new(ColumnType.Boolean, NotNull(values), missing);

    /// <summary>Times.</summary>
    /// <param name="values">Milliseconds since 1970-01-01 UTC; not copied.</param>
    /// <param name="missing">True where one is missing; null if none is.</param>
    /// <returns>The values.</returns>
    /// <exception cref="ArgumentException">There is not one mark for each row.</exception>
    public static ColumnValues OfTimes(long[] values, bool[]? missing = null) => new(ColumnType.Time, NotNull(values), missing);

    /// <summary>Whether a row's value is missing.</summary>
    /// <param name="row">The row, 0 to R - 1.</param>
    /// <returns>True if it is.</returns>
    public bool IsMissing(int row) => Type == ColumnType.Text ? Texts[row] is null : _missing is not null && _missing[row];

    /// <summary>The bytes that the text of a row's value has at most.</summary>
    internal int TextBound(int row) => Type == ColumnType.Text ? Encoding.UTF8.GetMaxByteCount(Texts[row]!.Length) : LongestText;

    /// <summary>Writes a value as a table of text would have it.</summary>
    internal int WriteText(int row, Span<byte> text)
    {
        int written;
        switch (Type)
        {
            case ColumnType.Text:
                written = Encoding.UTF8.GetBytes(Texts[row], text);
                break;
            case ColumnType.Integer:
                Utf8Formatter.TryFormat(Integers[row], text, out written);
                break;
            case ColumnType.Single:
                Singles[row].TryFormat(text, out written, provider: CultureInfo.InvariantCulture);
                break;
            case ColumnType.Double:
                Doubles[row].TryFormat(text, out written, provider: CultureInfo.InvariantCulture);
                break;
            case ColumnType.Boolean:
                written = Encoding.UTF8.GetBytes(Booleans[row] ? "true" : "false", text);
                break;
            default:
                bool isDate = Integers[row] is >= -62_135_596_800_000 and <= 253_402_300_799_999;
                if (!isDate || !DateTime.UnixEpoch.AddMilliseconds(Integers[row]).TryFormat(text, out written, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture))
                {
                    Utf8Formatter.TryFormat(Integers[row], text, out written);
                }

                break;
        }

        return written;
    }

    private static T[] NotNull<T>(T[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values;
    }
}

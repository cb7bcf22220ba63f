using System.Globalization;
using global::Parquet.Data;
using global::Parquet.Schema;
using Gnn.Datasets.Tables;
using Gnn.Tensors.Files;

namespace Gnn.Parquet;

/// <summary>Leads from the library's columns to those of a table and back.</summary>
internal static class ParquetValues
{
    private static readonly HashSet<Type> Readable =
    [
        typeof(string), typeof(bool), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(float), typeof(double), typeof(decimal), typeof(DateTime), typeof(Guid),
    ];

    internal static bool CanRead(Type type) => Readable.Contains(type);

    internal static ColumnValues Read(DataColumn column, string path, string place)
    {
        Type type = column.Field.ClrType;
        if (type == typeof(string) || type == typeof(decimal) || type == typeof(Guid))
        {
            return ColumnValues.OfTexts(type == typeof(string) ? Spread<string, string?>(column, text => text, out _)
                : type == typeof(Guid) ? Spread<Guid, string?>(column, id => id.ToString(), out _)
                : Spread<decimal, string?>(column, number => number.ToString(CultureInfo.InvariantCulture), out _));
        }

        bool[]? missing;
        if (type == typeof(float))
        {
            return ColumnValues.OfSingles(Spread<float, float>(column, value => value, out missing), missing);
        }

        if (type == typeof(double))
        {
            return ColumnValues.OfDoubles(Spread<double, double>(column, value => value, out missing), missing);
        }

        if (type == typeof(bool))
        {
            return ColumnValues.OfBooleans(Spread<bool, bool>(column, value => value, out missing), missing);
        }

        if (type == typeof(DateTime))
        {
            return ColumnValues.OfTimes(Spread<DateTime, long>(column, Milliseconds, out missing), missing);
        }

        long[] values = type == typeof(long) ? Spread<long, long>(column, value => value, out missing)
            : type == typeof(int) ? Spread<int, long>(column, value => value, out missing)
            : type == typeof(uint) ? Spread<uint, long>(column, value => value, out missing)
            : type == typeof(short) ? Spread<short, long>(column, value => value, out missing)
            : type == typeof(ushort) ? Spread<ushort, long>(column, value => value, out missing)
            : type == typeof(sbyte) ? Spread<sbyte, long>(column, value => value, out missing)
            : type == typeof(byte) ? Spread<byte, long>(column, value => value, out missing)
            : Spread<ulong, long>(
                column,
                value => value <= long.MaxValue
                    ? (long)value
                    : throw new DataFormatException(path, place, $"expected whole numbers up to {long.MaxValue}, got {value}", "Write such numbers as texts."),
                out missing);
        return ColumnValues.OfIntegers(values, missing);
    }

    /// <summary>The field of a column to be written.</summary>
    internal static DataField FieldOf(TableColumn column) => column.Type switch
    {
        ColumnType.Text => new DataField(column.Name, typeof(string), isNullable: true),
        ColumnType.Integer => new DataField(column.Name, typeof(long), isNullable: false),
        ColumnType.Single => new DataField(column.Name, typeof(float), isNullable: false),
        ColumnType.Time => new DateTimeDataField(column.Name, DateTimeFormat.DateAndTime, isNullable: false),
        _ => throw new ArgumentException($"The column '{column.Name}' is of type {column.Type}, which is not written.", nameof(column)),
    };

    /// <summary>The values of some rows of a column.</summary>
    internal static DataColumn Write(DataField field, TableColumn column, int start, int count)
    {
        ColumnValues values = column.Take(start, count);
        return new DataColumn(field, values.Type switch
        {
            ColumnType.Text => values.Texts.ToArray(),
            ColumnType.Integer => values.Integers.ToArray(),
            ColumnType.Single => values.Singles.ToArray(),
            _ => Array.ConvertAll(values.Integers.ToArray(), time => DateTime.UnixEpoch.AddMilliseconds(time)),
        });
    }

    // The clock as it is written, whatever zone it is said to be in; rounded down, also before 1970.
    private static long Milliseconds(DateTime time)
    {
        (long quotient, long remainder) = Math.DivRem(time.Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMillisecond);
        return remainder < 0 ? quotient - 1 : quotient;
    }

    // The library keeps the values that are there side by side, and apart from them a level for each row: 0 where there is none.
    private static TOut[] Spread<TIn, TOut>(DataColumn column, Func<TIn, TOut> convert, out bool[]? missing)
    {
        var defined = (TIn[])column.DefinedData;
        int[]? levels = column.DefinitionLevels;
        missing = null;
        if (levels is null)
        {
            return Array.ConvertAll(defined, value => convert(value));
        }

        var values = new TOut[levels.Length];
        int next = 0;
        for (int row = 0; row < values.Length; row++)
        {
            if (levels[row] == column.Field.MaxDefinitionLevel)
            {
                values[row] = convert(defined[next++]);
            }
            else
            {
                missing ??= new bool[values.Length];
                missing[row] = true;
            }
        }

        return values;
    }
}

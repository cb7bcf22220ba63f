using System.Buffers.Binary;
using System.Globalization;
using global::Parquet.Meta;
using Gnn.Tensors.Files;

namespace Gnn.Parquet;

/// <summary>Holds a file's footer and pages to what they say of themselves, before the library makes room for them.</summary>
internal sealed class FileCheck(string path, Stream stream)
{
    private const string Cure = "The file is damaged or cut off: write it anew.";
    private const int MaxSchemaDepth = 64;
    private const int MaxExpansion = 1000;

    // A column of equal values is a few bytes, however many rows there are: so many are taken whatever the length of the file.
    private const long FreeValues = 1 << 20;

    // The usual length of a page, which equal values may be pressed into a few bytes of.
    private const long FreeBytes = 1 << 20;
    private const int HeaderBytes = 4 * 1024;
    private const int LongestHeaderBytes = 16 * 1024 * 1024;

    private static readonly long FooterSchema = ThriftValue.FieldOf(2, 5);
    private static readonly (long Dictionary, long Data, long DataV2) Counts = (ThriftValue.FieldOf(7, 1), ThriftValue.FieldOf(5, 1), ThriftValue.FieldOf(8, 1));
    private static readonly (long Definition, long Repetition) Levels = (ThriftValue.FieldOf(8, 5), ThriftValue.FieldOf(8, 6));

    private readonly List<ThriftValue> _values = [];
    private byte[] _header = new byte[HeaderBytes];
    private long _dataEnd;

    internal void Footer()
    {
        Span<byte> ends = stackalloc byte[8];
        if (stream.Length < 12 || !Bytes(0, ends[..4]).SequenceEqual("PAR1"u8))
        {
            throw new DataFormatException(path, "offset 0", "expected a Parquet file, got another one or a part", "Check the name of the file.");
        }

        Bytes(stream.Length - 8, ends);
        if (ends[4..].SequenceEqual("PARE"u8))
        {
            throw new DataFormatException(path, "", "expected a Parquet file that anyone can read, got one with an encrypted footer", "Decrypt it first.");
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(ends);
        if (!ends[4..].SequenceEqual("PAR1"u8) || length < 0 || length > stream.Length - 12)
        {
            throw new DataFormatException(path, string.Create(CultureInfo.InvariantCulture, $"offset {stream.Length - 8}"), "expected the end of a Parquet file, got other bytes", Cure);
        }

        _dataEnd = stream.Length - 8 - length;
        byte[] footer = new byte[length];
        Bytes(_dataEnd, footer);
        _values.Clear();
        ThriftShape.Check('F', footer, path, _dataEnd, _values);
        Schema();
    }

    // The tree of the schema is built by a method that calls itself.
    private void Schema()
    {
        var children = new Dictionary<int, long>();
        int elements = 0;
        foreach (ThriftValue value in _values)
        {
            if (ThriftValue.IsWithin(value.Field, 2))
            {
                elements = Math.Max(elements, value.Element + 1);
                if (value.Field == FooterSchema)
                {
                    children[value.Element] = value.Value;
                }
            }
        }

        var open = new Stack<long>();
        open.Push(1);
        for (int element = 0; open.Count > 0; element++)
        {
            if (element >= elements || open.Count > MaxSchemaDepth)
            {
                throw new DataFormatException(path, "schema", $"expected a tree of at most {MaxSchemaDepth} levels, got {(open.Count > MaxSchemaDepth ? "more" : "a part of one")}", Cure);
            }

            open.Push(open.Pop() - 1);
            long count = children.GetValueOrDefault(element);
            if (count < 0)
            {
                throw new DataFormatException(path, "schema", $"expected columns within a column, got {count}", Cure);
            }

            open.Push(count);
            while (open.Count > 0 && open.Peek() == 0)
            {
                open.Pop();
            }
        }
    }

    /// <summary>Checks the pages of a column in a row group.</summary>
    internal void Column(ColumnChunk? chunk, long rows, string place)
    {
        ColumnMetaData meta = chunk?.MetaData ?? throw Bad(place, "the column's metadata", "none");
        if (chunk.FilePath is not null)
        {
            throw new DataFormatException(path, place, "expected the column in the file itself, got a reference to another file", "Put the table into one file.");
        }

        if (meta.Codec is CompressionCodec.LZO or < CompressionCodec.UNCOMPRESSED or > CompressionCodec.LZ4_RAW)
        {
            throw new DataFormatException(path, place, $"expected no compression, Snappy, Gzip, Brotli, LZ4 or Zstandard, got {meta.Codec}", "Write the file with another codec.");
        }

        if (rows is < 0 or > int.MaxValue || meta.NumValues != rows || meta.Statistics?.NullCount is < 0 || meta.Statistics?.NullCount > rows)
        {
            throw Bad(place, $"a value or a null for each of {rows} rows", $"{meta.NumValues} with {meta.Statistics?.NullCount ?? 0} nulls");
        }

        long at = meta.DictionaryPageOffset is { } dictionary and not 0 && (meta.DataPageOffset == 0 || dictionary < meta.DataPageOffset) ? dictionary : meta.DataPageOffset;
        long start = at;
        long uncompressed = 0;
        for (long left = rows; left > 0;)
        {
            at = Page(meta, at, place, ref left, ref uncompressed);
        }

        if (rows > FreeValues && rows / MaxExpansion > Math.Max(_dataEnd, uncompressed))
        {
            throw Bad(place, $"at most {FreeValues} values, or {MaxExpansion} for each byte of the file", $"{rows} in {at - start} bytes");
        }
    }

    private long Page(ColumnMetaData meta, long at, string place, ref long left, ref long total)
    {
        if (at < 4 || at >= _dataEnd)
        {
            throw Bad(place, $"a page between offset 4 and offset {_dataEnd}", $"offset {at}");
        }

        long data = at + Header(at);
        (long type, long uncompressed, long compressed) = (ValueOf(1), ValueOf(2), ValueOf(3));
        total += uncompressed;
        if (compressed < 0 || compressed > _dataEnd - data || uncompressed < 0 || uncompressed > MostBytes(meta.Codec, compressed) || total > uint.MaxValue)
        {
            throw Bad(
                place,
                $"a page within the file of at most {MostBytes(meta.Codec, Math.Clamp(compressed, 0, _dataEnd - data))} bytes unpacked, and 4 GB in a column",
                $"{compressed} bytes for {uncompressed} at offset {at}");
        }

        bool isDictionary = type == 2;
        long count = ValueOf(isDictionary ? Counts.Dictionary : type == 3 ? Counts.DataV2 : Counts.Data);
        (long definition, long repetition) = (ValueOf(Levels.Definition), ValueOf(Levels.Repetition));
        bool fits = isDictionary ? Math.Max(1, uncompressed) >= count * BitsOf(meta.Type) / 8 : count <= left;
        if (count < 0 || !fits || definition < 0 || repetition < 0 || definition + repetition > compressed)
        {
            throw Bad(place, "no more values in a page than are missing and than fit it", $"{count} in {uncompressed} bytes at offset {at}");
        }

        if (meta.Codec == CompressionCodec.SNAPPY && type != 3)
        {
            Snappy(data, uncompressed, place);
        }

        left -= isDictionary ? 0 : count;
        return data + compressed;
    }

    // What so many bytes can unpack to at most. Three bytes of Snappy are up to 64, a byte of LZ4 stands for up to 255 more; of the others a format sets no bound
    // that would help.
    private static long MostBytes(CompressionCodec codec, long compressed) => codec switch
    {
        CompressionCodec.UNCOMPRESSED => compressed,
        CompressionCodec.SNAPPY => (22 * compressed) + 64,
        CompressionCodec.LZ4 or CompressionCodec.LZ4_RAW => (256 * compressed) + 64,
        _ => Math.Max(FreeBytes, MaxExpansion * compressed),
    };

    private long ValueOf(long field) => _values.Find(value => value.Field == field).Value;

    // The library's native Snappy writes as many bytes as the data begins with, whatever room there is.
    private void Snappy(long at, long expected, string place)
    {
        Span<byte> start = stackalloc byte[(int)Math.Min(10, stream.Length - at)];
        Bytes(at, start);
        ulong length = 0;
        for (int i = 0; i < start.Length && i < 5; i++)
        {
            length |= (ulong)(start[i] & 0x7F) << (7 * i);
            if (start[i] < 0x80)
            {
                break;
            }
        }

        if (length != (ulong)expected)
        {
            throw Bad(place, $"a page of {expected} bytes", $"{length} at offset {at}");
        }
    }

    private int Header(long at)
    {
        while (true)
        {
            Span<byte> bytes = _header.AsSpan(0, (int)Math.Min(_header.Length, _dataEnd - at));
            Bytes(at, bytes);
            try
            {
                _values.Clear();
                return ThriftShape.Check('H', bytes, path, at, _values);
            }
            catch (DataFormatException) when (bytes.Length < _dataEnd - at && _header.Length < LongestHeaderBytes)
            {
                // Statistics may be long texts.
                _header = new byte[Math.Min(16L * _header.Length, _dataEnd - at)];
            }
        }
    }

    private Span<byte> Bytes(long at, Span<byte> bytes)
    {
        stream.Position = at;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static long BitsOf(global::Parquet.Meta.Type type) => type switch
    {
        global::Parquet.Meta.Type.BOOLEAN => 1,
        global::Parquet.Meta.Type.INT64 or global::Parquet.Meta.Type.DOUBLE => 64,
        global::Parquet.Meta.Type.INT96 => 96,
        global::Parquet.Meta.Type.FIXED_LEN_BYTE_ARRAY => 8,
        _ => 32,
    };

    private DataFormatException Bad(string place, string expected, string got) => new(path, place, $"expected {expected}, got {got}", Cure);
}

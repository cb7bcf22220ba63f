using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Files;

/// <summary>Gathers the arrays of a structure and writes them as one graph file. It reads the arrays when it writes: keep them until then.</summary>
/// <remarks>The same arrays and properties give the same bytes.</remarks>
internal sealed partial class SectionWriter
{
    private readonly string _kind;
    private readonly List<Source> _sources = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Begins a file.</summary>
    /// <param name="kind">What kind of structure it holds, for example <c>graph</c>.</param>
    public SectionWriter(string kind) => _kind = kind;

    /// <summary>What is written of a section from a byte on.</summary>
    private delegate void ReadPiece(long offset, Span<byte> piece);

    /// <summary>Counts, flags and names, which are read at open.</summary>
    public JsonObject Properties { get; } = [];

    /// <summary>A list of texts as a property.</summary>
    public static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)Text(text))]);

    /// <summary>A text as a property.</summary>
    /// <exception cref="ArgumentException">It holds half a surrogate pair, which no file can hold.</exception>
    public static string Text(string text)
    {
        SafetensorsWriter.ThrowIfNotUnicode(text, nameof(text));
        return text;
    }

    public unsafe void Add<T>(string name, NativeArray<T> values)
        where T : unmanaged => Add(
        name,
        SectionTypes.Of<T>(),
        new Shape(values.Length),
        (offset, piece) => new ReadOnlySpan<byte>((byte*)values.Pointer + offset, piece.Length).CopyTo(piece));

    public unsafe void Add(string name, IndexArray values) => Add(
        name,
        SectionTypes.Of(values.DataType),
        new Shape(values.Length),
        (offset, piece) => new ReadOnlySpan<byte>((byte*)values.Pointer + offset, piece.Length).CopyTo(piece));

    public void Add(string name, int[] values) => Add(
        name, SectionType.Int32, new Shape(values.Length), (offset, piece) => MemoryMarshal.AsBytes(values.AsSpan()).Slice((int)offset, piece.Length).CopyTo(piece));

    public unsafe void Add(string name, Tensor values) => Add(name, SectionTypes.Of(values.DataType), values.Shape, (offset, piece) =>
    {
        int size = values.DataType.Size();
        var run = new Tensors.Engines.BufferView(values.View.Buffer, values.View.Offset + (offset / size), new Shape(piece.Length / size));
        fixed (byte* destination = piece)
        {
            values.Engine.Download(run, destination, values.DataType);
        }
    });

    /// <summary>Writes the file whole or not at all.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="cancellation">Stops the writing and leaves an old file as it was.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public void Write(string path, CancellationToken cancellation)
    {
        ThrowIfNotLittleEndian();
        AtomicFile.Write(path, stream => WriteTo(stream, cancellation));
    }

    /// <summary>Arrays are written and mapped as they lie in memory, which is the format's order on every machine that .NET has a release for but one.</summary>
    public static void ThrowIfNotLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("A graph file holds little-endian arrays, which this machine cannot map: use a little-endian machine.");
        }
    }

    private void Add(string name, SectionType type, Shape shape, ReadPiece read)
    {
        _sources.Add(_names.Add(Text(name))
            ? new Source(name, type, shape, read)
            : throw new InvalidOperationException($"A file has one section '{name}', and it is there already."));
    }

    private void WriteTo(Stream stream, CancellationToken cancellation)
    {
        byte[] block = new byte[Checksum.BlockBytes];
        byte[] zeros = new byte[FileFrame.Alignment];
        var entries = new List<SectionEntry>(_sources.Count);
        stream.Write(FileFrame.Header());
        long at = FileFrame.HeaderBytes;
        foreach (Source source in _sources)
        {
            entries.Add(WriteSection(stream, source, at, block, cancellation));
            at = Pad(entries[^1].End);
        }

        byte[] table = SectionTable.Write(_kind, Properties, entries);
        if (table.Length > SectionTable.LongestTable)
        {
            throw new ArgumentException(
                $"The names of the columns, types and classes and the note take {table.Length} bytes of the file's table, which has at most {SectionTable.LongestTable}: shorten them.");
        }

        stream.Write(table);
        long end = Pad(at + table.Length);
        stream.Write(new FileFrame(at, table.Length, end + FileFrame.FooterBytes, Checksum.Of(table)).Footer());

        long Pad(long from)
        {
            stream.Write(zeros, 0, (int)(FileFrame.Align(from) - from));
            return FileFrame.Align(from);
        }
    }

    private static SectionEntry WriteSection(Stream stream, Source source, long at, byte[] block, CancellationToken cancellation)
    {
        long length = checked(source.Shape.Count * source.Type.Size());
        uint[] crcs = new uint[Checksum.BlockCount(length)];
        for (int i = 0; i < crcs.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            long offset = (long)i * Checksum.BlockBytes;
            Span<byte> filled = block.AsSpan(0, (int)Math.Min(Checksum.BlockBytes, length - offset));
            source.Read(offset, filled);
            crcs[i] = Checksum.OfBlock(filled);
            stream.Write(filled);
        }

        return new SectionEntry(source.Name, source.Type, source.Shape, at, length, Checksum.Combine(crcs));
    }

    private sealed record Source(string Name, SectionType Type, Shape Shape, ReadPiece Read);
}

using System.Formats.Tar;
using System.IO.Compression;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>A tar file, packed by gzip or not. It is read through once for its names and once more, up to the entry, for each that is asked for.</summary>
internal sealed class TarFile : Archive
{
    private const string Refetch = "The file is truncated or damaged: fetch it again.";
    private const int SkippedBytes = 16 * 1024;

    private readonly List<int> _ordinals = [];
    private readonly Stream _stream;
    private readonly bool _isGzip;

    /// <summary>Reads through the file and checks every entry.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <param name="isGzip">Whether it is packed.</param>
    /// <exception cref="DataFormatException">The file is damaged or has what is refused.</exception>
    public TarFile(Stream stream, string path, bool isGzip)
        : base(path)
    {
        (_stream, _isGzip) = (stream, isGzip);
        Guard(() => Walk((entry, ordinal) =>
        {
            Check(entry);
            bool isFolder = entry.EntryType == TarEntryType.Directory;
            if (!isFolder)
            {
                _ordinals.Add(ordinal);
            }

            Add(entry.Name, isFolder);
            return true;
        }));
    }

    /// <inheritdoc/>
    public override void Dispose() => _stream.Dispose();

    /// <inheritdoc/>
    protected override byte[] Read(int index)
    {
        byte[] bytes = [];
        Guard(() => Walk((entry, ordinal) =>
        {
            if (ordinal < _ordinals[index])
            {
                return true;
            }

            bytes = entry.DataStream is { } data ? Expansion.Read(data, entry.Length, _stream.Length, Path, $"entry '{Names[index]}'") : [];
            return false;
        }));
        return bytes;
    }

    private void Check(TarEntry entry)
    {
        string place = $"entry '{Show(entry.Name)}'";
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile or TarEntryType.Directory))
        {
            throw new DataFormatException(Path, place, $"expected files and folders, got a {entry.EntryType}", "Do not trust this file, or pack it again without links and devices.");
        }

        if (entry.Length > Array.MaxLength)
        {
            throw new DataFormatException(Path, place, $"expected an entry of at most {Array.MaxLength} bytes, got {entry.Length}", Expansion.Cure);
        }
    }

    /// <summary>Goes over the entries until one is enough.</summary>
    private void Walk(Func<TarEntry, int, bool> visit)
    {
        _stream.Position = 0;
        using Stream? unpacked = _isGzip ? new GZipStream(_stream, CompressionMode.Decompress, leaveOpen: true) : null;
        using var counted = new CountedStream(unpacked ?? _stream, _isGzip ? Expansion.Limit(_stream.Length) : _stream.Length, Path);
        using var reader = new TarReader(counted, leaveOpen: true);
        for (int ordinal = 0; reader.GetNextEntry() is { } entry; ordinal++)
        {
            if (!visit(entry, ordinal))
            {
                return;
            }
        }

        byte[] rest = new byte[SkippedBytes];
        while (counted.Read(rest) > 0)
        {
            // What is behind the last entry is padding, but a packed file proves that it is whole only at its end.
        }
    }

    private void Guard(Action read)
    {
        try
        {
            read();
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            throw new DataFormatException(Path, "", $"expected {(_isGzip ? "a gzipped tar" : "a zip or tar")} file, got damaged data: {exception.Message}", Refetch, exception);
        }
    }
}

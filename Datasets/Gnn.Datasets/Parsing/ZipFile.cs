using System.IO.Compression;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>A zip file, whose entries are read one by one as they are asked for.</summary>
internal sealed class ZipFile : Archive
{
    private const string Refetch = "The file is truncated or damaged: fetch it again.";

    private readonly List<ZipArchiveEntry> _entries = [];
    private readonly ZipArchive _zip;
    private readonly long _fileBytes;

    /// <summary>Reads and checks the directory.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <exception cref="DataFormatException">The directory is damaged or has what is refused.</exception>
    public ZipFile(Stream stream, string path)
        : base(path)
    {
        _fileBytes = stream.Length;
        _zip = Guard("", () => new ZipArchive(stream, ZipArchiveMode.Read));
        long limit = Expansion.Limit(_fileBytes);
        long sum = 0;
        foreach (ZipArchiveEntry entry in Guard("", () => _zip.Entries))
        {
            string place = $"entry '{Show(entry.FullName)}'";
            if (entry.IsEncrypted)
            {
                throw new DataFormatException(path, place, "expected entries that are not encrypted, got one that is", "Unpack the file with its password and pack it again without.");
            }

            if (entry.Length < 0 || entry.CompressedLength < 0 || entry.CompressedLength > _fileBytes)
            {
                throw new DataFormatException(path, place, $"expected an entry inside the file of {_fileBytes} bytes, got one of {entry.CompressedLength}", Refetch);
            }

            sum = entry.Length > limit - sum ? throw new DataFormatException(path, place, $"expected at most {limit} bytes from {_fileBytes} that are packed, got more", Expansion.Cure) : sum + entry.Length;
            bool isFolder = entry.FullName.EndsWith('/') && entry.Length == 0;
            Add(entry.FullName, isFolder);
            if (!isFolder)
            {
                _entries.Add(entry);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _zip.Dispose();

    /// <inheritdoc/>
    protected override byte[] Read(int index)
    {
        ZipArchiveEntry entry = _entries[index];
        string place = $"entry '{Names[index]}'";
        if (entry.Length > Array.MaxLength)
        {
            throw new DataFormatException(Path, place, $"expected an entry of at most {Array.MaxLength} bytes, got {entry.Length}", Expansion.Cure);
        }

        byte[] bytes = Guard(place, () =>
        {
            using Stream stream = entry.Open();
            return Expansion.Read(stream, entry.Length, entry.CompressedLength, Path, place);
        });
        uint crc = Crc32.Of(bytes);
        return crc == entry.Crc32 ? bytes : throw new DataFormatException(Path, place, $"expected bytes with the checksum {entry.Crc32:x8}, got {crc:x8}", Refetch);
    }

    /// <summary>Does what may meet damage, which the platform reports in several ways.</summary>
    private T Guard<T>(string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new DataFormatException(Path, place, $"expected a zip file, got damaged data: {exception.Message}", Refetch, exception);
        }
    }
}

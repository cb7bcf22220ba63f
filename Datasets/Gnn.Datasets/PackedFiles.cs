using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;

namespace Gnn.Datasets;

/// <summary>The files of a data set that the public serves as one archive: read from the archive, or from where they lie unpacked.</summary>
internal sealed class PackedFiles : IDisposable
{
    private readonly DatasetFiles _files;
    private readonly string _archiveName;
    private readonly Archive? _archive;

    /// <summary>Opens the archive, if the layout has it.</summary>
    /// <param name="files">The files of the layout.</param>
    /// <param name="archive">The archive's name.</param>
    /// <exception cref="IOException">The archive cannot be read.</exception>
    /// <exception cref="DataFormatException">The archive is damaged.</exception>
    public PackedFiles(DatasetFiles files, string archive)
    {
        _files = files;
        _archiveName = archive;
        _archive = files.Has(archive) ? Archive.Open(files.PathOf(archive)) : null;
    }

    /// <summary>Whether there is a file of this name, in the archive in any folder.</summary>
    public bool Has(string name) => _archive is null ? _files.Has(name) : _archive.Names.Any(member => IsNamed(member, name));

    /// <summary>What to call a file in messages; one in an archive after the archive's path.</summary>
    public string PathOf(string name) => _archive is null ? _files.PathOf(name) : $"{_files.PathOf(_archiveName)}/{name}";

    /// <summary>The bytes of a file, unpacked if it is compressed by gzip.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="DataFormatException">The archive lacks the file or has it twice, or the file is damaged.</exception>
    public byte[] Read(string name)
    {
        if (_archive is null)
        {
            return _files.Read(name);
        }

        string[] members = [.. _archive.Names.Where(member => IsNamed(member, name))];
        if (members.Length != 1)
        {
            throw new DataFormatException(
                _files.PathOf(_archiveName), "", $"expected an archive with one file '{name}', got one with {members.Length}", "Remove it, so that it is fetched again.");
        }

        byte[] bytes = _archive.Read(members[0]);
        return Gzip.IsGzip(bytes) ? Gzip.Unpack(bytes, PathOf(name)) : bytes;
    }

    /// <summary>The text of a file, line by line.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="DataFormatException">The archive lacks the file or has it twice, or the file is damaged.</exception>
    public TextScanner Scan(string name, byte? delimiter = null) => new(Read(name), PathOf(name), delimiter);

    /// <inheritdoc/>
    public void Dispose() => _archive?.Dispose();

    private static bool IsNamed(string member, string name) => member.AsSpan(member.LastIndexOf('/') + 1).SequenceEqual(name);
}

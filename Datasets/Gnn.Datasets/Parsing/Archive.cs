using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>The entries of a zip, tar or gzipped tar file, which is told by its content; they are read into memory and never onto a disk.</summary>
/// <remarks>
/// Names are those of the file with single slashes and without <c>.</c> parts; folders are left out. A file is refused if it names an entry twice, has a
/// name that leads out of it (absolute, with <c>..</c>, a drive letter or a backslash), links, devices or encrypted entries, or expands by more than
/// <see cref="Expansion"/> allows. Not for use by several threads at once.
/// </remarks>
internal abstract class Archive : IDisposable
{
    private const int LongestShown = 100;

    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>Begins without entries.</summary>
    /// <param name="path">The file, for messages.</param>
    protected Archive(string path)
    {
        Path = path;
    }

    /// <summary>The file, for messages.</summary>
    public string Path { get; }

    /// <summary>The names of the entries, in file order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The archive, which is the caller's to dispose of.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is no archive, is damaged, or holds what is refused.</exception>
    public static Archive Open(string path) => Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0), path);

    /// <summary>Opens a stream that can seek, which the archive disposes of.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <returns>The archive, which is the caller's to dispose of.</returns>
    /// <exception cref="DataFormatException">The stream is no archive, is damaged, or holds what is refused.</exception>
    public static Archive Open(Stream stream, string path)
    {
        try
        {
            Span<byte> start = stackalloc byte[4];
            start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            stream.Position = 0;
            return start.StartsWith("PK"u8) ? new ZipFile(stream, path) : new TarFile(stream, path, Gzip.IsGzip(start));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Whether an entry is there.</summary>
    /// <param name="name">Its name.</param>
    public bool Contains(string name) => _places.ContainsKey(name);

    /// <summary>Reads an entry.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its bytes, unpacked and checked.</returns>
    /// <exception cref="DataFormatException">There is no such entry, or it is damaged.</exception>
    public byte[] Read(string name)
    {
        if (!_places.TryGetValue(name, out int place))
        {
            string known = _names.Count == 0 ? "none" : string.Join(", ", _names.Take(10).Select(Show));
            throw new DataFormatException(Path, "", $"expected an entry '{Show(name)}', got {(_names.Count > 10 ? known + ", ..." : known)}", "This is another file, or its maker renamed the entry.");
        }

        return Read(place);
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Reads the entry of a place in <see cref="Names"/>.</summary>
    protected abstract byte[] Read(int place);

    /// <summary>Checks an entry's name and keeps it.</summary>
    /// <param name="raw">The name in the file.</param>
    /// <param name="isFolder">Whether the entry is a folder, which is checked but not kept.</param>
    protected void Add(string raw, bool isFolder)
    {
        string name = Normalise(raw);
        if (isFolder)
        {
            return;
        }

        if (name.Length == 0)
        {
            throw new DataFormatException(Path, "", $"expected entries with names, got '{Show(raw)}'", "The file is damaged: fetch it again.");
        }

        if (!_places.TryAdd(name, _names.Count))
        {
            throw new DataFormatException(Path, $"entry '{Show(raw)}'", "expected each name once, got it twice", "Pack the files anew, each under a name of its own.");
        }

        _names.Add(name);
    }

    /// <summary>The names that are refused for what they may do to whoever unpacks the file elsewhere, in a message fit to be shown.</summary>
    protected static string Show(string name)
    {
        string start = name.Length > LongestShown ? name[..LongestShown] + "..." : name;
        return start.AsSpan().ContainsAnyInRange('\0', '\u001f') ? string.Concat(start.Select(c => c < ' ' ? '?' : c)) : start;
    }

    private string Normalise(string raw)
    {
        bool isDrive = raw.Length >= 2 && raw[1] == ':' && char.IsAsciiLetter(raw[0]);
        bool escapes = raw.StartsWith('/') || isDrive || raw.AsSpan().ContainsAny('\\', '\0');
        bool isPlain = raw.Length > 0 && raw[^1] != '/';
        foreach (Range range in raw.AsSpan().Split('/'))
        {
            ReadOnlySpan<char> part = raw.AsSpan(range);
            escapes |= part is "..";
            isPlain &= part is not ("" or ".");
        }

        if (escapes)
        {
            throw new DataFormatException(
                Path,
                $"entry '{Show(raw)}'",
                "expected a name that stays inside the archive, got one that is absolute or has '..', a drive letter or a backslash",
                "Do not trust this file.");
        }

        return isPlain ? raw : string.Join('/', raw.Split('/').Where(part => part is not ("" or ".")));
    }
}

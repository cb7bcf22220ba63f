using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gnn.Graphs;
using Gnn.Graphs.Files;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;

namespace Gnn.Datasets;

/// <summary>The copies of data sets in the graph file format, which open at once where the published files are read for seconds.</summary>
/// <remarks>
/// <para>They are in the folder that the variable <see cref="Variable"/> names, else in <c>processed</c> of the user's cache folder
/// (see <see cref="DataRoot"/>); <c>GNN_CACHE=off</c> keeps none. They may be removed at any time.</para>
/// <para>A copy says which files it was made from, with their lengths and times, and by which version of the loader. One that is of other files or versions,
/// torn or altered is made anew: it is written whole or not at all, and its checksums are looked at before it is used.</para>
/// </remarks>
public sealed class ProcessedCopies
{
    /// <summary>The environment variable that names the folder, or is <c>off</c>.</summary>
    public const string Variable = "GNN_CACHE";

    private const string Off = "off";
    private const int NameBytes = 8;

    private readonly string? _folder;

    /// <summary>Chooses the folder by the environment.</summary>
    public ProcessedCopies()
        : this(Environment.GetEnvironmentVariable)
    {
    }

    internal ProcessedCopies(Func<string, string?> environment)
    {
        string? named = environment(Variable);
        _folder = Off.Equals(named, StringComparison.OrdinalIgnoreCase) ? null
            : string.IsNullOrEmpty(named) ? Path.Combine(DataRoot.CacheFolder(environment), "gnn", "processed")
            : Path.GetFullPath(named);
    }

    /// <summary>The folder; null if no copies are kept.</summary>
    public string? Folder => _folder;

    /// <summary>Where the copy of a data set is or would be; null if none are kept.</summary>
    internal string? PathOf(DatasetEntry entry, DatasetFiles files)
    {
        if (_folder is null)
        {
            return null;
        }

        byte[] place = SHA256.HashData(Encoding.UTF8.GetBytes($"{entry.Variant}\n{files.Place}"));
        return Path.Combine(_folder, $"{entry.Name}-{Convert.ToHexStringLower(place.AsSpan(0, NameBytes))}{GraphFile.Extension}");
    }

    /// <summary>Opens the copy of a data set, or makes it.</summary>
    /// <param name="entry">The data set.</param>
    /// <param name="files">Its files.</param>
    /// <param name="engine">Where the columns are made.</param>
    /// <returns>The data set, owned by the caller.</returns>
    internal Dataset OpenOrMake(DatasetEntry entry, DatasetFiles files, Engine engine)
    {
        string? path = PathOf(entry, files);
        string note = NoteOf(entry, files);
        if (path is not null && TryOpen(path, note, engine) is { } kept)
        {
            return kept;
        }

        Dataset read = entry.Read(files);
        if (path is not null)
        {
            TryKeep(read, path, note);
        }

        if (ReferenceEquals(engine, Engine.Default))
        {
            return read;
        }

        using (read)
        {
            return read.To(engine);
        }
    }

    private static Dataset? TryOpen(string path, string note, Engine engine)
    {
        try
        {
            return File.Exists(path) ? GraphFile.OpenDatasetWithNote(path, note, engine, GraphFileCheck.Checksums) : null;
        }
        catch (Exception exception) when (exception is DataFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void TryKeep(Dataset dataset, string path, string note)
    {
        try
        {
            GraphFile.Save(dataset, path, note);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be written costs time at the next start and nothing else.
        }
    }

    private static string NoteOf(DatasetEntry entry, DatasetFiles files)
    {
        var note = new StringBuilder();
        note.Append(CultureInfo.InvariantCulture, $"{entry.Name} {entry.Variant} {entry.Version} {entry.ContentHash}");
        foreach (string path in files.Paths.Order(StringComparer.Ordinal))
        {
            var file = new FileInfo(path);
            note.Append(CultureInfo.InvariantCulture, $"\n{Path.GetFileName(path)} {file.Length} {file.LastWriteTimeUtc.Ticks}");
        }

        return note.ToString();
    }
}

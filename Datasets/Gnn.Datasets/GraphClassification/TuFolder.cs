using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.GraphClassification;

/// <summary>The files of one set of the TU collection, in an archive or a folder, by what comes after the set's name.</summary>
/// <remarks>Names in an archive may have a double slash and any folder.</remarks>
internal sealed class TuFolder : IDisposable
{
    /// <summary>The end of the name of the file of edges, which every set has.</summary>
    public const string Edges = "_A.txt";

    private readonly Archive? _archive;
    private readonly string _path;
    private readonly string _prefix;

    private TuFolder(string path, Archive? archive, string prefix)
    {
        _path = path;
        _archive = archive;
        _prefix = prefix;
    }

    /// <summary>Opens a set.</summary>
    /// <param name="path">A zip or another archive, or a folder.</param>
    /// <returns>The set's files; the caller disposes of them.</returns>
    /// <exception cref="IOException">The file or folder cannot be read.</exception>
    /// <exception cref="DataFormatException">The archive is damaged, or there is not one set in it.</exception>
    public static TuFolder Open(string path)
    {
        if (Directory.Exists(path))
        {
            return new TuFolder(path, null, PrefixOf(path, [.. Directory.EnumerateFiles(path).Order(StringComparer.Ordinal)]));
        }

        var archive = Archive.Open(path);
        try
        {
            return new TuFolder(path, archive, PrefixOf(path, archive.Names));
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file is there.</summary>
    /// <param name="end">What comes after the set's name, for example <c>_node_labels.txt</c>.</param>
    public bool Has(string end) => _archive is null ? File.Exists(_prefix + end) : _archive.Contains(_prefix + end);

    /// <summary>Begins to read a file.</summary>
    /// <param name="end">What comes after the set's name.</param>
    /// <exception cref="DataFormatException">The file is not there, or damaged.</exception>
    public TextScanner Scan(string end)
    {
        if (!Has(end))
        {
            throw new DataFormatException(_path, "", $"expected a file '{Path.GetFileName(_prefix)}{end}', got none", "The set is not whole: fetch it again.");
        }

        return _archive is null
            ? new TextScanner(Gzip.ReadFile(_prefix + end), _prefix + end, (byte)',')
            : new TextScanner(_archive.Read(_prefix + end), $"{_path}: {_prefix}{end}", (byte)',');
    }

    /// <inheritdoc/>
    public void Dispose() => _archive?.Dispose();

    private static string PrefixOf(string path, IReadOnlyList<string> names)
    {
        string[] found = [.. names.Where(name => name.EndsWith(Edges, StringComparison.Ordinal))];
        return found.Length == 1
            ? found[0][..^Edges.Length]
            : throw new DataFormatException(
                path, "", $"expected one set of graphs, whose edges are in a file that ends in '{Edges}', got {found.Length} such files", "Name one set's zip or folder.");
    }
}

using Gnn.Datasets.Parsing;

namespace Gnn.Datasets;

/// <summary>The files of one data set, all of which are there, by their names.</summary>
internal sealed class DatasetFiles
{
    private readonly Dictionary<string, string> _paths;

    /// <summary>Finds the files.</summary>
    /// <param name="root">The data root.</param>
    /// <param name="files">The files; names differ.</param>
    /// <exception cref="DatasetNotFoundException">Some are missing.</exception>
    public DatasetFiles(DataRoot root, IReadOnlyList<RemoteFile> files)
        : this(root, files, Find(root, files) ?? throw new DatasetNotFoundException(root, root.FindMissing(files)))
    {
    }

    private DatasetFiles(DataRoot root, IReadOnlyList<RemoteFile> files, Dictionary<string, string> paths)
    {
        _paths = paths;
        Place = files.Count == 0 ? root.Path : root.Locate(files[0].Family);
    }

    /// <summary>The folder of the first file, to name them all in messages.</summary>
    public string Place { get; }

    /// <summary>The paths of the files, in the order of the layout.</summary>
    public IReadOnlyCollection<string> Paths => _paths.Values;

    /// <summary>The files, or null if one is missing. Each is looked for once.</summary>
    /// <param name="root">The data root.</param>
    /// <param name="files">The files; names differ.</param>
    public static DatasetFiles? TryFind(DataRoot root, IReadOnlyList<RemoteFile> files) => Find(root, files) is { } paths ? new DatasetFiles(root, files, paths) : null;

    /// <summary>Whether there is a file of this name in the layout.</summary>
    public bool Has(string name) => _paths.ContainsKey(name);

    /// <summary>Where a file is; it may have <c>.gz</c> more or less than its name.</summary>
    public string PathOf(string name) => _paths[name];

    /// <summary>The bytes of a file, unpacked if it is compressed by gzip.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">The file is damaged, or grows by too much.</exception>
    public byte[] Read(string name) => Gzip.ReadFile(PathOf(name));

    /// <summary>The text of a file, line by line, unpacked if it is compressed by gzip.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">The file is damaged, or grows by too much.</exception>
    public TextScanner Scan(string name, byte? delimiter = null) => new(Read(name), PathOf(name), delimiter);

    private static Dictionary<string, string>? Find(DataRoot root, IReadOnlyList<RemoteFile> files)
    {
        var paths = new Dictionary<string, string>(files.Count, StringComparer.Ordinal);
        foreach (RemoteFile file in files)
        {
            if (root.Find(file) is not { } path)
            {
                return null;
            }

            paths.Add(file.Name, path);
        }

        return paths;
    }
}

using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>A .npz file: a zip of .npy files, packed or not, each under the name of its array.</summary>
internal sealed class NpzFile : IDisposable
{
    private const string Ending = ".npy";

    private readonly Archive _archive;

    private NpzFile(Archive archive)
    {
        _archive = archive;
        if (archive is not ZipFile)
        {
            throw new DataFormatException(archive.Path, "offset 0x0", "expected a .npz file, which is a zip file, got a tar file", "Name a file that numpy.savez wrote.");
        }

        Names = [.. archive.Names.Where(name => name.EndsWith(Ending, StringComparison.Ordinal)).Select(name => name[..^Ending.Length])];
    }

    /// <summary>The file, for messages.</summary>
    public string Path => _archive.Path;

    /// <summary>The names of the arrays, in file order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The file, which is the caller's to dispose of.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is no zip file, is damaged, or holds what is refused.</exception>
    public static NpzFile Open(string path) => Open(Archive.Open(path));

    /// <summary>Takes an archive that is open.</summary>
    /// <param name="archive">The archive, which the file disposes of.</param>
    /// <returns>The file, which is the caller's to dispose of.</returns>
    /// <exception cref="DataFormatException">The archive is no zip file.</exception>
    public static NpzFile Open(Archive archive)
    {
        try
        {
            return new NpzFile(archive);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>Whether an array is there.</summary>
    /// <param name="name">Its name.</param>
    public bool Contains(string name) => _archive.Contains(name + Ending);

    /// <summary>Reads an array.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The array.</returns>
    /// <exception cref="DataFormatException">There is no such array, or it is damaged or of a kind that is not read.</exception>
    public NpyArray Read(string name)
    {
        if (!Contains(name))
        {
            throw new DataFormatException(
                Path, "", $"expected an array '{name}', got {(Names.Count == 0 ? "no arrays" : string.Join(", ", Names.Take(20)))}", "This is another file, or its maker renamed the array.");
        }

        return NpyArray.Read(_archive.Read(name + Ending), $"{Path}/{name}{Ending}");
    }

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();
}

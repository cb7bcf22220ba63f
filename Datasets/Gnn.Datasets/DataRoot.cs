namespace Gnn.Datasets;

/// <summary>The folder that data sets lie in, each family in a folder of its own.</summary>
/// <remarks>
/// The first of these is taken: a folder that the caller names, the <c>GNN_DATA</c> variable, <c>./data</c> if it exists, and the user's
/// cache folder (<c>$XDG_CACHE_HOME/gnn</c> or <c>~/.cache/gnn</c>; <c>~/Library/Caches/gnn</c> on macOS; <c>%LOCALAPPDATA%\gnn</c> on Windows).
/// Files are looked for in that one only.
/// </remarks>
public sealed class DataRoot
{
    /// <summary>The environment variable that names the root.</summary>
    public const string Variable = "GNN_DATA";

    private const string Compressed = ".gz";

    /// <summary>Chooses the root.</summary>
    /// <param name="path">The folder that the caller names; null or empty to choose by the environment. It need not exist.</param>
    public DataRoot(string? path = null)
        : this(path, Environment.GetEnvironmentVariable, Directory.GetCurrentDirectory())
    {
    }

    internal DataRoot(string? path, Func<string, string?> environment, string currentDirectory)
    {
        string local = System.IO.Path.Combine(currentDirectory, "data");
        if (!string.IsNullOrEmpty(path))
        {
            (Path, Origin) = (System.IO.Path.GetFullPath(path, currentDirectory), "as named by the caller");
        }
        else if (environment(Variable) is { Length: > 0 } named)
        {
            (Path, Origin) = (System.IO.Path.GetFullPath(named, currentDirectory), $"from the {Variable} variable");
        }
        else if (Directory.Exists(local))
        {
            (Path, Origin) = (local, "the data folder of the current directory");
        }
        else
        {
            (Path, Origin) = (System.IO.Path.Combine(CacheFolder(environment), "gnn"), "the user's cache folder");
        }
    }

    /// <summary>The root as a full path.</summary>
    public string Path { get; }

    /// <summary>Where the root comes from, in words.</summary>
    public string Origin { get; }

    /// <summary>The folder of a family.</summary>
    /// <param name="family">The family, with <c>/</c> between its parts.</param>
    /// <returns>The full path, whether or not it exists.</returns>
    /// <exception cref="ArgumentException"><paramref name="family"/> is null, empty, or would leave the root.</exception>
    public string Locate(string family)
    {
        ArgumentException.ThrowIfNullOrEmpty(family);
        string[] parts = family.Split('/');
        if (parts.Any(part => part.Length == 0 || part is "." or ".." || part.AsSpan().ContainsAny('\\', ':')))
        {
            throw new ArgumentException($"'family' must be a path of plain names below the data root, got '{family}'.", nameof(family));
        }

        return System.IO.Path.Combine([Path, .. parts]);
    }

    /// <summary>The place of a file.</summary>
    /// <param name="file">The file.</param>
    /// <returns>The full path, whether or not it exists.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="file"/> is null.</exception>
    public string Locate(RemoteFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return System.IO.Path.Combine(Locate(file.Family), file.Name);
    }

    /// <summary>Looks for a file, compressed or not: for <c>a.txt</c> also as <c>a.txt.gz</c>, and the other way round.</summary>
    /// <param name="file">The file.</param>
    /// <returns>The full path of the file that exists, or null.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="file"/> is null.</exception>
    public string? Find(RemoteFile file)
    {
        string place = Locate(file);
        string other = place.EndsWith(Compressed, StringComparison.Ordinal) ? place[..^Compressed.Length] : place + Compressed;
        return File.Exists(place) ? place : File.Exists(other) ? other : null;
    }

    /// <summary>The files that are not there.</summary>
    /// <param name="files">The files that a loader needs.</param>
    /// <returns>Those that <see cref="Find"/> does not find, in the order given.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="files"/> is null.</exception>
    public IReadOnlyList<RemoteFile> FindMissing(IReadOnlyList<RemoteFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return [.. files.Where(file => Find(file) is null)];
    }

    /// <summary>Passes if every file is there.</summary>
    /// <param name="files">The files that a loader needs.</param>
    /// <exception cref="ArgumentNullException"><paramref name="files"/> is null.</exception>
    /// <exception cref="DatasetNotFoundException">Some are missing; the message says which, where they come from and where to put them.</exception>
    public void Require(IReadOnlyList<RemoteFile> files)
    {
        IReadOnlyList<RemoteFile> missing = FindMissing(files);
        if (missing.Count > 0)
        {
            throw new DatasetNotFoundException(this, missing);
        }
    }

    internal static string CacheFolder(Func<string, string?> environment)
    {
        // The specification of the variable says to ignore relative paths.
        if (environment("XDG_CACHE_HOME") is { } cache && System.IO.Path.IsPathRooted(cache))
        {
            return cache;
        }

        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        }

        string home = environment("HOME") is { Length: > 0 } named ? named : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return OperatingSystem.IsMacOS() ? System.IO.Path.Combine(home, "Library", "Caches") : System.IO.Path.Combine(home, ".cache");
    }
}

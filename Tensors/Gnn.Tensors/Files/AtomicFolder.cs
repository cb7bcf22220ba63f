namespace Gnn.Tensors.Files;

/// <summary>Writes folders so that a reader sees all of their files or none.</summary>
/// <remarks>
/// The files go to a temporary folder beside the place, which is moved there when all are written; it is removed if anything fails. A program that is killed leaves at
/// most the temporary folder, whose name begins with a dot and ends with <c>.tmp</c>. Files are to be flushed to the disk by whoever writes them, as
/// <see cref="AtomicFile"/> does.
/// </remarks>
public static class AtomicFolder
{
    /// <summary>Writes a folder.</summary>
    /// <param name="path">The folder; the one that it stands in is made if need be.</param>
    /// <param name="write">Writes the files into the folder that it is given; an exception from it leaves everything as it was.</param>
    /// <param name="overwrite">Whether a folder that is there is replaced, with all that is in it. The old one is moved away just before the new one is moved into
    /// place, and removed afterwards: a reader may find neither for a moment.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty, or names no folder in another.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="write"/> is null.</exception>
    /// <exception cref="IOException">The folder is there and is not to be replaced, a file of that name is there, or something cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder around does not allow it.</exception>
    public static void Write(string path, Action<string> write, bool overwrite = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string around = Path.GetDirectoryName(full) ?? throw new ArgumentException($"'path' must name a folder in another, got '{path}'.", nameof(path));
        if (File.Exists(full) || (!overwrite && Directory.Exists(full)))
        {
            throw new IOException($"'{path}' is there already: name another folder, or remove it first.");
        }

        string hidden = Path.Combine(around, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}");
        string temporary = hidden + ".tmp";
        Directory.CreateDirectory(temporary);
        try
        {
            write(temporary);
            Move(temporary, full, overwrite ? hidden + ".old.tmp" : null);
        }
        catch
        {
            Directory.Delete(temporary, recursive: true);
            throw;
        }
    }

    // Without a place for an old folder, one that came meanwhile is an error of the system's move.
    private static void Move(string temporary, string full, string? old)
    {
        if (old is null || !Directory.Exists(full))
        {
            Directory.Move(temporary, full);
            return;
        }

        Directory.Move(full, old);
        try
        {
            Directory.Move(temporary, full);
        }
        catch
        {
            Directory.Move(old, full);
            throw;
        }

        Directory.Delete(old, recursive: true);
    }
}

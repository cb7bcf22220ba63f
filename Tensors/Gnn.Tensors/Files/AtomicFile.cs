namespace Gnn.Tensors.Files;

/// <summary>Writes files so that a reader sees the old content or the new, never a part of it.</summary>
/// <remarks>
/// The content goes to a temporary file in the same folder, is flushed to the disk and then moved into place; the temporary file is removed
/// if anything fails. Of two writers at once the last to finish wins, whole.
/// </remarks>
public static class AtomicFile
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Writes a file, replacing one that is there; its folder is made if need be.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content; an exception from it leaves the old file as it was.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="write"/> is null.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string temporary = MakeTemporaryName(path);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes a file asynchronously, replacing one that is there; its folder is made if need be.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content; an exception from it leaves the old file as it was.</param>
    /// <param name="cancellation">Stops the writing and leaves the old file as it was.</param>
    /// <returns>A task that ends when the file is in place.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="write"/> is null.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        return WriteCoreAsync(path, write, cancellation);
    }

    private static async Task WriteCoreAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        string temporary = MakeTemporaryName(path);
        try
        {
            var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes, FileOptions.Asynchronous);
            await using (stream.ConfigureAwait(false))
            {
                await write(stream, cancellation).ConfigureAwait(false);
                await stream.FlushAsync(cancellation).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            cancellation.ThrowIfCancellationRequested();
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static string MakeTemporaryName(string path)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full) ?? throw new ArgumentException($"'path' must name a file in a folder, got '{path}'.", nameof(path));
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}.tmp");
    }
}

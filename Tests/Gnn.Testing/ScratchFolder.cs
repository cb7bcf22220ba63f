namespace Gnn.Testing;

/// <summary>A new folder for a test, removed with what is in it.</summary>
public sealed class ScratchFolder : IDisposable
{
    // Linux's file system in memory, of which a container may have no more than 64 MB.
    private const string InMemory = "/dev/shm";

    /// <summary>Makes a folder.</summary>
    /// <param name="isSmall">Whether a few megabytes at most will lie in it: in memory then, where the system has a place for that, since files that a test makes
    /// and removes by the thousand wait for the disk.</param>
    public ScratchFolder(bool isSmall = false) =>
        Path = isSmall && Directory.Exists(InMemory)
            ? Directory.CreateDirectory(System.IO.Path.Combine(InMemory, $"gnn-test-{Guid.NewGuid():N}")).FullName
            : Directory.CreateTempSubdirectory("gnn-test-").FullName;

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>The path of a file in the folder.</summary>
    /// <param name="name">The file's name.</param>
    /// <returns>The full path.</returns>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}

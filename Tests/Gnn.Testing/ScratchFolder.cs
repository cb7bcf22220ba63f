namespace Gnn.Testing;

/// <summary>A new folder for a test, removed with what is in it.</summary>
public sealed class ScratchFolder : IDisposable
{
    /// <summary>The folder's full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("gnn-test-").FullName;

    /// <summary>The path of a file in the folder.</summary>
    /// <param name="name">The file's name.</param>
    /// <returns>The full path.</returns>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}

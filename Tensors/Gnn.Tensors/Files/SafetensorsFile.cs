using System.Diagnostics.CodeAnalysis;

namespace Gnn.Tensors.Files;

/// <summary>Named tensors in the safetensors format, which PyTorch, PyTorch Geometric and many others read and write.</summary>
/// <remarks>
/// The file is the length of a JSON header as eight bytes, the header, and the tensors' bytes one after the other without gaps. What is
/// read is checked before it is believed: the header against the file, each tensor against its shape, all tensors against one another.
/// </remarks>
public sealed class SafetensorsFile
{
    private readonly Dictionary<string, SafetensorsEntry> _byName;

    internal SafetensorsFile(IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        Entries = entries;
        Metadata = metadata;
        _byName = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The tensors in the order of the header.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>The file's notes; empty if it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Finds a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="entry">The tensor, or null if there is none of that name.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public bool TryFind(string name, [NotNullWhen(true)] out SafetensorsEntry? entry) => _byName.TryGetValue(name, out entry);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its tensors and notes.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated, damaged, of another format, or has an element type that is not read here.</exception>
    public static SafetensorsFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        return SafetensorsReader.Read(stream, path);
    }

    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="entries">The tensors, in any order: the same tensors and notes give the same bytes.</param>
    /// <param name="metadata">The file's notes, or null.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="path"/> is null or empty, two tensors have one name, a note holds half a surrogate pair, or names and notes take more than 100 MB.
    /// </exception>
    /// <exception cref="ArgumentNullException"><paramref name="entries"/> or one of them is null.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    public static void Write(string path, IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(entries);
        var writer = new SafetensorsWriter(entries, metadata);
        AtomicFile.Write(path, writer.WriteTo);
    }
}

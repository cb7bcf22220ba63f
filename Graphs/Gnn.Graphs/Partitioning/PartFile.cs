using System.Globalization;
using System.Text.Json;
using Gnn.Graphs.Files;
using Gnn.Tensors.Files;
using Microsoft.Win32.SafeHandles;

namespace Gnn.Graphs.Partitioning;

/// <summary>A file of a partitioned graph, as its manifest knows it.</summary>
/// <param name="Name">The name in the folder.</param>
/// <param name="Bytes">The length.</param>
/// <param name="Checksum">The <see cref="Files.Checksum"/> of all bytes.</param>
internal sealed record PartFile(string Name, long Bytes, uint Checksum)
{
    /// <summary>Looks at a file that was written.</summary>
    public static PartFile Of(string folder, string name, CancellationToken cancellation)
    {
        using SafeFileHandle file = File.OpenHandle(Path.Combine(folder, name));
        return new PartFile(name, RandomAccess.GetLength(file), Sum(file, cancellation));
    }

    /// <summary>Reads what a manifest says of a file.</summary>
    /// <param name="properties">The object in the manifest.</param>
    /// <param name="name">The name that the file must have, so that no manifest leads elsewhere.</param>
    /// <param name="manifest">The manifest, for messages.</param>
    /// <exception cref="DataFormatException">Something is missing or wrong.</exception>
    public static PartFile Read(SectionProperties properties, string name, string manifest)
    {
        string found = properties.Text("file");
        if (found != name)
        {
            throw new DataFormatException(manifest, "", $"expected a file '{name}', got '{found}'", PartitionManifest.Again);
        }

        string checksum = properties.Text("checksum");
        return uint.TryParse(checksum, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint sum)
            ? new PartFile(name, properties.Integer("bytes"), sum)
            : throw new DataFormatException(manifest, $"file '{name}'", $"expected a checksum in hexadecimal digits, got '{checksum}'", PartitionManifest.Again);
    }

    /// <summary>Writes what <see cref="Read"/> reads, into an open object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString("file", Name);
        json.WriteNumber("bytes", Bytes);
        json.WriteString("checksum", Checksum.ToString("x8", CultureInfo.InvariantCulture));
    }

    /// <summary>Passes a folder that has the file in its length and, if asked, with its bytes.</summary>
    /// <exception cref="DataFormatException">The file is missing, of another length, or altered.</exception>
    public void Check(string folder, bool readsIt, CancellationToken cancellation)
    {
        string path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            throw new DataFormatException(path, "", $"expected a file of {Bytes} bytes, got none", PartitionManifest.Again);
        }

        using SafeFileHandle file = File.OpenHandle(path);
        long length = RandomAccess.GetLength(file);
        if (length != Bytes)
        {
            throw new DataFormatException(path, "", $"expected {Bytes} bytes, got {length}", PartitionManifest.Again);
        }

        if (readsIt && Sum(file, cancellation) is uint found && found != Checksum)
        {
            throw new DataFormatException(path, "", $"expected the checksum {Checksum:x8}, got {found:x8}", PartitionManifest.Again);
        }
    }

    private static uint Sum(SafeFileHandle file, CancellationToken cancellation)
    {
        byte[] block = new byte[Files.Checksum.BlockBytes];
        var sums = new List<uint>();
        long at = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            int filled = 0;
            int read;
            while (filled < block.Length && (read = RandomAccess.Read(file, block.AsSpan(filled), at + filled)) > 0)
            {
                filled += read;
            }

            if (filled == 0)
            {
                return Files.Checksum.Combine([.. sums]);
            }

            sums.Add(Files.Checksum.OfBlock(block.AsSpan(0, filled)));
            at += filled;
        }
    }
}

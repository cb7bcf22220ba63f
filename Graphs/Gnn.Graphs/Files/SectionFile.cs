using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;
using Microsoft.Win32.SafeHandles;

namespace Gnn.Graphs.Files;

/// <summary>An open graph file: its table is read and checked, its arrays are mapped as they are asked for. What was asked for outlives it.</summary>
internal sealed partial class SectionFile : IDisposable
{
    private const string Again = "Write the file again.";

    private readonly SafeFileHandle _handle;
    private readonly FileMapping _mapping;
    private readonly SectionTable _table;
    private readonly long _tableEnd;
    private readonly Dictionary<string, SectionEntry> _byName;

    private SectionFile(string path, SafeFileHandle handle, FileMapping mapping, SectionTable table, long tableEnd)
    {
        Path = path;
        _handle = handle;
        _mapping = mapping;
        _table = table;
        _tableEnd = tableEnd;
        _byName = table.Sections.ToDictionary(section => section.Name, StringComparer.Ordinal);
    }

    /// <summary>The file, as the user named it.</summary>
    public string Path { get; }

    /// <summary>The length of the file in bytes.</summary>
    public long Length => _mapping.Length;

    /// <summary>The kind of structure that the file holds.</summary>
    public string Kind => _table.Kind;

    /// <summary>Counts, flags and names.</summary>
    public SectionProperties Properties => _table.Properties;

    /// <summary>The sections in the order of the file.</summary>
    public IReadOnlyList<SectionEntry> Sections => _table.Sections;

    /// <summary>Opens a file: checks header, footer and table against one another and against the file's length. The arrays are not read.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated, altered or of another kind; the message names the place.</exception>
    public static SectionFile Open(string path)
    {
        SectionWriter.ThrowIfNotLittleEndian();
        SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        FileMapping? mapping = null;
        try
        {
            long length = RandomAccess.GetLength(handle);
            if (length < FileFrame.HeaderBytes + FileFrame.FooterBytes)
            {
                throw new DataFormatException(
                    path, "", $"expected a graph file of at least {FileFrame.HeaderBytes + FileFrame.FooterBytes} bytes, got {length}", Again);
            }

            FileFrame.CheckHeader(Read(handle, path, 0, FileFrame.HeaderBytes), path);
            var frame = FileFrame.ReadFooter(Read(handle, path, length - FileFrame.FooterBytes, FileFrame.FooterBytes), length, path);
            SectionTable table = ReadTable(handle, path, frame);
            mapping = new FileMapping(handle, length);
            return new SectionFile(path, handle, mapping, table, frame.TableOffset + frame.TableLength);
        }
        catch
        {
            mapping?.Dispose();
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is a section.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>A section.</summary>
    /// <exception cref="DataFormatException">There is none of that name.</exception>
    public SectionEntry Find(string name) => _byName.TryGetValue(name, out SectionEntry? section)
        ? section
        : throw new DataFormatException(Path, "", $"expected a section '{name}', got none", Again);

    /// <summary>A vector.</summary>
    /// <typeparam name="T">The type of the elements, one of <see cref="SectionType"/>'s.</typeparam>
    /// <param name="name">The section.</param>
    /// <param name="length">The number of elements that it must have.</param>
    /// <exception cref="DataFormatException">It is missing, or of another type or length.</exception>
    public NativeArray<T> Array<T>(string name, long length)
        where T : unmanaged
    {
        SectionType type = SectionTypes.Of<T>();
        SectionEntry section = Check(Find(name), section => section.Type == type && section.Shape == new Shape(length), $"{type} [{length}]");
        return NativeArray<T>.Over(_mapping, section.Offset, length);
    }

    /// <summary>A vector of offsets or edge ids.</summary>
    /// <param name="name">The section.</param>
    /// <param name="length">The number of elements that it must have.</param>
    /// <param name="type">Int32 or Int64.</param>
    /// <exception cref="DataFormatException">It is missing, or of another type or length.</exception>
    public IndexArray Indices(string name, long length, SectionType type)
    {
        SectionEntry section = Check(Find(name), section => section.Type == type && section.Shape == new Shape(length), $"{type} [{length}]");
        return IndexArray.Over(_mapping, section.Offset, length, isWide: type == SectionType.Int64);
    }

    /// <summary>A tensor.</summary>
    /// <param name="name">The section.</param>
    /// <param name="rows">The length that its first axis must have.</param>
    /// <param name="engineOf">Where a tensor of a type is made; it lies in the file if the engine works in host memory and in that type.</param>
    /// <exception cref="DataFormatException">It is missing, or has another number of rows.</exception>
    public Tensor Tensor(string name, long rows, Func<DataType, Engine> engineOf)
    {
        SectionEntry section = Check(Find(name), section => section.Shape.Rank > 0 && section.Shape[0] == rows && section.Type.Data() is not null, $"{rows} rows of a column");
        DataType type = section.Type.Data()!.Value;
        return Gnn.Tensors.Tensor.Map(_mapping, section.Offset, type, section.Shape, engineOf(type));
    }

    /// <summary>Lets the file go; arrays that were asked for keep it mapped.</summary>
    public void Dispose()
    {
        _handle.Dispose();
        _mapping.Dispose();
    }

    private static SectionTable ReadTable(SafeFileHandle handle, string path, in FileFrame frame)
    {
        if (frame.TableLength > SectionTable.LongestTable)
        {
            throw new DataFormatException(
                path, $"offset {frame.TableOffset}", $"expected a table of at most {SectionTable.LongestTable} bytes, got {frame.TableLength}");
        }

        byte[] table = Read(handle, path, frame.TableOffset, (int)frame.TableLength);
        uint found = Checksum.Of(table);
        return found == frame.TableChecksum
            ? SectionTable.Read(table, frame.TableOffset, path)
            : throw new DataFormatException(
                path,
                $"table at offset {frame.TableOffset}",
                $"expected the checksum {frame.TableChecksum:x8}, got {found:x8}",
                "The file was altered: write or fetch it again.");
    }

    private static byte[] Read(SafeFileHandle handle, string path, long offset, int length)
    {
        byte[] bytes = new byte[length];
        ReadInto(handle, path, offset, bytes);
        return bytes;
    }

    private static void ReadInto(SafeFileHandle handle, string path, long offset, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(handle, bytes, offset);
            if (read == 0)
            {
                throw new DataFormatException(path, $"offset {offset}", "expected a file that stays as it is while it is read, got one that was cut", Again);
            }

            offset += read;
            bytes = bytes[read..];
        }
    }

    private SectionEntry Check(SectionEntry section, Predicate<SectionEntry> isRight, string expected) => isRight(section)
        ? section
        : throw new DataFormatException(
            Path, $"section '{section.Name}' at offset {section.Offset}", $"expected {expected}, got {section.Type} {section.Shape}", Again);
}

using System.Buffers.Binary;

namespace Gnn.Tensors.Files;

/// <summary>Reads a safetensors file: the header first, then the tensors in the order of their bytes.</summary>
internal static class SafetensorsReader
{
    private const string Refetch = "The file is truncated or damaged: fetch or write it again.";

    /// <summary>Reads a file.</summary>
    /// <param name="stream">The file at its start; its length is known.</param>
    /// <param name="path">The file, for messages.</param>
    /// <returns>Its tensors and notes.</returns>
    /// <exception cref="DataFormatException">The file is truncated, damaged or of another format.</exception>
    public static SafetensorsFile Read(Stream stream, string path)
    {
        long length = stream.Length;
        if (length < sizeof(ulong))
        {
            throw new DataFormatException(path, "", $"expected the eight bytes of the header's length, got a file of {length}", Refetch);
        }

        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        Fill(stream, prefix, path);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        long left = length - sizeof(ulong);
        if (headerLength > (ulong)Math.Min(left, SafetensorsWriter.LongestHeader))
        {
            throw new DataFormatException(
                path, "offset 0x0", $"expected a header of at most {Math.Min(left, SafetensorsWriter.LongestHeader)} bytes, got {headerLength}", Refetch);
        }

        byte[] json = new byte[headerLength];
        Fill(stream, json, path);
        SafetensorsHeader header = SafetensorsHeader.Parse(json, path);
        return new SafetensorsFile(ReadEntries(stream, path, header.Slots, left - json.Length), header.Metadata);
    }

    private static SafetensorsEntry[] ReadEntries(Stream stream, string path, List<SafetensorsHeader.Slot> slots, long dataLength)
    {
        int[] order = [.. Enumerable.Range(0, slots.Count)];
        Array.Sort(order, (a, b) => (slots[a].Start, slots[a].End).CompareTo((slots[b].Start, slots[b].End)));
        CheckLayout(path, slots, order, dataLength);
        var entries = new SafetensorsEntry[slots.Count];
        foreach (int i in order)
        {
            SafetensorsHeader.Slot slot = slots[i];
            byte[] data = new byte[slot.End - slot.Start];
            Fill(stream, data, path);
            if (slot.Type == SafetensorsType.Bool && data.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)1) is >= 0 and var at)
            {
                throw new DataFormatException(path, $"tensor '{slot.Name}', element {at}", $"expected a BOOL of 0 or 1, got {data[at]}", Refetch);
            }

            entries[i] = new SafetensorsEntry(slot.Name, slot.Type, slot.Shape, data);
        }

        return entries;
    }

    // Before anything is allocated: each tensor starts where the one before ends, and the last ends with the file.
    private static void CheckLayout(string path, List<SafetensorsHeader.Slot> slots, int[] order, long dataLength)
    {
        long at = 0;
        foreach (int i in order)
        {
            SafetensorsHeader.Slot slot = slots[i];
            if (slot.Start != at || slot.End > dataLength)
            {
                throw new DataFormatException(
                    path,
                    $"tensor '{slot.Name}'",
                    $"expected tensors without gaps or overlaps within {dataLength} bytes, the next from {at}, got offsets {slot.Start} to {slot.End}",
                    Refetch);
            }

            if (slot.End - slot.Start > Array.MaxLength)
            {
                throw new DataFormatException(path, $"tensor '{slot.Name}'", $"expected at most {Array.MaxLength} bytes, got {slot.End - slot.Start}");
            }

            at = slot.End;
        }

        if (at != dataLength)
        {
            throw new DataFormatException(path, "", $"expected the tensors to end with the file, got {dataLength - at} bytes after them", Refetch);
        }
    }

    private static void Fill(Stream stream, Span<byte> target, string path)
    {
        if (stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
        {
            throw new DataFormatException(path, "", "expected a file that stays as it is while it is read, got one that was cut", Refetch);
        }
    }
}

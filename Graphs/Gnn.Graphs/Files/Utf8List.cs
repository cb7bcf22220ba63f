using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Files;

/// <summary>Texts as one run of UTF-8 bytes and the offsets at which each begins, which may lie in a mapped file. A text is made when it is asked for.</summary>
/// <remarks>Memory: the bytes, and 4 bytes for each text, or 8 beyond 2^31 - 1 bytes in all. A list that is lost is recovered by a finaliser, because a data set
/// lends its names to others. Safe for readers on many threads.</remarks>
internal sealed class Utf8List : IReadOnlyList<string>, IDisposable
{
    private readonly string _place;
    private readonly string _path;

    /// <summary>Takes over the offsets and the bytes.</summary>
    /// <param name="offsets">Where each text begins and the last one ends.</param>
    /// <param name="bytes">The texts, one after another.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="place">Their sections, for messages.</param>
    public Utf8List(IndexArray offsets, NativeArray<byte> bytes, string path = "", string place = "names")
    {
        Offsets = offsets;
        Bytes = bytes;
        _path = path;
        _place = place;
        Count = checked((int)(offsets.Length - 1));
    }

    /// <summary>The number of texts.</summary>
    public int Count { get; }

    /// <summary>Where each text begins and the last one ends.</summary>
    public IndexArray Offsets { get; }

    /// <summary>The texts, one after another.</summary>
    public NativeArray<byte> Bytes { get; }

    /// <summary>A text, made anew.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such text.</exception>
    /// <exception cref="DataFormatException">The offsets, which are not checked when a file is opened, lead out of the bytes.</exception>
    public string this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count)
            {
                throw new ArgumentOutOfRangeException(nameof(index), index, $"A name must be in [0, {Count}), got {index}.");
            }

            string text = Encoding.UTF8.GetString(Span(index));
            GC.KeepAlive(this);
            return text;
        }
    }

    /// <summary>A copy of texts, or the very list if it is one already.</summary>
    /// <param name="texts">The texts, which are read twice.</param>
    /// <exception cref="ArgumentException">A text is null or holds half a surrogate pair.</exception>
    public static unsafe Utf8List From(IReadOnlyList<string> texts)
    {
        if (texts is Utf8List list)
        {
            return list;
        }

        long total = 0;
        foreach (string text in texts)
        {
            total += Encoding.UTF8.GetByteCount(SectionWriter.Text(text ?? throw new ArgumentException("A name is a text, got null.", nameof(texts))));
        }

        var offsets = new IndexArray(texts.Count + 1L, isWide: total > int.MaxValue);
        var bytes = new NativeArray<byte>(total);
        long at = 0;
        int next = 0;
        foreach (string text in texts)
        {
            offsets[next++] = at;
            at += Encoding.UTF8.GetBytes(text, bytes.Span(at, (int)Math.Min(int.MaxValue, total - at)));
        }

        offsets[next] = at;
        return new Utf8List(offsets, bytes);
    }

    /// <summary>The first text that is none: offsets that fall or lead out of the bytes, or bytes that are not UTF-8.</summary>
    /// <param name="cancellation">Stops the check.</param>
    /// <returns>What is wrong, with its place, or null.</returns>
    public string? FindWrong(CancellationToken cancellation)
    {
        for (int i = 0; i < Count; i++)
        {
            if (i % (1 << 16) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (!IsInside(i))
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"section '{_place}/offsets', element {i}: expected offsets that never fall up to {Bytes.Length}, got {Offsets[i]} and then {Offsets[i + 1L]}");
            }

            if (!Utf8.IsValid(Span(i)))
            {
                return string.Create(CultureInfo.InvariantCulture, $"section '{_place}/bytes', text {i}: expected UTF-8, got other bytes");
            }
        }

        return null;
    }

    public IEnumerator<string> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        Offsets.Dispose();
        Bytes.Dispose();
    }

    private bool IsInside(int index) =>
        Offsets[index] >= 0 && Offsets[index] <= Offsets[index + 1L] && Offsets[index + 1L] <= Bytes.Length && Offsets[index + 1L] - Offsets[index] <= int.MaxValue;

    private Span<byte> Span(int index) => IsInside(index)
        ? Bytes.Span(Offsets[index], (int)(Offsets[index + 1L] - Offsets[index]))
        : throw new DataFormatException(
            _path,
            $"section '{_place}/offsets'",
            string.Create(CultureInfo.InvariantCulture, $"expected text {index} inside {Bytes.Length} bytes, got {Offsets[index]} to {Offsets[index + 1L]}"),
            "The file was altered: write or fetch it again.");
}

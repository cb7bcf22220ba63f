using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Gnn.Datasets.Tables;

/// <summary>The ids of a table's nodes (or hyperedges, or classes) and their dense numbers 0 to N - 1, both ways.</summary>
/// <remarks>An id is UTF-8 bytes in one arena, found by an open-addressing table of 8 bytes a slot: no string is kept, and a lookup makes none. Memory: the
/// bytes of the ids and about 25 bytes for each. Safe for readers on many threads.</remarks>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "a map from ids to numbers, which lists the ids in order")]
public sealed class IdMap : IReadOnlyList<string>
{
    /// <summary>The longest id in bytes.</summary>
    public const int MaxIdBytes = IdTable.MaxIdBytes;

    private readonly IdTable? _table;
    private readonly int _indexCount;

    internal IdMap(IdTable table) => _table = table;

    // The ids are the numbers themselves.
    internal IdMap(int indexCount) => _indexCount = indexCount;

    /// <summary>The number of ids, N.</summary>
    public int Count => _table?.Count ?? _indexCount;

    /// <summary>The table's node count may grow no more: what the map stands on.</summary>
    internal IdTable? Table => _table;

    /// <summary>The id of a node, made anew as a string.</summary>
    /// <param name="index">The node, 0 to N - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public string this[int index]
    {
        get
        {
            Check(index);
            return _table is null ? index.ToString(CultureInfo.InvariantCulture) : Encoding.UTF8.GetString(_table.Utf8(index));
        }
    }

    /// <summary>A map of given ids, numbered in their order.</summary>
    /// <param name="ids">The ids, distinct, each at most <see cref="MaxIdBytes"/> bytes of UTF-8.</param>
    /// <returns>The map.</returns>
    /// <exception cref="ArgumentException">An id repeats or is too long.</exception>
    public static IdMap FromIds(IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var table = new IdTable();
        foreach (string id in ids)
        {
            ArgumentNullException.ThrowIfNull(id, nameof(ids));
            byte[] bytes = Encoding.UTF8.GetBytes(id);
            if (bytes.Length > MaxIdBytes)
            {
                throw new ArgumentException($"An id must have at most {MaxIdBytes} bytes, got {bytes.Length}.", nameof(ids));
            }

            int count = table.Count;
            if (table.GetOrAdd(bytes) != count)
            {
                throw new ArgumentException($"The id '{id}' is given twice.", nameof(ids));
            }
        }

        return new IdMap(table);
    }

    /// <summary>A map whose ids are the numbers themselves, 0 to N - 1.</summary>
    /// <param name="count">N, at least 0.</param>
    /// <returns>The map, which takes no memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static IdMap FromCount(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new IdMap(count);
    }

    /// <summary>Finds the node of an id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="node">The node, or -1.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(string id, out int node)
    {
        ArgumentNullException.ThrowIfNull(id);
        return TryFind(Encoding.UTF8.GetBytes(id), out node);
    }

    /// <summary>Finds the node of an id; makes no object.</summary>
    /// <param name="utf8">The id's bytes.</param>
    /// <param name="node">The node, or -1.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(ReadOnlySpan<byte> utf8, out int node)
    {
        if (_table is not null)
        {
            node = _table.Find(utf8);
            return node >= 0;
        }

        bool isPlain = utf8.Length > 0 && (utf8[0] != '0' || utf8.Length == 1) && utf8[0] is >= (byte)'0' and <= (byte)'9';
        bool isFound = int.TryParse(utf8, NumberStyles.None, CultureInfo.InvariantCulture, out node) && isPlain && node < _indexCount;
        node = isFound ? node : -1;
        return isFound;
    }

    /// <summary>The bytes of a node's id, copied.</summary>
    /// <param name="node">0 to N - 1.</param>
    /// <returns>UTF-8.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public byte[] ToUtf8(int node)
    {
        Check(node);
        return _table is null ? Encoding.UTF8.GetBytes(this[node]) : _table.Utf8(node).ToArray();
    }

    /// <summary>The ids in the order of their numbers.</summary>
    /// <returns>One string after the other.</returns>
    public IEnumerator<string> GetEnumerator()
    {
        for (int node = 0; node < Count; node++)
        {
            yield return this[node];
        }
    }

    /// <summary>The number of ids, for example <c>IdMap: 34 ids</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"IdMap: {Count} ids");

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Check(int node)
    {
        if ((uint)node >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(node), node, string.Create(CultureInfo.InvariantCulture, $"A node must be in [0, {Count}), got {node}."));
        }
    }
}

using System.Globalization;
using System.Text;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>Ids that hold within a scope: those of nodes within their graph of a set, or within their type.</summary>
/// <remarks>A node is known by one key, the number of its scope followed by the bytes of its id, so that all scopes together need one table. Its number in its
/// scope counts by first appearance or, where ids are node numbers, is its id.</remarks>
internal sealed class ScopedIds(string scopeName, IdKind scopeKind, IdKind kind, int maxScopes)
{
    private const int MaxScopeBytes = 5;

    private readonly NameLimit _limit = new(scopeName, maxScopes);
    private readonly IdTable _nodes = new();
    private readonly Column<int> _scopes = new();
    private readonly Column<int> _numbers = new();
    private readonly Column<int> _counts = new();
    private IdKey[] _keys = [];
    private int[] _blockScopes = [];
    private byte[] _text = [];

    /// <summary>What a scope is, in a word.</summary>
    internal string ScopeName => scopeName;

    internal IdKind Kind => kind;

    /// <summary>The names of the scopes, by first appearance.</summary>
    internal IdTable Scopes { get; } = new();

    /// <summary>The nodes that rows have named.</summary>
    internal int Count => _nodes.Count;

    /// <summary>The scope of each node.</summary>
    internal ReadOnlySpan<int> ScopeOf => _scopes.Values;

    /// <summary>The number of each node in its scope.</summary>
    internal ReadOnlySpan<int> NumberOf => _numbers.Values;

    /// <summary>The number of nodes that each scope needs.</summary>
    internal ReadOnlySpan<int> Counts => _counts.Values;

    /// <summary>How the names of scopes are read.</summary>
    internal ColumnKind ScopeKind => KeyOf(scopeKind);

    /// <summary>How the ids of nodes are read.</summary>
    internal ColumnKind IdColumnKind => KeyOf(kind);

    internal string NameOfScope(int scope) => Encoding.UTF8.GetString(Scopes.Utf8(scope));

    /// <summary>The id of a node in its scope.</summary>
    internal ReadOnlySpan<byte> IdOf(int node)
    {
        ReadOnlySpan<byte> key = _nodes.Utf8(node);
        int start = 0;
        while (key[start] >= 0x80)
        {
            start++;
        }

        return key[(start + 1)..];
    }

    /// <summary>A node in words, for messages.</summary>
    internal string Describe(int node) => $"{Encoding.UTF8.GetString(IdOf(node))}' of {scopeName} '{NameOfScope(ScopeOf[node])}";

    /// <summary>Finds the nodes of a block's rows, several in a row; -1 for one that is not known.</summary>
    internal void Resolve(TableBlock block, RowSource source, int stride, ReadOnlySpan<ScopedEnd> ends, Span<int> nodes, UnknownNodes unknown)
    {
        if (_keys.Length < nodes.Length)
        {
            (_keys, _blockScopes) = (new IdKey[nodes.Length], new int[nodes.Length]);
        }

        bool adds = unknown == UnknownNodes.Add;
        Span<IdKey> keys = _keys.AsSpan(0, nodes.Length);
        Span<int> scopes = _blockScopes.AsSpan(0, nodes.Length);
        for (int row = 0, i = 0; i < keys.Length; row++)
        {
            foreach (ref readonly ScopedEnd end in ends)
            {
                keys[i++] = block.Keys[(row * stride) + end.ScopeSlot];
            }
        }

        int known = Scopes.Count;
        Scopes.Resolve(block.Text, keys, scopes, adds);
        if (_limit.FindWrong(Scopes, known, scopes, out string problem) is >= 0 and int at)
        {
            throw _limit.Wrong(block, source, at / ends.Length, ends[at % ends.Length].ScopeColumn, problem);
        }

        Join(block, source, stride, ends, scopes, keys);
        int next = Count;
        _nodes.Resolve(_text, keys, nodes, adds);
        if (adds)
        {
            Number(block, source, ends, scopes, nodes, next);
        }
        else if (unknown == UnknownNodes.Error)
        {
            RefuseUnknown(block, source, stride, ends, scopes, nodes);
        }
    }

    /// <summary>Refuses numbers of nodes that only mistaken ids can mean.</summary>
    internal void CheckGaps(string path, string column, long rows)
    {
        long total = 0;
        foreach (int count in Counts)
        {
            total += count;
        }

        if (kind == IdKind.Index ? total > EndIds.MostIndexes(rows + Count) : total > int.MaxValue)
        {
            throw new DataFormatException(
                path, $"column '{column}'", string.Create(CultureInfo.InvariantCulture, $"expected node numbers without large gaps, got {total} nodes in a table of {rows} rows"),
                "Read the ids as whole numbers (integer), which are numbered by first appearance.");
        }
    }

    // The key of a node: the number of its scope in groups of seven bits, then its id.
    private void Join(TableBlock block, RowSource source, int stride, ReadOnlySpan<ScopedEnd> ends, ReadOnlySpan<int> scopes, Span<IdKey> keys)
    {
        int at = 0;
        for (int i = 0, row = 0, end = 0; i < keys.Length; i++)
        {
            IdKey id = block.Keys[(row * stride) + ends[end].Slot];
            (row, end) = end + 1 < ends.Length ? (row, end + 1) : (row + 1, 0);
            if (scopes[i] < 0)
            {
                keys[i] = IdKey.Missing;
                continue;
            }

            if (id.Length > IdTable.MaxIdBytes - MaxScopeBytes)
            {
                throw source.AtRow(
                    block, i / ends.Length, ends[i % ends.Length].Column,
                    string.Create(CultureInfo.InvariantCulture, $"expected an id of at most {IdTable.MaxIdBytes - MaxScopeBytes} bytes, got {id.Length}"), "");
            }

            if (_text.Length - at < id.Length + MaxScopeBytes)
            {
                Array.Resize(ref _text, checked(Math.Max(2 * _text.Length, at + id.Length + (MaxScopeBytes * (keys.Length - i)))));
            }

            int start = at;
            uint scope = (uint)scopes[i];
            for (; scope >= 0x80; scope >>= 7)
            {
                _text[at++] = (byte)(scope | 0x80);
            }

            _text[at++] = (byte)scope;
            block.Text.AsSpan(id.Start, id.Length).CopyTo(_text.AsSpan(at));
            at += id.Length;
            keys[i] = new IdKey(IdKey.HashOf(_text.AsSpan(start, at - start)), start, at - start);
        }
    }

    // Nodes that are new have their numbers in the order of the rows.
    private void Number(TableBlock block, RowSource source, ReadOnlySpan<ScopedEnd> ends, ReadOnlySpan<int> scopes, ReadOnlySpan<int> nodes, int next)
    {
        _counts.Extend(Scopes.Count - _counts.Count, 0).Clear();
        Span<int> counts = _counts.Values;
        Span<int> newScopes = _scopes.Extend(Count - next, 0);
        Span<int> newNumbers = _numbers.Extend(Count - next, 0);
        int first = next;
        for (int i = 0; i < nodes.Length; i++)
        {
            if (nodes[i] != next)
            {
                continue;
            }

            int number = counts[scopes[i]];
            if (kind == IdKind.Index && !NumberField.TryParseIndex(IdOf(next), out number))
            {
                throw source.AtRow(
                    block, i / ends.Length, ends[i % ends.Length].Column, $"expected a node number, a whole number from 0 to 2147483646, got '{Shown(IdOf(next))}'",
                    "Read the ids as whole numbers (integer).");
            }

            counts[scopes[i]] = Math.Max(counts[scopes[i]], number + 1);
            (newScopes[next - first], newNumbers[next - first]) = (scopes[i], number);
            next++;
        }
    }

    private void RefuseUnknown(TableBlock block, RowSource source, int stride, ReadOnlySpan<ScopedEnd> ends, ReadOnlySpan<int> scopes, ReadOnlySpan<int> nodes)
    {
        int unknown = nodes.IndexOf(-1);
        if (unknown < 0)
        {
            return;
        }

        (int row, ScopedEnd end) = (unknown / ends.Length, ends[unknown % ends.Length]);
        IdKey key = block.Keys[(row * stride) + (scopes[unknown] < 0 ? end.ScopeSlot : end.Slot)];
        string got = Shown(block.Text.AsSpan(key.Start, key.Length));
        throw scopes[unknown] < 0
            ? source.AtRow(
                block, row, end.ScopeColumn, $"expected a {scopeName} of the node table, got '{got}'", $"Add the nodes of the {scopeName} to the node table, or add or drop unknown nodes.")
            : source.AtRow(
                block, row, end.Column,
                $"expected a node that the node table has of the {scopeName} '{NameOfScope(scopes[unknown])}'{RangeOf(scopes[unknown])}, got '{got}'",
                "Add the node to its table, or add or drop unknown nodes.");
    }

    private string RangeOf(int scope) => kind == IdKind.Index ? string.Create(CultureInfo.InvariantCulture, $", 0 to {Counts[scope] - 1}") : "";

    // Numbers are keys too: a number in its scope is looked up like any other id.
    private static ColumnKind KeyOf(IdKind kind) => kind == IdKind.Text ? ColumnKind.TextId : ColumnKind.IntegerId;

    private static string Shown(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, 60)]);
}

using System.Text;
using System.Text.Unicode;
using Gnn.Datasets.Tables;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>Reads N-Triples in one pass over the bytes.</summary>
/// <remarks>As strict as the grammar: no relative IRI, no unknown escape, no half of a surrogate pair, one triple a line. A byte order mark is left out.</remarks>
internal sealed partial class NTriplesReader
{
    private readonly byte[] _bytes;
    private readonly string _path;
    private readonly IdTable _nodes = new();
    private readonly IdTable _relations = new();
    private readonly TermBuffer _term = new();
    private int _at;

    public NTriplesReader(byte[] bytes, string path)
    {
        (_bytes, _path) = (bytes, path);
        _at = bytes.AsSpan().StartsWith("\ufeff"u8) ? 3 : 0;
    }

    public NTriples Read()
    {
        CheckEncoding();
        int most = _bytes.AsSpan().Count((byte)'\n') + _bytes.AsSpan().Count((byte)'\r') + 1;
        int[] subjects = new int[most];
        int[] predicates = new int[most];
        int[] objects = new int[most];
        int count = 0;
        while (SkipToTriple())
        {
            subjects[count] = Number(_nodes, ReadSubject());
            predicates[count] = Number(_relations, ReadPredicate());
            objects[count] = Number(_nodes, ReadObject());
            count++;
            EndTriple();
        }

        return new NTriples(subjects, predicates, objects, count, new IdMap(_nodes), new IdMap(_relations));
    }

    // Skips blank lines and comments.
    private bool SkipToTriple()
    {
        for (; _at < _bytes.Length; _at++)
        {
            if (_bytes[_at] == (byte)'#')
            {
                SkipComment();
            }
            else if (_bytes[_at] is not ((byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r'))
            {
                return true;
            }
        }

        return false;
    }

    private ReadOnlySpan<byte> ReadSubject() => Peek() switch
    {
        (byte)'<' => ReadIri(),
        (byte)'_' => ReadBlank(),
        _ => throw Unexpected("a subject, <IRI> or _:label"),
    };

    private ReadOnlySpan<byte> ReadPredicate() => Peek() == (byte)'<' ? ReadIri() : throw Unexpected("a predicate, <IRI>");

    private ReadOnlySpan<byte> ReadObject() => Peek() switch
    {
        (byte)'<' => ReadIri(),
        (byte)'_' => ReadBlank(),
        (byte)'"' => ReadLiteral(),
        _ => throw Unexpected("an object, <IRI>, _:label or \"text\""),
    };

    private void EndTriple()
    {
        if (Peek() != (byte)'.')
        {
            throw Unexpected("'.' at the end of the triple");
        }

        _at++;
        if (Peek() == (byte)'#')
        {
            SkipComment();
        }

        if (Peek() is not ((byte)'\n' or (byte)'\r' or -1))
        {
            throw Unexpected("the end of the line");
        }
    }

    private static int Number(IdTable table, ReadOnlySpan<byte> term) => table.GetOrAdd(term.Length <= IdTable.MaxIdBytes ? term : TermBuffer.Shorten(term));

    private void SkipComment()
    {
        int length = _bytes.AsSpan(_at).IndexOfAny((byte)'\n', (byte)'\r');
        _at = length < 0 ? _bytes.Length : _at + length;
    }

    // The next byte that is neither space nor tab, -1 at the end.
    private int Peek()
    {
        while (_at < _bytes.Length && _bytes[_at] is (byte)' ' or (byte)'\t')
        {
            _at++;
        }

        return PeekAt(_at);
    }

    private int PeekAt(int at) => at < _bytes.Length ? _bytes[at] : -1;

    private void CheckEncoding()
    {
        if (Utf8.IsValid(_bytes))
        {
            return;
        }

        int at = 0;
        while (Rune.DecodeFromUtf8(_bytes.AsSpan(at), out _, out int used) == System.Buffers.OperationStatus.Done)
        {
            at += used;
        }

        throw Bad(at, $"expected UTF-8, got the byte 0x{_bytes[at]:x2}");
    }

    private DataFormatException Unexpected(string expected)
    {
        if (_at >= _bytes.Length)
        {
            return Bad(_bytes.Length, $"expected {expected}, got the end of the file", "The file is cut short: fetch it again.");
        }

        string got = _bytes[_at] switch
        {
            (byte)'\n' or (byte)'\r' => "the end of the line",
            < 0x20 or 0x7f => $"the byte 0x{_bytes[_at]:x2}",
            _ => $"'{Shown(_at)}'",
        };
        return Bad(_at, $"expected {expected}, got {got}");
    }

    private string Shown(int at)
    {
        _ = Rune.DecodeFromUtf8(_bytes.AsSpan(at), out Rune rune, out _);
        return rune.ToString();
    }

    private DataFormatException Bad(int at, string problem, string cure = "")
    {
        ReadOnlySpan<byte> before = _bytes.AsSpan(0, at);
        return new DataFormatException(_path, $"line {before.Count((byte)'\n') + 1}, column {at - before.LastIndexOf((byte)'\n')}", problem, cure);
    }
}

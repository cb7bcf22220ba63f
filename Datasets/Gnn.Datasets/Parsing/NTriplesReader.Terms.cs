using System.Buffers;
using System.Text;

namespace Gnn.Datasets.Parsing;

internal sealed partial class NTriplesReader
{
    private static readonly SearchValues<byte> IriStops = SearchValues.Create([.. Enumerable.Range(0, 0x21).Select(value => (byte)value), .. "<>\"{}|^`\\"u8]);
    private static readonly SearchValues<byte> LiteralStops = SearchValues.Create("\"\\\n\r"u8);
    private static readonly SearchValues<byte> LanguageBytes = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);
    private static readonly SearchValues<byte> SchemeBytes = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-."u8);
    private static readonly SearchValues<byte> LabelBytes = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_:-."u8);

    private ReadOnlySpan<byte> ReadIri()
    {
        int start = ++_at;
        int length = _bytes.AsSpan(start).IndexOfAny(IriStops);
        ReadOnlySpan<byte> iri;
        if (length >= 0 && _bytes[start + length] == (byte)'>')
        {
            _at += length + 1;
            iri = _bytes.AsSpan(start, length);
        }
        else
        {
            _term.Clear();
            AppendIri();
            iri = _term.Written;
        }

        return HasScheme(iri) ? iri : throw Bad(start, $"expected an absolute IRI, which begins with a scheme like 'http:', got '{TextScanner.Show(iri)}'");
    }

    // Appends an IRI of which '<' was read, and reads '>'.
    private void AppendIri()
    {
        while (true)
        {
            AppendTo(IriStops, "'>' at the end of the IRI");
            if (_bytes[_at] == (byte)'>')
            {
                _at++;
                return;
            }

            int start = _at;
            if (_bytes[_at] != (byte)'\\' || PeekAt(_at + 1) is not ((byte)'u' or (byte)'U'))
            {
                throw Unexpected("a character of an IRI, or a \\u or \\U escape");
            }

            Rune rune = ReadCodePoint();
            if (rune.IsAscii && IriStops.Contains((byte)rune.Value))
            {
                throw Bad(start, $"expected an escape of a character that an IRI may have, got U+{rune.Value:X4}");
            }

            _term.Append(rune);
        }
    }

    private ReadOnlySpan<byte> ReadBlank()
    {
        int start = _at;
        if (PeekAt(_at + 1) != (byte)':')
        {
            throw Unexpected("_:label");
        }

        _at += 2;
        int first = _at;
        while (true)
        {
            int length = _bytes.AsSpan(_at).IndexOfAnyExcept(LabelBytes);
            _at = length < 0 ? _bytes.Length : _at + length;
            if (_at == _bytes.Length || _bytes[_at] < 0x80)
            {
                break;
            }

            _ = Rune.DecodeFromUtf8(_bytes.AsSpan(_at), out Rune rune, out int used);
            if (!BlankLabels.MayHave(rune))
            {
                throw Bad(_at, $"expected a character of a label, got U+{rune.Value:X4}");
            }

            _at += used;
        }

        // A label does not end with a full stop: that one ends the triple.
        while (_at > first && _bytes[_at - 1] == (byte)'.')
        {
            _at--;
        }

        if (!BlankLabels.MayBegin(_bytes.AsSpan(first, _at - first)))
        {
            throw Bad(first, $"expected a label, which begins with a letter, a digit, '_' or ':', got '{TextScanner.Show(_bytes.AsSpan(first, _at - first))}'");
        }

        return _bytes.AsSpan(start, _at - start);
    }

    private ReadOnlySpan<byte> ReadLiteral()
    {
        _at++;
        _term.Clear();
        _term.Append("\""u8);
        AppendText();
        _term.Append("\""u8);
        switch (Peek())
        {
            case (byte)'@':
                AppendLanguage();
                break;
            case (byte)'^':
                AppendDatatype();
                break;
        }

        return _term.Written;
    }

    // Appends a literal's text of which '"' was read, and reads the closing one.
    private void AppendText()
    {
        while (true)
        {
            AppendTo(LiteralStops, "'\"' at the end of the literal");
            switch (_bytes[_at])
            {
                case (byte)'"':
                    _at++;
                    return;
                case (byte)'\\' when PeekAt(_at + 1) is (byte)'u' or (byte)'U':
                    _term.Append(ReadCodePoint());
                    break;
                case (byte)'\\' when Escaped(PeekAt(_at + 1)) is { } escaped:
                    _term.Append([escaped]);
                    _at += 2;
                    break;
                case (byte)'\\':
                    throw Bad(_at, $"expected an escape (\\t \\b \\n \\r \\f \\\" \\' \\\\ \\u \\U), got '{TextScanner.Show(_bytes.AsSpan(_at, Math.Min(2, _bytes.Length - _at)))}'");
                default:
                    throw Unexpected("'\"' at the end of the literal");
            }
        }
    }

    private static byte? Escaped(int letter) => letter switch
    {
        't' => (byte)'\t',
        'b' => (byte)'\b',
        'n' => (byte)'\n',
        'r' => (byte)'\r',
        'f' => (byte)'\f',
        '"' or '\'' or '\\' => (byte)letter,
        _ => null,
    };

    private void AppendLanguage()
    {
        int start = _at;
        bool isFirst = true;
        do
        {
            _at++;
            int length = _bytes.AsSpan(_at).IndexOfAnyExcept(LanguageBytes);
            length = length < 0 ? _bytes.Length - _at : length;
            if (length == 0 || (isFirst && _bytes.AsSpan(_at, length).ContainsAnyInRange((byte)'0', (byte)'9')))
            {
                throw Unexpected("a language tag like @en or @en-GB");
            }

            _at += length;
            isFirst = false;
        }
        while (PeekAt(_at) == (byte)'-');

        _term.Append(_bytes.AsSpan(start, _at - start));
    }

    private void AppendDatatype()
    {
        if (PeekAt(_at + 1) != (byte)'^')
        {
            throw Unexpected("^^<datatype>");
        }

        _at += 2;
        if (Peek() != (byte)'<')
        {
            throw Unexpected("a datatype, <IRI>");
        }

        int start = ++_at;
        int text = _term.Written.Length;
        _term.Append("^^<"u8);
        AppendIri();
        ReadOnlySpan<byte> iri = _term.Written[(text + 3)..];
        if (!HasScheme(iri))
        {
            throw Bad(start, $"expected a datatype as an absolute IRI, got '{TextScanner.Show(iri)}'");
        }

        if (iri.SequenceEqual("http://www.w3.org/2001/XMLSchema#string"u8))
        {
            _term.Cut(text);
        }
        else
        {
            _term.Append(">"u8);
        }
    }

    // Appends the bytes before the next stop and goes to it.
    private void AppendTo(SearchValues<byte> stops, string end)
    {
        int length = _bytes.AsSpan(_at).IndexOfAny(stops);
        if (length < 0)
        {
            _at = _bytes.Length;
            throw Unexpected(end);
        }

        _term.Append(_bytes.AsSpan(_at, length));
        _at += length;
    }

    // Reads \uXXXX or \UXXXXXXXX.
    private Rune ReadCodePoint()
    {
        int start = _at;
        int digits = _bytes[_at + 1] == (byte)'u' ? 4 : 8;
        uint value = 0;
        for (_at += 2; digits > 0; digits--, _at++)
        {
            int digit = PeekAt(_at);
            if (digit < 0 || !char.IsAsciiHexDigit((char)digit))
            {
                throw Unexpected("a hexadecimal digit of an escape, 4 after \\u or 8 after \\U");
            }

            value = (value << 4) | (uint)((digit & 0xF) + (9 * (digit >> 6)));
        }

        return Rune.TryCreate(value, out Rune rune)
            ? rune
            : throw Bad(start, $"expected an escape of a character, got U+{value:X4}, which is none", "A character beyond U+FFFF is written \\U and 8 digits.");
    }

    private static bool HasScheme(ReadOnlySpan<byte> iri)
    {
        int length = iri.IndexOf((byte)':');
        return length > 0 && char.IsAsciiLetter((char)iri[0]) && !iri[..length].ContainsAnyExcept(SchemeBytes);
    }
}

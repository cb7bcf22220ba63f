using System.Text;

namespace Gnn.Tensors.Files;

/// <summary>Reads the dictionary of a .npy header, such as <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c>, and nothing else: no other
/// key, no other kind of value, no expression.</summary>
/// <param name="text">The header.</param>
/// <param name="start">Where it begins in the file, for messages.</param>
/// <param name="path">The file, for messages.</param>
internal ref struct NpyHeaderParser(ReadOnlySpan<byte> text, long start, string path)
{
    private const int MostAxes = 64;
    private const string Resave = "Save the array anew with numpy.save.";

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly List<long> _shape = [];
    private int _at;

    /// <summary>The name of the elements' type.</summary>
    public string Type { get; private set; } = "";

    /// <summary>Whether the first axis runs fastest.</summary>
    public bool IsColumnMajor { get; private set; }

    /// <summary>The lengths of the axes.</summary>
    public readonly ReadOnlySpan<long> Shape => _shape.ToArray();

    /// <summary>Reads the whole header.</summary>
    /// <exception cref="DataFormatException">It is not as described.</exception>
    public void Parse()
    {
        Take('{');
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!TryTake('}'))
        {
            Space();
            int place = _at;
            string key = String("a key in quotes");
            if (!keys.Add(key))
            {
                throw Bad(place, "a key once", $"'{key}' twice");
            }

            Take(':');
            Value(key, place);
            if (!TryTake(','))
            {
                Take('}');
                break;
            }
        }

        Space();
        if (_at < _text.Length)
        {
            throw Bad(_at, "nothing after the dictionary", Found());
        }

        if (keys.Count < 3)
        {
            throw Bad(_at, "the keys 'descr', 'fortran_order' and 'shape'", keys.Count == 0 ? "none" : string.Join(" and ", keys.Select(key => $"'{key}'")));
        }
    }

    private void Value(string key, int place)
    {
        Space();
        switch (key)
        {
            case "descr":
                if (_at < _text.Length && _text[_at] == '[')
                {
                    throw new DataFormatException(
                        path, Place(_at), "expected elements of one type, got a structured array", "Save each of its fields as an array of its own.");
                }

                Type = String("the elements' type in quotes");
                break;
            case "fortran_order":
                IsColumnMajor = TryWord("True"u8) || (TryWord("False"u8) ? false : throw Bad(_at, "True or False", Found()));
                break;
            case "shape":
                Tuple();
                break;
            default:
                throw Bad(place, "'descr', 'fortran_order' or 'shape'", $"'{key}'");
        }
    }

    private void Tuple()
    {
        Take('(');
        bool hasComma = false;
        while (!TryTake(')'))
        {
            if (_shape.Count > 0 && !hasComma)
            {
                throw Bad(_at, "',' or ')'", Found());
            }

            if (_shape.Count == MostAxes)
            {
                throw Bad(_at, $"at most {MostAxes} axes", "more");
            }

            _shape.Add(Integer());
            hasComma = TryTake(',');
        }

        if (_shape.Count == 1 && !hasComma)
        {
            throw Bad(_at, "a tuple, in which a single length has a comma after it", "a number in parentheses");
        }
    }

    private long Integer()
    {
        Space();
        int first = _at;
        long value = 0;
        while (_at < _text.Length && char.IsAsciiDigit((char)_text[_at]))
        {
            int digit = _text[_at] - '0';
            if (value > (long.MaxValue - digit) / 10)
            {
                throw Bad(first, "a length below 2^63", "more");
            }

            value = (value * 10) + digit;
            _at++;
        }

        if (_at == first || (_text[first] == '0' && _at > first + 1))
        {
            throw Bad(first, "a length of at least 0 in decimal digits", FoundAt(first));
        }

        // Python 2 wrote long integers with this letter.
        _ = TryWord("L"u8);
        return value;
    }

    private string String(string what)
    {
        byte quote = _at < _text.Length ? _text[_at] : (byte)0;
        if (quote is not ((byte)'\'' or (byte)'"'))
        {
            throw Bad(_at, what, Found());
        }

        int length = _text[(_at + 1)..].IndexOf(quote);
        ReadOnlySpan<byte> inside = length < 0 ? default : _text.Slice(_at + 1, length);
        if (length < 0 || inside.IndexOfAnyExceptInRange((byte)' ', (byte)'~') >= 0 || inside.Contains((byte)'\\'))
        {
            throw Bad(_at, $"{what}, in plain characters without escapes", "another");
        }

        _at += length + 2;
        return Encoding.ASCII.GetString(inside);
    }

    private bool TryWord(ReadOnlySpan<byte> word)
    {
        bool isThere = _text[_at..].StartsWith(word);
        _at += isThere ? word.Length : 0;
        return isThere;
    }

    private void Take(char symbol)
    {
        if (!TryTake(symbol))
        {
            throw Bad(_at, $"'{symbol}'", Found());
        }
    }

    private bool TryTake(char symbol)
    {
        Space();
        bool isThere = _at < _text.Length && _text[_at] == symbol;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private void Space()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _at++;
        }
    }

    private readonly string Found() => FoundAt(_at);

    private readonly string FoundAt(int at) => at >= _text.Length
        ? "the end of the header"
        : _text[at] is > (byte)' ' and < 0x7f ? $"'{(char)_text[at]}'" : $"the byte 0x{_text[at]:x2}";

    private readonly string Place(int at) => $"offset 0x{start + at:x}";

    private readonly DataFormatException Bad(int at, string expected, string got) => new(path, Place(at), $"expected {expected}, got {got}", Resave);
}

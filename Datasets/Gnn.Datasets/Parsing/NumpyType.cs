namespace Gnn.Datasets.Parsing;

/// <summary>A numpy element type: a kind, a size and a byte order.</summary>
/// <param name="Letter"><c>b</c> truth value, <c>i</c> signed, <c>u</c> unsigned, <c>f</c> float.</param>
/// <param name="Bytes">The size of an element: 1, 2, 4 or 8.</param>
/// <param name="BigEndian">Whether the most significant byte comes first.</param>
internal readonly record struct NumpyType(char Letter, int Bytes, bool BigEndian)
{
    /// <summary>Whether elements are floats.</summary>
    public bool IsFloat => Letter == 'f';

    /// <summary>Reads a type such as <c>i4</c>, <c>&lt;f8</c> or <c>|b1</c>.</summary>
    /// <param name="text">The type in ASCII.</param>
    /// <param name="type">The type.</param>
    /// <returns>Whether it is a number type that is read here.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out NumpyType type)
    {
        bool bigEndian = false;
        if (text.Length == 3 && text[0] is (byte)'<' or (byte)'>' or (byte)'|' or (byte)'=')
        {
            bigEndian = text[0] == '>';
            text = text[1..];
        }

        type = text.Length == 2 ? new NumpyType((char)text[0], text[1] - '0', bigEndian) : default;
        return (type.Letter, type.Bytes) is ('b', 1) or ('i' or 'u', 1 or 2 or 4 or 8) or ('f', 4 or 8);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(Bytes == 1 ? '|' : BigEndian ? '>' : '<')}{Letter}{Bytes}";
}

using System.Text.Json;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.SpatioTemporal;

/// <summary>Reads JSON whose shape is known, token by token; errors name the line and the byte in it.</summary>
internal ref struct JsonScanner
{
    private readonly byte[] _bytes;
    private readonly string _path;
    private readonly int _start;
    private Utf8JsonReader _reader;

    /// <summary>Begins before the first token.</summary>
    /// <param name="bytes">The text, in UTF-8, with or without a byte order mark.</param>
    /// <param name="path">What to call it in messages.</param>
    public JsonScanner(byte[] bytes, string path)
    {
        (_bytes, _path) = (bytes, path);
        _start = bytes.AsSpan().StartsWith("\ufeff"u8) ? 3 : 0;
        _reader = new Utf8JsonReader(bytes.AsSpan(_start));
    }

    /// <summary>Goes to the next token, which begins an object.</summary>
    /// <exception cref="DataFormatException">It is another.</exception>
    public void BeginObject(string what) => Require(JsonTokenType.StartObject, "", what, ", an object");

    /// <summary>Goes to the next token, which begins an array.</summary>
    /// <exception cref="DataFormatException">It is another.</exception>
    public void BeginArray(string what) => Require(JsonTokenType.StartArray, "", what, ", an array");

    /// <summary>Goes to the next property of an object.</summary>
    /// <param name="name">Its name, or null at the object's end.</param>
    /// <returns>Whether there is one.</returns>
    public bool NextProperty(out string? name)
    {
        Read();
        name = null;
        if (_reader.TokenType != JsonTokenType.PropertyName)
        {
            return false;
        }

        try
        {
            name = _reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            throw Bad("expected a name in UTF-8, got other bytes");
        }
    }

    /// <summary>Goes to the next item of an array, which begins an array itself.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="DataFormatException">There is another thing.</exception>
    public bool NextArray(string what)
    {
        Read();
        return _reader.TokenType switch
        {
            JsonTokenType.StartArray => true,
            JsonTokenType.EndArray => false,
            _ => throw Other($"{what}, an array"),
        };
    }

    /// <summary>Goes to the next item of an array, which is a finite number.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="DataFormatException">There is another thing.</exception>
    public bool NextSingle(string what, out float value)
    {
        Read();
        value = 0;
        if (_reader.TokenType == JsonTokenType.EndArray)
        {
            return false;
        }

        return _reader.TokenType == JsonTokenType.Number && _reader.TryGetSingle(out value) && float.IsFinite(value)
            ? true
            : throw Other($"{what}, a finite number");
    }

    /// <summary>Goes to the next token, which is a whole number within bounds.</summary>
    /// <exception cref="DataFormatException">There is another thing.</exception>
    public int ReadInt32(string what, int least, int most)
    {
        Read();
        return _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out int value) && value >= least && value <= most
            ? value
            : throw Other($"{what}, a whole number of {least} to {most}");
    }

    /// <summary>Goes to the next token, which ends an array.</summary>
    /// <exception cref="DataFormatException">It does not.</exception>
    public void EndArray(string what) => Require(JsonTokenType.EndArray, "the end of ", what, "");

    /// <summary>Passes over the value of a property.</summary>
    public void Skip()
    {
        Read();
        int depth = _reader.CurrentDepth;
        while (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray || _reader.CurrentDepth > depth)
        {
            Read();
        }
    }

    /// <summary>The numbers of the value that follows, to make room for them once; nothing is passed over.</summary>
    /// <exception cref="DataFormatException">The value is no JSON.</exception>
    public readonly int CountNumbers()
    {
        JsonScanner ahead = this;
        ahead.Read();
        int depth = ahead._reader.CurrentDepth, count = 0;
        while (ahead._reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray || ahead._reader.CurrentDepth > depth)
        {
            ahead.Read();
            count += ahead._reader.TokenType == JsonTokenType.Number ? 1 : 0;
        }

        return count;
    }

    /// <summary>Passes if nothing follows.</summary>
    /// <exception cref="DataFormatException">Something does.</exception>
    public void End()
    {
        if (TryRead())
        {
            throw Other("the end of the file");
        }
    }

    /// <summary>An error at the current token.</summary>
    public readonly DataFormatException Bad(string problem)
    {
        ReadOnlySpan<byte> before = _bytes.AsSpan(0, _start + (int)_reader.TokenStartIndex);
        int column = before.Length - (before.LastIndexOf((byte)'\n') + 1) + 1;
        return new DataFormatException(_path, $"line {before.Count((byte)'\n') + 1}, column {column}", problem);
    }

    private readonly DataFormatException Other(string expected) => Bad(
        $"expected {expected}, got '{Parsing.TextScanner.Show(_bytes.AsSpan(_start)[(int)_reader.TokenStartIndex..(int)_reader.BytesConsumed])}'");

    // The message is made where it is needed alone: this runs for every token.
    private void Require(JsonTokenType type, string before, string what, string after)
    {
        Read();
        if (_reader.TokenType != type)
        {
            throw Other(before + what + after);
        }
    }

    private void Read()
    {
        if (!TryRead())
        {
            throw Bad("expected more, got the end of the file");
        }
    }

    private bool TryRead()
    {
        try
        {
            return _reader.Read();
        }
        catch (JsonException exception)
        {
            string place = $"line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}";
            string problem = $"expected JSON, got what is none: {exception.Message}";
            throw new DataFormatException(_path, place, problem, "The file is damaged: fetch it again.", exception);
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Gnn.Datasets.Parsing;

/// <summary>A value read from a Python pickle: a scalar, a string, a container, an array or a sparse matrix.</summary>
/// <remarks>Sixteen bytes, so that a list of small integers does not take an object for each.</remarks>
internal readonly struct PickleValue
{
    private readonly PickleObject? _object;
    private readonly long _bits;

    private PickleValue(PickleObject? value, long bits)
    {
        _object = value;
        _bits = bits;
    }

    /// <summary>What the value holds.</summary>
    public PickleKind Kind => _object is null ? PickleKind.None : _object.Kind;

    public static PickleValue From(bool value) => new(PickleScalar.Bool, value ? 1 : 0);

    public static PickleValue From(long value) => new(PickleScalar.Int, value);

    public static PickleValue From(double value) => new(PickleScalar.Float, BitConverter.DoubleToInt64Bits(value));

    public static PickleValue From(PickleCallable value) => new(PickleScalar.Callable, (long)value);

    public static PickleValue From(PickleBuffer buffer, int start, int length) => new(buffer, ((long)start << 32) | (uint)length);

    public static PickleValue From(PickleObject value) => new(value, 0);

    /// <summary>Whether this is a truth value or an integer, and which; True is 1.</summary>
    public bool TryGetInt64(out long value)
    {
        value = _bits;
        return Kind is PickleKind.Int or PickleKind.Bool;
    }

    /// <summary>Whether this is an integer within 32 bits, and which.</summary>
    public bool TryGetInt32(out int value)
    {
        value = (int)_bits;
        return Kind == PickleKind.Int && value == _bits;
    }

    /// <summary>Whether this is a number, and which.</summary>
    public bool TryGetDouble(out double value)
    {
        value = Kind == PickleKind.Float ? BitConverter.Int64BitsToDouble(_bits) : _bits;
        return Kind is PickleKind.Float or PickleKind.Int;
    }

    /// <summary>Whether this is one of the allowed callables, and which.</summary>
    public bool TryGetCallable(out PickleCallable value)
    {
        value = Kind == PickleKind.Callable ? (PickleCallable)_bits : default;
        return Kind == PickleKind.Callable;
    }

    /// <summary>Whether this is bytes (of Python 3, or a Python 2 string), and which; the memory is the file's, not a copy.</summary>
    public bool TryGetBytes(out ReadOnlyMemory<byte> value)
    {
        bool found = Kind is PickleKind.Bytes or PickleKind.ByteString;
        value = found ? Run : default;
        return found;
    }

    /// <summary>Whether this is text (Unicode, or a Python 2 string taken as Latin-1), and which.</summary>
    public bool TryGetText([NotNullWhen(true)] out string? value)
    {
        value = Kind switch
        {
            PickleKind.Text => Encoding.UTF8.GetString(Run.Span),
            PickleKind.ByteString => Encoding.Latin1.GetString(Run.Span),
            _ => null,
        };
        return value is not null;
    }

    /// <summary>Whether this is text, and its bytes: UTF-8, or Latin-1 for a Python 2 string.</summary>
    public bool TryGetTextBytes(out ReadOnlyMemory<byte> value)
    {
        bool found = Kind is PickleKind.Text or PickleKind.ByteString;
        value = found ? Run : default;
        return found;
    }

    /// <summary>Whether this is the given ASCII text.</summary>
    public bool HasText(ReadOnlySpan<byte> ascii) => TryGetTextBytes(out ReadOnlyMemory<byte> text) && text.Span.SequenceEqual(ascii);

    /// <summary>Whether this is a container of the given kind, and which.</summary>
    public bool TryGetItems(PickleKind kind, [NotNullWhen(true)] out PickleItems? value)
    {
        value = _object as PickleItems;
        return value is not null && value.Kind == kind;
    }

    /// <summary>Whether this is an object of the given class, and which.</summary>
    public bool TryGet<T>([NotNullWhen(true)] out T? value)
        where T : PickleObject
    {
        value = _object as T;
        return value is not null;
    }

    /// <summary>Says in words what the value is, for messages.</summary>
    public override string ToString() => Kind switch
    {
        PickleKind.None => "None",
        PickleKind.Bool => _bits != 0 ? "True" : "False",
        PickleKind.Int => $"the integer {_bits}",
        PickleKind.Float => $"the float {BitConverter.Int64BitsToDouble(_bits)}",
        PickleKind.Bytes or PickleKind.ByteString or PickleKind.Text => $"a string of {Run.Length} bytes",
        PickleKind.Dict => $"a dictionary of {((PickleItems)_object!).Count / 2} entries",
        PickleKind.Tuple or PickleKind.List or PickleKind.Set => $"a {Kind.ToString().ToLowerInvariant()} of {((PickleItems)_object!).Count} items",
        PickleKind.Callable => $"the callable {(PickleCallable)_bits}",
        _ => _object!.ToString()!,
    };

    private ReadOnlyMemory<byte> Run => ((PickleBuffer)_object!).Bytes.AsMemory((int)(_bits >> 32), (int)_bits);
}

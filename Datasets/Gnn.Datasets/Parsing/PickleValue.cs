using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Gnn.Datasets.Parsing;

/// <summary>A value read from a Python pickle: a scalar, a string, a container, an array or a sparse matrix.</summary>
/// <remarks>A slot and the heap that it points into: small enough to pass around, and nothing is made until it is asked for.</remarks>
internal readonly struct PickleValue
{
    private readonly PickleHeap? _heap;

    internal PickleValue(PickleHeap heap, ulong slot)
    {
        _heap = heap;
        Slot = slot;
    }

    /// <summary>What the value holds.</summary>
    public PickleKind Kind => PickleHeap.TagOf(Slot) switch
    {
        PickleTag.Bool => PickleKind.Bool,
        PickleTag.Int or PickleTag.WideInt => PickleKind.Int,
        PickleTag.Float or PickleTag.WideFloat => PickleKind.Float,
        PickleTag.Bytes => PickleKind.Bytes,
        PickleTag.ByteString => PickleKind.ByteString,
        PickleTag.Text => PickleKind.Text,
        PickleTag.Tuple => PickleKind.Tuple,
        PickleTag.Object => Object!.Kind,
        PickleTag.Callable => PickleKind.Callable,
        _ => PickleKind.None,
    };

    /// <summary>The value as it lies in the heap.</summary>
    internal ulong Slot { get; }

    /// <summary>Whether this is a truth value or an integer, and which; True is 1.</summary>
    public bool TryGetInt64(out long value)
    {
        PickleTag tag = PickleHeap.TagOf(Slot);
        value = tag == PickleTag.WideInt ? _heap!.Wide(Slot) : PickleHeap.Integer(Slot);
        return tag is PickleTag.Int or PickleTag.WideInt or PickleTag.Bool;
    }

    /// <summary>Whether this is an integer within 32 bits, and which.</summary>
    public bool TryGetInt32(out int value)
    {
        long wide = PickleHeap.Integer(Slot);
        value = (int)wide;
        return PickleHeap.TagOf(Slot) == PickleTag.Int && value == wide;
    }

    /// <summary>Whether this is a number, and which.</summary>
    public bool TryGetDouble(out double value)
    {
        (bool found, value) = PickleHeap.TagOf(Slot) switch
        {
            PickleTag.Int => (true, PickleHeap.Integer(Slot)),
            PickleTag.WideInt => (true, _heap!.Wide(Slot)),
            PickleTag.Float => (true, PickleHeap.Float(Slot)),
            PickleTag.WideFloat => (true, BitConverter.Int64BitsToDouble(_heap!.Wide(Slot))),
            _ => (false, 0),
        };
        return found;
    }

    /// <summary>Whether this is one of the allowed callables, and which.</summary>
    public bool TryGetCallable(out PickleCallable value)
    {
        bool found = PickleHeap.TagOf(Slot) == PickleTag.Callable;
        value = found ? (PickleCallable)PickleHeap.Integer(Slot) : default;
        return found;
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
        value = PickleHeap.TagOf(Slot) == PickleTag.Tuple && kind == PickleKind.Tuple ? new PickleTuple(_heap!.TupleItems(Slot)) : Object as PickleItems;
        return value is not null && value.Kind == kind;
    }

    /// <summary>Whether this is a container of the given kind, and its values; makes no object.</summary>
    public bool TryGetValues(PickleKind kind, out PickleValues values)
    {
        if (PickleHeap.TagOf(Slot) == PickleTag.Tuple && kind == PickleKind.Tuple)
        {
            values = _heap!.TupleItems(Slot);
            return true;
        }

        bool found = Object is PickleItems && Kind == kind;
        values = found ? ((PickleItems)Object!).Values : default;
        return found;
    }

    /// <summary>Whether this is an object of the given class, and which.</summary>
    public bool TryGet<T>([NotNullWhen(true)] out T? value)
        where T : PickleObject
    {
        value = Object as T;
        return value is not null;
    }

    /// <summary>Says in words what the value is, for messages.</summary>
    public override string ToString() => Kind switch
    {
        PickleKind.None => "None",
        PickleKind.Bool => PickleHeap.Integer(Slot) != 0 ? "True" : "False",
        PickleKind.Int => $"the integer {(TryGetInt64(out long integer) ? integer : 0)}",
        PickleKind.Float => $"the float {(TryGetDouble(out double number) ? number : 0)}",
        PickleKind.Bytes or PickleKind.ByteString or PickleKind.Text => $"a string of {Run.Length} bytes",
        PickleKind.Dict => $"a dictionary of {CountItems() / 2} entries",
        PickleKind.Tuple or PickleKind.List or PickleKind.Set => $"a {Kind.ToString().ToLowerInvariant()} of {CountItems()} items",
        PickleKind.Callable => $"the callable {(PickleCallable)PickleHeap.Integer(Slot)}",
        _ => Object!.ToString()!,
    };

    private PickleObject? Object => PickleHeap.TagOf(Slot) == PickleTag.Object ? _heap!.Object(Slot) : null;

    private ReadOnlyMemory<byte> Run => Object is PickleBuffer buffer ? buffer.Bytes : _heap!.Run(Slot);

    private int CountItems() => TryGetValues(Kind, out PickleValues values) ? values.Length : 0;
}

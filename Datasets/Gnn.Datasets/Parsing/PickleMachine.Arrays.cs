namespace Gnn.Datasets.Parsing;

/// <content>The state of numpy types and arrays and of CSR matrices.</content>
internal sealed partial class PickleMachine
{
    private const int MostDimensions = 32;

    private void Build(PickleValue target, PickleValue state)
    {
        if (target.TryGet(out PickledArray? array) && state.TryGetValues(PickleKind.Tuple, out PickleValues parts) && parts.Length is 4 or 5)
        {
            // Five parts: a version comes first.
            PickleValues values = parts[(parts.Length - 4)..];
            SetArray(array, values[0], values[1], values[2].TryGetInt64(out long fortran) && fortran != 0, values[3]);
        }
        else if (target.TryGet(out PickledType? type) && state.TryGetValues(PickleKind.Tuple, out PickleValues typeParts) && typeParts.Length >= 5)
        {
            SetByteOrder(type, typeParts);
        }
        else if (target.TryGet(out PickledCsr? matrix) && state.TryGetItems(PickleKind.Dict, out PickleItems? attributes))
        {
            if (matrix.Set(attributes, _budget) is { } problem)
            {
                throw _input.Bad(problem, "The file is damaged.");
            }
        }
        else
        {
            throw _input.Bad($"expected the state of an array, a numpy type or a CSR matrix, got {state} for {target}");
        }
    }

    private void SetByteOrder(PickledType type, PickleValues state)
    {
        bool isPlain = state[2].Kind == PickleKind.None && state[3].Kind == PickleKind.None && state[4].Kind == PickleKind.None;
        bool isBig = state[1].HasText(">"u8);
        if (!isPlain || !(isBig || state[1].HasText("<"u8) || state[1].HasText("|"u8) || state[1].HasText("="u8)))
        {
            throw _input.Bad("expected a numpy type of single numbers with a byte order, got another", "Arrays of records are not read.");
        }

        type.Type = type.Type with { BigEndian = isBig };
    }

    private PickleValue NewElementType(PickleValue code)
    {
        if (!code.TryGetTextBytes(out ReadOnlyMemory<byte> text) || !NumpyType.TryParse(text.Span, out NumpyType type))
        {
            string shown = code.TryGetTextBytes(out ReadOnlyMemory<byte> name) ? $"'{PickleInput.Show(name.Span)}'" : code.ToString();
            throw _input.Bad($"expected a numpy type of numbers (b1, i1..i8, u1..u8, f4, f8), got {shown}", "Arrays of objects or text are not read.");
        }

        return _heap.From(new PickledType(type));
    }

    private PickleValue NewScalar(PickleValue elementType, PickleValue data)
    {
        if (!elementType.TryGet(out PickledType? type) || !data.TryGetBytes(out ReadOnlyMemory<byte> bytes) || bytes.Length != type.Type.Bytes)
        {
            throw _input.Bad($"expected a numpy scalar of a type and its bytes, got {elementType} and {data}");
        }

        ulong bits = PickledArray.Bits(type.Type, bytes.Span);
        if (type.Type.IsFloat)
        {
            return _heap.From(type.Type.Bytes == 4 ? BitConverter.UInt32BitsToSingle((uint)bits) : BitConverter.UInt64BitsToDouble(bits));
        }

        long value = PickledArray.Integer(type.Type, bits);
        if (type.Type.Letter == 'u' && value < 0)
        {
            throw _input.Bad($"expected an integer of at most 64 bits with sign, got {bits}");
        }

        return type.Type.Letter == 'b' ? _heap.From(value != 0) : _heap.From(value);
    }

    // Protocol 5: bytes, type, shape, order.
    private PickleValue NewArray(PickleValues arguments)
    {
        _budget.ChargeObject();
        var array = new PickledArray();
        SetArray(array, arguments[2], arguments[1], arguments[3].HasText("F"u8), arguments[0]);
        return _heap.From(array);
    }

    private void SetArray(PickledArray array, PickleValue shape, PickleValue elementType, bool isFortran, PickleValue data)
    {
        if (array.IsSet || !elementType.TryGet(out PickledType? type) || !data.TryGetBytes(out ReadOnlyMemory<byte> bytes))
        {
            throw _input.Bad($"expected the state of a new array with a type and bytes, got {elementType} and {data}");
        }

        if (!shape.TryGetValues(PickleKind.Tuple, out PickleValues sizes) || sizes.Length > MostDimensions)
        {
            throw _input.Bad($"expected a shape of at most {MostDimensions} sizes, got {shape}");
        }

        // Every factor of a product that fits the data fits 32 bits, so the running product cannot overflow 64.
        _budget.ChargeArray(sizes.Length, sizeof(int));
        var dimensions = new int[sizes.Length];
        long total = type.Type.Bytes;
        for (int d = 0; d < dimensions.Length; d++)
        {
            if (!sizes[d].TryGetInt32(out dimensions[d]) || dimensions[d] < 0)
            {
                throw _input.Bad($"expected array sizes of 0 to {int.MaxValue}, got {sizes[d]}");
            }

            total = Math.Min(total * dimensions[d], int.MaxValue + 1L);
        }

        if (total != bytes.Length)
        {
            throw _input.Bad($"expected the bytes of an array {type.Type} [{string.Join(", ", dimensions)}], got {bytes.Length} bytes");
        }

        array.Set(type.Type, dimensions, isFortran, bytes);
    }
}

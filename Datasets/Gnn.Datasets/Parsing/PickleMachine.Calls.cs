namespace Gnn.Datasets.Parsing;

/// <content>Names and calls: everything that is not on the allow-list is refused.</content>
internal sealed partial class PickleMachine
{
    private const int LongestName = 128;

    private bool RunCall(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'c': // GLOBAL
                Push(_heap.From(TakeGlobal()));
                return true;
            case 0x93: // STACK_GLOBAL
                PickleValue name = Pop();
                Push(_heap.From(FindCallable(NamePart(Pop()), NamePart(name))));
                return true;
            case (byte)'R': // REDUCE
                PickleValues arguments = PopArguments();
                Push(Call(PopCallable(), arguments));
                return true;
            case 0x81: // NEWOBJ
                PickleValues constructorArguments = PopArguments();
                Push(Instantiate(PopCallable(), constructorArguments));
                return true;
            case (byte)'i': // INST
                PickleCallable named = TakeGlobal();
                Push(Call(named, PopToMark()));
                return true;
            case (byte)'b': // BUILD
                PickleValue state = Pop();
                Build(Peek(), state);
                return true;
            case 0x82 or 0x83 or 0x84: // EXT1, EXT2, EXT4: callables by a number that only the writer knows
                ulong code = TakeUnsigned(1 << (opcode - 0x82));
                throw _input.Bad(
                    $"expected plain data, got the callable of extension code {code}, which is refused", "A pickle can run any program: do not trust this file.");
            case (byte)'P' or (byte)'Q' or 0x92 or 0x97 or 0x98 or (byte)'o':
                throw _input.Bad(
                    $"expected data in the file itself, got opcode 0x{opcode:x2}, which refers to objects or code outside it and is refused",
                    "Only numpy arrays, scipy CSR matrices and Python containers are read.");
            default:
                return false;
        }
    }

    private PickleCallable TakeGlobal()
    {
        ReadOnlySpan<byte> module = _input.TakeLine(out _);
        return FindCallable(module, _input.TakeLine(out _));
    }

    private PickleCallable FindCallable(ReadOnlySpan<byte> module, ReadOnlySpan<byte> name) =>
        PickleAllowList.TryFind(module, name, out PickleCallable callable) ? callable : throw _input.Refused(module, name);

    private ReadOnlySpan<byte> NamePart(PickleValue value)
    {
        if (value.TryGetTextBytes(out ReadOnlyMemory<byte> text) && text.Length <= LongestName)
        {
            return text.Span;
        }

        throw _input.Bad($"expected the name of a callable, got {value}", "The file is damaged.");
    }

    private PickleValues PopArguments()
    {
        PickleValue value = Pop();
        return value.TryGetValues(PickleKind.Tuple, out PickleValues items) ? items : throw _input.Bad($"expected a tuple of arguments, got {value}");
    }

    private PickleCallable PopCallable()
    {
        PickleValue value = Pop();
        return value.TryGetCallable(out PickleCallable callable) ? callable : throw _input.Bad($"expected a callable, got {value}");
    }

    private PickleValue Call(PickleCallable callable, PickleValues arguments)
    {
        switch (callable)
        {
            case PickleCallable.DefaultDict when arguments.Length == 0 || (arguments.Length == 1 && IsFactory(arguments[0])):
                return NewItems(PickleKind.Dict, default);
            case PickleCallable.Set when arguments.Length == 0:
                return NewItems(PickleKind.Set, default);
            case PickleCallable.Set when arguments.Length == 1 && IsSequence(arguments[0], out PickleValues items):
                return NewItems(PickleKind.Set, items);
            case PickleCallable.OrderedDict when arguments.Length == 0:
                return NewItems(PickleKind.Dict, default);
            case PickleCallable.OrderedDict when arguments.Length == 1 && IsSequence(arguments[0], out PickleValues pairs):
                return NewDictionary(pairs);
            case PickleCallable.Bytes when arguments.Length == 0:
                return _heap.FromRun(PickleKind.Bytes, 0, 0);
            case PickleCallable.Encode when arguments.Length == 2 && IsLatin1(arguments[1]) && arguments[0].TryGetTextBytes(out ReadOnlyMemory<byte> text):
                return Encode(text.Span);
            case PickleCallable.Reconstructor when arguments.Length == 3 && Is(arguments[0], PickleCallable.CsrMatrix)
                && Is(arguments[1], PickleCallable.Object) && arguments[2].Kind == PickleKind.None:
                return Instantiate(PickleCallable.CsrMatrix, default);
            case PickleCallable.ReconstructArray when arguments.Length == 3 && Is(arguments[0], PickleCallable.NdArray):
                _budget.ChargeObject();
                return _heap.From(new PickledArray());
            case PickleCallable.ElementType when arguments.Length is >= 1 and <= 3:
                return NewElementType(arguments[0]);
            case PickleCallable.Scalar when arguments.Length == 2:
                return NewScalar(arguments[0], arguments[1]);
            case PickleCallable.FromBuffer when arguments.Length == 4:
                return NewArray(arguments);
            default:
                throw _input.Bad($"expected a call that makes data, got {callable} with {arguments.Length} arguments, which is refused");
        }
    }

    private PickleValue Instantiate(PickleCallable callable, PickleValues arguments)
    {
        if (callable != PickleCallable.CsrMatrix || arguments.Length != 0)
        {
            throw _input.Bad($"expected a new CSR matrix, got a new {callable} with {arguments.Length} arguments, which is refused");
        }

        _budget.ChargeObject();
        _budget.ChargeObject();
        _budget.ChargeObject();
        return _heap.From(new PickledCsr());
    }

    // Python 2 gives the entries of an ordered dictionary as pairs.
    private PickleValue NewDictionary(PickleValues pairs)
    {
        var dictionary = new PickleContainer(_heap, PickleKind.Dict, default);
        PickleValue value = _heap.From(dictionary);
        foreach (PickleValue pair in pairs)
        {
            if (!IsSequence(pair, out PickleValues entry) || entry.Length != 2)
            {
                throw _input.Bad($"expected a key with a value, got {pair}", "The file is damaged.");
            }

            dictionary.Append(entry);
        }

        return value;
    }

    // Text of code points up to 255 in UTF-8 is one byte, or C2 or C3 and another.
    private PickleValue Encode(ReadOnlySpan<byte> text)
    {
        _budget.ChargeArray(text.Length, 1);
        var bytes = new byte[text.Length];
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte first = text[i];
            if (first < 0x80)
            {
                bytes[count++] = first;
            }
            else if (first is 0xc2 or 0xc3)
            {
                bytes[count++] = (byte)((first << 6) | (text[++i] & 0x3f));
            }
            else
            {
                throw _input.Bad("expected text of Latin-1 characters to encode, got others");
            }
        }

        return _heap.From(new PickleBuffer(PickleKind.Bytes, bytes.AsMemory(0, count)));
    }

    private static bool Is(PickleValue value, PickleCallable expected) => value.TryGetCallable(out PickleCallable callable) && callable == expected;

    private static bool IsFactory(PickleValue value) => value.Kind == PickleKind.None || Is(value, PickleCallable.List) || Is(value, PickleCallable.Set);

    private static bool IsLatin1(PickleValue value) => value.HasText("latin1"u8) || value.HasText("latin-1"u8);

    private static bool IsSequence(PickleValue value, out PickleValues items) =>
        value.TryGetValues(PickleKind.List, out items) || value.TryGetValues(PickleKind.Tuple, out items) || value.TryGetValues(PickleKind.Set, out items);
}

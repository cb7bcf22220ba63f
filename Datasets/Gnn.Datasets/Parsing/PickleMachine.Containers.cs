namespace Gnn.Datasets.Parsing;

/// <content>Tuples, lists, sets and dictionaries.</content>
internal sealed partial class PickleMachine
{
    private bool RunContainer(byte opcode)
    {
        switch (opcode)
        {
            case (byte)')': // EMPTY_TUPLE
                PushItems(PickleKind.Tuple, default);
                return true;
            case (byte)']': // EMPTY_LIST
                PushItems(PickleKind.List, default);
                return true;
            case (byte)'}': // EMPTY_DICT
                PushItems(PickleKind.Dict, default);
                return true;
            case 0x8f: // EMPTY_SET
                PushItems(PickleKind.Set, default);
                return true;
            case (byte)'t': // TUPLE
                PushItems(PickleKind.Tuple, PopToMark());
                return true;
            case 0x85 or 0x86 or 0x87: // TUPLE1, TUPLE2, TUPLE3
                PushItems(PickleKind.Tuple, PopMany(opcode - 0x84));
                return true;
            case (byte)'l': // LIST
                PushItems(PickleKind.List, PopToMark());
                return true;
            case (byte)'d': // DICT
                PushItems(PickleKind.Dict, Paired(PopToMark()));
                return true;
            case 0x91: // FROZENSET
                PushItems(PickleKind.Set, PopToMark());
                return true;
            case (byte)'a': // APPEND
                AppendTo(PickleKind.List, PopMany(1));
                return true;
            case (byte)'e': // APPENDS
                AppendTo(PickleKind.List, PopToMark());
                return true;
            case 0x90: // ADDITEMS
                AppendTo(PickleKind.Set, PopToMark());
                return true;
            case (byte)'s': // SETITEM
                AppendTo(PickleKind.Dict, PopMany(2));
                return true;
            case (byte)'u': // SETITEMS
                AppendTo(PickleKind.Dict, Paired(PopToMark()));
                return true;
            default:
                return false;
        }
    }

    private PickleValues PopMany(int count)
    {
        if (_stack.Count - Floor < count)
        {
            throw _input.Bad($"expected {count} values on the stack, got {_stack.Count - Floor}", "The file is damaged.");
        }

        return PopFrom(_stack.Count - count);
    }

    private PickleValues Paired(PickleValues values) => values.Length % 2 == 0
        ? values
        : throw _input.Bad($"expected keys with values, got {values.Length} items", "The file is damaged.");

    private void PushItems(PickleKind kind, PickleValues values) => Push(NewItems(kind, values));

    private PickleValue NewItems(PickleKind kind, PickleValues values) =>
        kind == PickleKind.Tuple ? _heap.FromTuple(values) : _heap.From(new PickleContainer(_heap, kind, values));

    private void AppendTo(PickleKind kind, PickleValues values)
    {
        PickleValue target = Peek();
        if (!target.TryGet(out PickleContainer? items) || items.Kind != kind)
        {
            throw _input.Bad($"expected a {kind.ToString().ToLowerInvariant()} to add to, got {target}", "The file is damaged.");
        }

        items.Append(values);
    }
}

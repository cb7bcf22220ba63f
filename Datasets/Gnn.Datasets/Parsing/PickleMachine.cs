namespace Gnn.Datasets.Parsing;

/// <summary>Runs the opcodes of one pickle: a stack, marks on it, and a memo of values that come again.</summary>
internal sealed partial class PickleMachine
{
    // Python's own recursion limit keeps ordinary pickles below this.
    private const int DeepestNesting = 1000;

    // Memo numbers are dense; some writers start above 0.
    private const int MemoSlack = 256;

    private readonly PickleInput _input;
    private readonly PickleBudget _budget;
    private readonly PickleHeap _heap;
    private ChunkedList<ulong> _stack;
    private ChunkedList<ulong> _memo;
    private ChunkedList<int> _marks;
    private int _stored;

    public PickleMachine(byte[] bytes, string path)
    {
        _input = new PickleInput(bytes, path);
        _budget = new PickleBudget(_input);
        _heap = new PickleHeap(bytes, _budget);
    }

    private int Floor => _marks.Count == 0 ? 0 : _marks[_marks.Count - 1];

    /// <summary>Runs to the end and returns the one value.</summary>
    public PickleValue Run()
    {
        while (true)
        {
            byte opcode = _input.NextOpcode();
            if (opcode == (byte)'.')
            {
                PickleValue result = Pop();
                if (_input.Left != 0)
                {
                    throw _input.Bad($"expected the end of the file after the value, got {_input.Left} more bytes");
                }

                return result;
            }

            if (!RunScalar(opcode) && !RunString(opcode) && !RunContainer(opcode) && !RunStack(opcode) && !RunCall(opcode))
            {
                throw _input.Bad($"expected an opcode of a pickle of data, got 0x{opcode:x2}", "The file is no pickle, is damaged, or needs code to be run.");
            }
        }
    }

    private bool RunStack(byte opcode)
    {
        switch (opcode)
        {
            case 0x80: // PROTO
                byte protocol = _input.Take(1)[0];
                if (protocol > 5)
                {
                    throw _input.Bad($"expected a pickle protocol of 0 to 5, got {protocol}");
                }

                return true;
            case 0x95: // FRAME: a hint for buffered readers
                ulong frame = TakeUnsigned(8);
                if (frame > (ulong)_input.Left)
                {
                    throw _input.Bad($"expected a frame within the {_input.Left} bytes left, got {frame}", "The file is truncated or damaged: fetch it again.");
                }

                return true;
            case (byte)'(': // MARK
                if (_marks.Count == DeepestNesting)
                {
                    throw _input.Bad($"expected data nested at most {DeepestNesting} deep, got more");
                }

                _marks.Add(_stack.Count, _budget);
                return true;
            case (byte)'0': // POP: a value, or a mark with nothing above it
                if (_marks.Count > 0 && _stack.Count == Floor)
                {
                    _marks.Truncate(_marks.Count - 1);
                }
                else
                {
                    Pop();
                }

                return true;
            case (byte)'1': // POP_MARK
                PopToMark();
                return true;
            case (byte)'2': // DUP
                Push(Peek());
                return true;
            default:
                return RunMemo(opcode);
        }
    }

    private bool RunMemo(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'p': // PUT
                Store(TakeLineInteger());
                return true;
            case (byte)'q': // BINPUT
                Store((long)TakeUnsigned(1));
                return true;
            case (byte)'r': // LONG_BINPUT
                Store((long)TakeUnsigned(4));
                return true;
            case 0x94: // MEMOIZE
                Store(_stored);
                return true;
            case (byte)'g': // GET
                Recall(TakeLineInteger());
                return true;
            case (byte)'h': // BINGET
                Recall((long)TakeUnsigned(1));
                return true;
            case (byte)'j': // LONG_BINGET
                Recall((long)TakeUnsigned(4));
                return true;
            default:
                return false;
        }
    }

    private void Push(PickleValue value) => _stack.Add(value.Slot, _budget);

    private PickleValue Peek()
    {
        if (_stack.Count <= Floor)
        {
            throw _input.Bad("expected a value on the stack, got none", "The file is damaged.");
        }

        return new PickleValue(_heap, _stack[_stack.Count - 1]);
    }

    private PickleValue Pop()
    {
        PickleValue value = Peek();
        _stack.Truncate(_stack.Count - 1);
        return value;
    }

    // Values that were popped lie above the top: they must be used before the next push.
    private PickleValues PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw _input.Bad("expected a mark on the stack, got none", "The file is damaged.");
        }

        int mark = Floor;
        _marks.Truncate(_marks.Count - 1);
        return PopFrom(mark);
    }

    private PickleValues PopFrom(int start)
    {
        var values = new PickleValues(_heap, _stack, start, _stack.Count - start);
        _stack.Truncate(start);
        return values;
    }

    private void Store(long index)
    {
        PickleValue value = Peek();
        if (index < 0 || index > _stored + (long)MemoSlack)
        {
            throw _input.Bad($"expected a memo number up to {_stored + MemoSlack}, got {index}", "The file is damaged.");
        }

        _memo.Set((int)index, value.Slot, _budget);
        _stored++;
    }

    private void Recall(long index)
    {
        if (index < 0 || index >= _memo.Count || PickleHeap.TagOf(_memo[(int)index]) == PickleTag.Unset)
        {
            throw _input.Bad($"expected the number of a stored value, got {index}", "The file is damaged.");
        }

        Push(new PickleValue(_heap, _memo[(int)index]));
    }
}

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>
/// How one or two operands broadcast to a shape, with axes merged that both walk evenly: rows of an innermost axis, in which an operand
/// moves by 0 or 1, under up to three outer axes.
/// </summary>
internal readonly struct BroadcastPlan
{
    private readonly long _length1, _length2;
    private readonly long _stepA0, _stepA1, _stepA2;
    private readonly long _stepB0, _stepB1, _stepB2;

    internal BroadcastPlan(in Shape a, in Shape b, in Shape shape)
    {
        var planA = new Broadcasting(a, shape);
        var planB = new Broadcasting(b, shape);
        Span<long> lengths = [planA.Length0, planA.Length1, planA.Length2, planA.Length3];
        Span<long> stepsA = [planA.Step0, planA.Step1, planA.Step2, planA.Step3];
        Span<long> stepsB = [planB.Step0, planB.Step1, planB.Step2, planB.Step3];

        // From the innermost axis out: an axis of length 1 goes, and one that continues the axis inside it joins it.
        Span<long> mergedLengths = [1, 1, 1, 1];
        Span<long> mergedA = [0, 0, 0, 0];
        Span<long> mergedB = [0, 0, 0, 0];
        int top = 4;
        for (int i = 3; i >= 0; i--)
        {
            if (lengths[i] == 1)
            {
                continue;
            }

            if (top < 4 && stepsA[i] == mergedA[top] * mergedLengths[top] && stepsB[i] == mergedB[top] * mergedLengths[top])
            {
                mergedLengths[top] *= lengths[i];
            }
            else
            {
                top--;
                (mergedLengths[top], mergedA[top], mergedB[top]) = (lengths[i], stepsA[i], stepsB[i]);
            }
        }

        Rows = mergedLengths[0] * mergedLengths[1] * mergedLengths[2];
        Width = mergedLengths[3];
        (_length1, _length2) = (mergedLengths[1], mergedLengths[2]);
        (_stepA0, _stepA1, _stepA2, StepA) = (mergedA[0], mergedA[1], mergedA[2], mergedA[3]);
        (_stepB0, _stepB1, _stepB2, StepB) = (mergedB[0], mergedB[1], mergedB[2], mergedB[3]);
    }

    /// <summary>The number of rows.</summary>
    internal long Rows { get; }

    /// <summary>The number of elements of a row.</summary>
    internal long Width { get; }

    /// <summary>By how much the first operand moves in a row: 0 or 1.</summary>
    internal long StepA { get; }

    /// <summary>By how much the second operand moves in a row: 0 or 1.</summary>
    internal long StepB { get; }

    /// <summary>Where a row begins in the first and second operand.</summary>
    internal (long A, long B) Place(long row)
    {
        if (Rows == _length2)
        {
            return (row * _stepA2, row * _stepB2);
        }

        (long rest, long i2) = Math.DivRem(row, _length2);
        (long i0, long i1) = Math.DivRem(rest, _length1);
        return ((i0 * _stepA0) + (i1 * _stepA1) + (i2 * _stepA2), (i0 * _stepB0) + (i1 * _stepB1) + (i2 * _stepB2));
    }

    /// <summary>Whether the first operand is a whole matrix and the second one of its rows, which all rows share.</summary>
    internal bool RepeatsB => Rows == _length2 && StepA == 1 && _stepA2 == Width && StepB == 1 && _stepB2 == 0;

    /// <summary>The number of chunks: runs of one long row, or of whole rows.</summary>
    internal long Chunks => Rows == 1 ? Runs.CountOf(Width) : (Rows + Runs.RowsOf(Width) - 1) / Runs.RowsOf(Width);

    /// <summary>The rows, and the columns of each, that a chunk covers.</summary>
    internal (long FirstRow, long EndRow, long FirstColumn, long EndColumn) Bounds(int chunk)
    {
        if (Rows == 1)
        {
            return (0, 1, Runs.Start(chunk), Runs.End(chunk, Width));
        }

        long rows = Runs.RowsOf(Width);
        return (chunk * rows, Math.Min(Rows, (chunk + 1) * rows), 0, Width);
    }
}

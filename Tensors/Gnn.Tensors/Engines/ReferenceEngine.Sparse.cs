using Gnn.Tensors.Sparse;

namespace Gnn.Tensors.Engines;

public sealed unsafe partial class ReferenceEngine
{
    /// <inheritdoc/>
    public override EngineBuffer SpMM(
        SparseStructure structure, bool transposed, in BufferView values, in BufferView x, Reduction reduction, out EngineBuffer? arg)
    {
        double* from = Doubles(x);
        double* value = values.IsEmpty ? null : Doubles(values);
        long width = x.Shape[1];
        long heads = values.IsEmpty ? 1 : values.Shape[1];
        var reducer = new RowReducer(this, structure, transposed, reduction, width);
        reducer.Run((entry, column, c) => (value == null ? 1 : value[(entry * heads) + (c / (width / heads))]) * from[(column * width) + c]);
        arg = reducer.Arg;
        return reducer.Result;
    }

    /// <inheritdoc/>
    public override EngineBuffer SpMMArgGradient(SparseStructure structure, bool transposed, in BufferView values, in BufferView gradient, in BufferView arg)
    {
        SparseStructure walked = transposed ? structure.Transpose : structure;
        double* dy = Doubles(gradient);
        double* value = values.IsEmpty ? null : Doubles(values);
        long width = gradient.Shape[1];
        long heads = values.IsEmpty ? 1 : values.Shape[1];
        HostBuffer buffer = NewZeros(walked.ColumnCount * width, out double* dx);
        for (int row = 0; row < walked.RowCount; row++)
        {
            for (long k = walked.RowPointers[row]; k < walked.RowPointers[row + 1L]; k++)
            {
                long entry = EntryOf(walked, k);
                for (long c = 0; c < width; c++)
                {
                    if (IndexAt(arg, (row * width) + c) == entry)
                    {
                        double scale = value == null ? 1 : value[(entry * heads) + (c / (width / heads))];
                        dx[(walked.ColumnIndices[k] * width) + c] += scale * dy[(row * width) + c];
                    }
                }
            }
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer SpMMArgValueGradient(
        SparseStructure structure, bool transposed, long heads, in BufferView x, in BufferView gradient, in BufferView arg)
    {
        SparseStructure walked = transposed ? structure.Transpose : structure;
        double* from = Doubles(x);
        double* dy = Doubles(gradient);
        long width = gradient.Shape[1];
        HostBuffer buffer = NewZeros(structure.EntryCount * heads, out double* dvalue);
        for (int row = 0; row < walked.RowCount; row++)
        {
            for (long k = walked.RowPointers[row]; k < walked.RowPointers[row + 1L]; k++)
            {
                long entry = EntryOf(walked, k);
                for (long c = 0; c < width; c++)
                {
                    if (IndexAt(arg, (row * width) + c) == entry)
                    {
                        dvalue[(entry * heads) + (c / (width / heads))] += from[(walked.ColumnIndices[k] * width) + c] * dy[(row * width) + c];
                    }
                }
            }
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer Sddmm(SparseStructure structure, EntryOperation operation, in BufferView a, in BufferView b, long heads)
    {
        double* left = Doubles(a);
        double* right = Doubles(b);
        long width = a.Shape[1];
        long results = operation == EntryOperation.Dot ? heads : width;
        HostBuffer buffer = NewZeros(structure.EntryCount * results, out double* y);
        for (int row = 0; row < structure.RowCount; row++)
        {
            for (long entry = structure.RowPointers[row]; entry < structure.RowPointers[row + 1L]; entry++)
            {
                for (long c = 0; c < width; c++)
                {
                    double l = left[(row * width) + c];
                    double r = right[(structure.ColumnIndices[entry] * width) + c];
                    long head = operation == EntryOperation.Dot ? c / (width / heads) : c;
                    y[(entry * results) + head] += operation switch
                    {
                        EntryOperation.Add => l + r,
                        EntryOperation.Subtract => l - r,
                        _ => l * r,
                    };
                }
            }
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer EdgeSoftmax(SparseStructure structure, in BufferView scores)
    {
        double* from = Doubles(scores);
        long heads = scores.Shape[1];
        HostBuffer buffer = NewDoubles(scores.Count, out double* y);
        for (int row = 0; row < structure.RowCount; row++)
        {
            (long start, long end) = (structure.RowPointers[row], structure.RowPointers[row + 1L]);
            for (long head = 0; head < heads && start < end; head++)
            {
                double log = LogSumExp(from + (start * heads) + head, end - start, heads);
                for (long entry = start; entry < end; entry++)
                {
                    y[(entry * heads) + head] = Math.Exp(from[(entry * heads) + head] - log);
                }
            }
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer EdgeSoftmaxGradient(SparseStructure structure, in BufferView y, in BufferView gradient)
    {
        double* output = Doubles(y);
        double* dy = Doubles(gradient);
        long heads = y.Shape[1];
        HostBuffer buffer = NewDoubles(y.Count, out double* dx);
        for (int row = 0; row < structure.RowCount; row++)
        {
            (long start, long end) = (structure.RowPointers[row], structure.RowPointers[row + 1L]);
            for (long head = 0; head < heads; head++)
            {
                double sum = 0;
                for (long entry = start; entry < end; entry++)
                {
                    sum += output[(entry * heads) + head] * dy[(entry * heads) + head];
                }

                for (long entry = start; entry < end; entry++)
                {
                    dx[(entry * heads) + head] = output[(entry * heads) + head] * (dy[(entry * heads) + head] - sum);
                }
            }
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer SegmentReduce(SparseStructure structure, bool transposed, in BufferView x, Reduction reduction, out EngineBuffer? arg)
    {
        double* from = Doubles(x);
        long width = x.Shape[1];
        var reducer = new RowReducer(this, structure, transposed, reduction, width);
        reducer.Run((entry, _, c) => from[(entry * width) + c]);
        arg = reducer.Arg;
        return reducer.Result;
    }

    /// <inheritdoc/>
    public override EngineBuffer SegmentArgGradient(SparseStructure structure, bool transposed, in BufferView gradient, in BufferView arg)
    {
        double* dy = Doubles(gradient);
        long width = gradient.Shape[1];
        HostBuffer buffer = NewZeros(structure.EntryCount * width, out double* dx);
        for (long i = 0; i < gradient.Count; i++)
        {
            long entry = IndexAt(arg, i);
            if (entry >= 0)
            {
                dx[(entry * width) + (i % width)] = dy[i];
            }
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer ExpandRows(SparseStructure structure, bool transposed, in BufferView x)
    {
        SparseStructure walked = transposed ? structure.Transpose : structure;
        double* from = Doubles(x);
        long width = x.Shape[1];
        HostBuffer buffer = NewDoubles(structure.EntryCount * width, out double* y);
        for (int row = 0; row < walked.RowCount; row++)
        {
            for (long k = walked.RowPointers[row]; k < walked.RowPointers[row + 1L]; k++)
            {
                for (long c = 0; c < width; c++)
                {
                    y[(EntryOf(walked, k) * width) + c] = from[(row * width) + c];
                }
            }
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer DivideByRowLength(SparseStructure structure, bool transposed, in BufferView x)
    {
        SparseStructure walked = transposed ? structure.Transpose : structure;
        double* from = Doubles(x);
        long width = x.Shape[1];
        HostBuffer buffer = NewDoubles(x.Count, out double* y);
        for (long i = 0; i < x.Count; i++)
        {
            y[i] = from[i] / Math.Max(1, walked.RowLength((int)(i / width)));
        }

        return buffer;
    }

    /// <summary>The entry of the structure itself that place k of the walked structure is.</summary>
    private static long EntryOf(SparseStructure walked, long k) => walked.EntryIds is null ? k : walked.EntryIds[k];

    /// <summary>What SpMM and segment reductions share: the walk over rows and entries, the reduction and its argument.</summary>
    private sealed class RowReducer
    {
        private readonly SparseStructure _structure;
        private readonly SparseStructure _walked;
        private readonly Reduction _reduction;
        private readonly long _width;

        internal RowReducer(ReferenceEngine engine, SparseStructure structure, bool transposed, Reduction reduction, long width)
        {
            (_structure, _reduction, _width) = (structure, reduction, width);
            _walked = transposed ? structure.Transpose : structure;
            Result = engine.New(DataType.Float64, _walked.RowCount * width);
            Arg = reduction is Reduction.Max or Reduction.Min ? engine.New(structure.RowPointers.DataType, _walked.RowCount * width) : null;
        }

        internal HostBuffer Result { get; }

        internal HostBuffer? Arg { get; }

        internal void Run(Func<long, long, long, double> term)
        {
            double* y = (double*)Result.Pointer;
            for (int row = 0; row < _walked.RowCount; row++)
            {
                (long start, long end) = (_walked.RowPointers[row], _walked.RowPointers[row + 1L]);
                for (long c = 0; c < _width; c++)
                {
                    double result = 0;
                    long best = -1;
                    for (long k = start; k < end; k++)
                    {
                        long entry = EntryOf(_walked, k);
                        double value = term(entry, _walked.ColumnIndices[k], c);
                        if (Arg is null)
                        {
                            result += value;
                        }
                        else if (best < 0 || IsBetter(_reduction, value, result))
                        {
                            (result, best) = (value, entry);
                        }
                    }

                    y[(row * _width) + c] = _reduction == Reduction.Mean ? result / Math.Max(1, end - start) : result;
                    PutArg((row * _width) + c, best);
                }
            }
        }

        private void PutArg(long place, long entry)
        {
            if (Arg is null)
            {
                return;
            }

            if (_structure.RowPointers.IsWide)
            {
                ((long*)Arg.Pointer)[place] = entry;
            }
            else
            {
                ((int*)Arg.Pointer)[place] = (int)entry;
            }
        }
    }
}

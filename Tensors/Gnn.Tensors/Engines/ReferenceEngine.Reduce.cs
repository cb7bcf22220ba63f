namespace Gnn.Tensors.Engines;

public sealed unsafe partial class ReferenceEngine
{
    /// <inheritdoc/>
    public override EngineBuffer Reduce(Reduction reduction, in BufferView x, long outer, long length, long inner)
    {
        double* from = Doubles(x);
        HostBuffer buffer = NewDoubles(outer * inner, out double* y);
        for (long o = 0; o < outer; o++)
        {
            for (long i = 0; i < inner; i++)
            {
                double* axis = from + (o * length * inner) + i;
                double result = reduction is Reduction.Sum or Reduction.Mean ? 0 : axis[0];
                for (long k = 0; k < length; k++)
                {
                    result = reduction switch
                    {
                        Reduction.Max => Math.Max(result, axis[k * inner]),
                        Reduction.Min => Math.Min(result, axis[k * inner]),
                        _ => result + axis[k * inner],
                    };
                }

                y[(o * inner) + i] = reduction == Reduction.Mean ? result / length : result;
            }
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer ArgReduce(Reduction reduction, in BufferView x, long outer, long length, long inner)
    {
        double* from = Doubles(x);
        HostBuffer buffer = New(DataType.Int32, outer * inner);
        int* y = (int*)buffer.Pointer;
        for (long o = 0; o < outer; o++)
        {
            for (long i = 0; i < inner; i++)
            {
                double* axis = from + (o * length * inner) + i;
                long best = 0;
                for (long k = 1; k < length; k++)
                {
                    if (IsBetter(reduction, axis[k * inner], axis[best * inner]))
                    {
                        best = k;
                    }
                }

                y[(o * inner) + i] = (int)best;
            }
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer ArgReduceGradient(in BufferView gradient, in BufferView arg, long outer, long length, long inner)
    {
        double* dy = Doubles(gradient);
        int* place = (int*)At(arg);
        HostBuffer buffer = NewZeros(outer * length * inner, out double* dx);
        for (long o = 0; o < outer; o++)
        {
            for (long i = 0; i < inner; i++)
            {
                long at = (o * inner) + i;
                dx[(((o * length) + place[at]) * inner) + i] = dy[at];
            }
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer LogSumExp(in BufferView x, long outer, long length, long inner)
    {
        double* from = Doubles(x);
        HostBuffer buffer = NewDoubles(outer * inner, out double* y);
        for (long o = 0; o < outer; o++)
        {
            for (long i = 0; i < inner; i++)
            {
                y[(o * inner) + i] = LogSumExp(from + (o * length * inner) + i, length, inner);
            }
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer LogSoftmax(in BufferView x)
    {
        double* from = Doubles(x);
        (long rows, long columns) = (x.Shape[0], x.Shape[1]);
        HostBuffer buffer = NewDoubles(x.Count, out double* y);
        for (long row = 0; row < rows && columns > 0; row++)
        {
            double log = LogSumExp(from + (row * columns), columns, step: 1);
            for (long column = 0; column < columns; column++)
            {
                y[(row * columns) + column] = from[(row * columns) + column] - log;
            }
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer LogSoftmaxGradient(in BufferView y, in BufferView gradient)
    {
        double* output = Doubles(y);
        double* dy = Doubles(gradient);
        (long rows, long columns) = (y.Shape[0], y.Shape[1]);
        HostBuffer buffer = NewDoubles(y.Count, out double* dx);
        for (long row = 0; row < rows; row++)
        {
            double sum = 0;
            for (long i = row * columns; i < (row + 1) * columns; i++)
            {
                sum += dy[i];
            }

            for (long i = row * columns; i < (row + 1) * columns; i++)
            {
                dx[i] = dy[i] - (Math.Exp(output[i]) * sum);
            }
        }

        return buffer;
    }

    /// <summary>Whether a value replaces the best so far: strictly better, or the first NaN.</summary>
    private static bool IsBetter(Reduction reduction, double value, double best) =>
        !double.IsNaN(best) && (double.IsNaN(value) || (reduction == Reduction.Max ? value > best : value < best));

    private static double LogSumExp(double* x, long length, long step)
    {
        double max = x[0];
        for (long k = 1; k < length; k++)
        {
            max = Math.Max(max, x[k * step]);
        }

        // An infinite maximum is the answer itself: infinity minus infinity would make it NaN.
        if (double.IsInfinity(max))
        {
            return max;
        }

        double sum = 0;
        for (long k = 0; k < length; k++)
        {
            sum += Math.Exp(x[k * step] - max);
        }

        return max + Math.Log(sum);
    }
}

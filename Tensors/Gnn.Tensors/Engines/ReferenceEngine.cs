namespace Gnn.Tensors.Engines;

/// <summary>The oracle: double precision, one plain loop for each primitive, one thread. Other engines are tested against it, and gradients are checked on it.</summary>
/// <remarks>The loops follow the definitions and nothing else; sums run from the first element to the last.</remarks>
public sealed unsafe partial class ReferenceEngine : HostEngine
{
    /// <inheritdoc/>
    public override string Name => "reference";

    /// <inheritdoc/>
    public override DataType FloatType => DataType.Float64;

    /// <inheritdoc/>
    public override void AccumulateInto(in BufferView target, in BufferView source, double scale)
    {
        ThrowIfReadOnly(target);
        double* to = Doubles(target);
        double* from = Doubles(source);
        for (long i = 0; i < target.Count; i++)
        {
            to[i] += scale * from[i];
        }
    }

    /// <inheritdoc/>
    public override bool AllFinite(ReadOnlySpan<BufferView> views)
    {
        foreach (BufferView x in views)
        {
            double* values = Doubles(x);
            for (long i = 0; i < x.Count; i++)
            {
                if (!double.IsFinite(values[i]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static double* Doubles(in BufferView view) => (double*)At(view);

    private HostBuffer NewDoubles(long length, out double* values)
    {
        HostBuffer buffer = New(DataType.Float64, length);
        values = (double*)buffer.Pointer;
        return buffer;
    }

    private HostBuffer NewZeros(long length, out double* values)
    {
        HostBuffer buffer = NewDoubles(length, out values);
        for (long i = 0; i < length; i++)
        {
            values[i] = 0;
        }

        return buffer;
    }
}

namespace Gnn.Tensors.Engines;

public sealed unsafe partial class ReferenceEngine
{
    /// <inheritdoc/>
    public override EngineBuffer RandomUniform(long length, RandomSource source, double low, double high)
    {
        HostBuffer buffer = NewDoubles(length, out double* y);
        for (long start = 0; start < length; start += int.MaxValue)
        {
            source.FillUniform(new Span<double>(y + start, (int)Math.Min(int.MaxValue, length - start)), start, low, high);
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer RandomNormal(long length, RandomSource source, double mean, double standardDeviation)
    {
        HostBuffer buffer = NewDoubles(length, out double* y);
        for (long start = 0; start < length; start += int.MaxValue)
        {
            source.FillNormal(new Span<double>(y + start, (int)Math.Min(int.MaxValue, length - start)), start, mean, standardDeviation);
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer Dropout(in BufferView x, double probability, RandomSource source)
    {
        double* from = Doubles(x);
        HostBuffer buffer = NewDoubles(x.Count, out double* y);
        for (long i = 0; i < x.Count; i++)
        {
            y[i] = source.UInt32At(i) < probability * 4294967296.0 ? 0 : from[i] / (1 - probability);
        }

        return buffer;
    }
}

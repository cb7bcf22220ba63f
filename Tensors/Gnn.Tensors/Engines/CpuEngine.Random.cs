using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Tensors.Engines;

public sealed unsafe partial class CpuEngine
{
    private const double UniformWork = 3;
    private const double NormalWork = 12;
    private const double DropoutWork = 0.8;

    /// <inheritdoc/>
    public override EngineBuffer RandomUniform(long length, RandomSource source, double low, double high)
    {
        HostBuffer buffer = NewFloats(length, out float* y);
        var job = new RandomJob { Y = y, Length = length, Source = source, First = low, Second = high };
        RunChunks(ref job, Runs.CountOf(length), length * UniformWork);
        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer RandomNormal(long length, RandomSource source, double mean, double standardDeviation)
    {
        HostBuffer buffer = NewFloats(length, out float* y);
        var job = new RandomJob { Y = y, Length = length, Source = source, First = mean, Second = standardDeviation, IsNormal = true };
        RunChunks(ref job, Runs.CountOf(length), length * NormalWork);
        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer Dropout(in BufferView x, double probability, RandomSource source)
    {
        var plan = DropoutPlan.Of(probability, source);
        if (plan.DropsAll)
        {
            return NewZeros(x.Count, out _);
        }

        HostBuffer buffer = NewFloats(x.Count, out float* y);
        var job = new DropoutJob { X = Floats(x), Y = y, Length = x.Count, Plan = plan };
        RunVectors(job, Runs.CountOf(x.Count), x.Count * DropoutWork);
        return buffer;
    }
}

using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Runs of uniform or normal numbers.</summary>
internal unsafe struct RandomJob : IChunkJob
{
    internal float* Y;
    internal long Length;
    internal RandomSource Source;
    internal bool IsNormal;

    /// <summary>The lower bound, or the mean.</summary>
    internal double First;

    /// <summary>The upper bound, or the standard deviation.</summary>
    internal double Second;

    public readonly void Execute(int chunk)
    {
        long start = Runs.Start(chunk);
        var run = new Span<float>(Y + start, (int)(Runs.End(chunk, Length) - start));
        if (IsNormal)
        {
            Source.FillNormal(run, start, First, Second);
        }
        else
        {
            Source.FillUniform(run, start, First, Second);
        }
    }
}

using System.Runtime.Intrinsics;
using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Does a job's chunks with the vectors of this process.</summary>
internal struct VectorJob<TJob>(TJob job) : IChunkJob
    where TJob : struct, IVectorJob
{
    private readonly TJob _job = job;

    public readonly void Execute(int chunk)
    {
        switch (VectorWidth.Bits)
        {
            case 512:
                _job.Execute<Lanes512, Vector512<float>>(chunk);
                break;
            case 256:
                _job.Execute<Lanes256, Vector256<float>>(chunk);
                break;
            case 128:
                _job.Execute<Lanes128, Vector128<float>>(chunk);
                break;
            default:
                _job.Execute<LanesScalar, float>(chunk);
                break;
        }
    }
}

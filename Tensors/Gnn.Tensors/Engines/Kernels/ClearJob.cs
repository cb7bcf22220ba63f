using System.Runtime.InteropServices;
using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Sets runs of elements to zero.</summary>
internal unsafe struct ClearJob : IChunkJob
{
    internal float* Y;
    internal long Length;

    public readonly void Execute(int chunk) =>
        NativeMemory.Clear(Y + Runs.Start(chunk), (nuint)((Runs.End(chunk, Length) - Runs.Start(chunk)) * sizeof(float)));
}

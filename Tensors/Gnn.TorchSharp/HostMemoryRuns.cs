namespace Gnn.TorchSharp;

/// <summary>Copies between host memory and a tensor on the CPU, in runs that a span can hold.</summary>
internal static unsafe class HostMemoryRuns
{
    private const long LongestRun = 1 << 30;

    internal static void CopyIn(Workspace work, TorchTensor tensor, void* source, int size, long length)
    {
        for (long start = 0; start < length; start += LongestRun / size)
        {
            Span<byte> run = Run(work, tensor, start, size, length);
            new ReadOnlySpan<byte>((byte*)source + (start * size), run.Length).CopyTo(run);
        }
    }

    internal static void CopyOut(Workspace work, TorchTensor tensor, void* destination, int size, long length)
    {
        for (long start = 0; start < length; start += LongestRun / size)
        {
            Span<byte> run = Run(work, tensor, start, size, length);
            run.CopyTo(new Span<byte>((byte*)destination + (start * size), run.Length));
        }
    }

    private static Span<byte> Run(Workspace work, TorchTensor tensor, long start, int size, long length) =>
        work.Own(tensor.narrow(0, start, Math.Min(LongestRun / size, length - start))).bytes;
}

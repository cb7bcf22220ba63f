using System.Numerics;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Sparse;

namespace Gnn.Tensors.Engines;

/// <content>Walks between the first two nodes of each graph of a batch: a graph is one thread's, from the first step to the last.</content>
public sealed unsafe partial class CpuEngine
{
    // Nanoseconds for a step over an entry in one matrix, and for all that its gradient does of it.
    private const double WalkWork = 1;
    private const double WalkGradientWork = 4;

    /// <inheritdoc/>
    public override EngineBuffer PairWalks(SparseStructure structure, in BufferView weights, ReadOnlySpan<int> offsets, int length) => structure.RowPointers.IsWide
        ? PairWalks<long>(structure, weights, offsets, length)
        : PairWalks<int>(structure, weights, offsets, length);

    /// <inheritdoc/>
    public override EngineBuffer PairWalksGradient(SparseStructure structure, in BufferView weights, ReadOnlySpan<int> offsets, int length, in BufferView gradient) =>
        structure.RowPointers.IsWide
            ? PairWalksGradient<long>(structure, weights, offsets, length, gradient)
            : PairWalksGradient<int>(structure, weights, offsets, length, gradient);

    private HostBuffer PairWalks<TIndex>(SparseStructure structure, in BufferView weights, ReadOnlySpan<int> offsets, int length)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        (long graphs, long heads) = (offsets.Length - 1, weights.Shape[1]);
        HostBuffer buffer = NewFloats(4 * length * graphs * heads, out float* y);
        HostBuffer columns = NewFloats(4 * structure.RowCount * heads, out float* x);
        fixed (int* starts = offsets)
        {
            var job = new PairWalksJob<TIndex> { Csr = new Csr<TIndex>(structure), Weights = Floats(weights), Offsets = starts, X = x, Y = y, Graphs = graphs, Heads = heads, Length = length };
            RunChunks(ref job, graphs, structure.EntryCount * heads * length * WalkWork);
        }

        columns.Release();
        GC.KeepAlive(structure);
        return buffer;
    }

    private HostBuffer PairWalksGradient<TIndex>(SparseStructure structure, in BufferView weights, ReadOnlySpan<int> offsets, int length, in BufferView gradient)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        (long graphs, long heads) = (offsets.Length - 1, weights.Shape[1]);
        HostBuffer buffer = NewFloats(structure.EntryCount * heads, out float* y);
        HostBuffer columns = NewFloats(2 * structure.RowCount * heads * length, out float* x);
        HostBuffer gradients = NewFloats(2 * structure.RowCount * heads * length, out float* d);
        fixed (int* starts = offsets)
        {
            var job = new PairWalksGradientJob<TIndex>
            {
                Csr = new Csr<TIndex>(structure),
                Weights = Floats(weights),
                Gradient = Floats(gradient),
                Offsets = starts,
                X = x,
                D = d,
                Y = y,
                Graphs = graphs,
                Heads = heads,
                Length = length,
            };
            RunChunks(ref job, graphs, structure.EntryCount * heads * length * WalkGradientWork);
        }

        ReleaseAll([columns, gradients]);
        GC.KeepAlive(structure);
        return buffer;
    }
}

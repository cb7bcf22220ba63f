using System.Numerics;
using Gnn.Graphs.Sampled;
using Gnn.Tensors;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Neighbors;

/// <summary>What a hop over the rows of a structure drew, before it is known how many sources the layer has.</summary>
/// <param name="rows">The structure.</param>
/// <param name="pointers">Where each target's edges begin.</param>
/// <param name="degrees">How many edges each target might have drawn.</param>
/// <param name="sources">The number of each edge's source.</param>
/// <param name="entries">The entry of the structure that each edge is.</param>
internal sealed class HopEdges(SparseStructure rows, NativeArray<int> pointers, NativeArray<int> degrees, NativeArray<int> sources, IndexArray entries)
{
    /// <summary>Draws.</summary>
    /// <param name="rows">A row for each node that may draw.</param>
    /// <param name="targets">The nodes that draw, and maybe more.</param>
    /// <param name="targetCount">How many of them, the first, draw.</param>
    /// <param name="numbering">The nodes so far of the kind that is found.</param>
    /// <param name="selection">The rule.</param>
    /// <param name="stream">The stream of the hop.</param>
    /// <param name="mask">What entries are hidden; null for none.</param>
    internal static HopEdges Draw<TNumbering, TSelection>(
        SparseStructure rows, ref TNumbering targets, int targetCount, ref TNumbering numbering, TSelection selection, RandomSource stream, EdgeMask? mask = null)
        where TNumbering : struct, INodeNumbering
        where TSelection : struct, IEdgeSelection => rows.RowPointers.IsWide
            ? Draw<long, TNumbering, TSelection>(rows, ref targets, targetCount, ref numbering, selection, stream, mask)
            : Draw<int, TNumbering, TSelection>(rows, ref targets, targetCount, ref numbering, selection, stream, mask);

    /// <summary>The block that they are, to which they belong from here on.</summary>
    /// <param name="sourceCount">The number of sources.</param>
    /// <param name="scales">How many edges each stands for, instead of what degrees say; null for that.</param>
    /// <param name="isBipartite">Whether sources are of another kind than targets.</param>
    internal Block ToBlock(int sourceCount, NativeArray<float>? scales = null, bool isBipartite = false)
    {
        if (scales is null)
        {
            return new Block(sourceCount, pointers, sources, entries, rows, degrees, isBipartite: isBipartite);
        }

        degrees.Dispose();
        return new Block(sourceCount, pointers, sources, entries, rows, degrees: null, scales, isBipartite);
    }

    /// <summary>Entries of either width.</summary>
    internal static IndexArray ToIndexArray<TIndex>(NativeArray<TIndex> entries)
        where TIndex : unmanaged =>
        entries is NativeArray<int> narrow ? new IndexArray(narrow) : new IndexArray((NativeArray<long>)(object)entries);

    private static unsafe HopEdges Draw<TIndex, TNumbering, TSelection>(
        SparseStructure rows, ref TNumbering targets, int targetCount, ref TNumbering numbering, TSelection selection, RandomSource stream, EdgeMask? mask)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TNumbering : struct, INodeNumbering
        where TSelection : struct, IEdgeSelection
    {
        var pointers = (TIndex*)rows.RowPointers.Pointer;
        return mask is null or { Count: 0 }
            ? Draw<TIndex, AllRows<TIndex>, TNumbering, TSelection>(rows, new AllRows<TIndex>(pointers), ref targets, targetCount, ref numbering, selection, stream)
            : Draw<TIndex, MaskedRows<TIndex>, TNumbering, TSelection>(rows, new MaskedRows<TIndex>(pointers, mask), ref targets, targetCount, ref numbering, selection, stream);
    }

    /// <summary>Draws of the rows that may be drawn from.</summary>
    internal static unsafe HopEdges Draw<TIndex, TRows, TNumbering, TSelection>(
        SparseStructure rows, TRows drawable, ref TNumbering targets, int targetCount, ref TNumbering numbering, TSelection selection, RandomSource stream)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TRows : struct, INeighborRows<TIndex>
        where TNumbering : struct, INodeNumbering
        where TSelection : struct, IEdgeSelection
    {
        var hop = new Hop<TIndex, TRows, TNumbering, TSelection>(drawable, rows.ColumnIndices.Pointer, ref targets, targetCount, ref numbering, selection, stream);
        (NativeArray<int> pointers, NativeArray<int> degrees, NativeArray<int> sources, NativeArray<TIndex> entries) = hop.Run();
        return new HopEdges(rows, pointers, degrees, sources, ToIndexArray(entries));
    }
}

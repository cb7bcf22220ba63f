using System.Numerics;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Subgraphs;

/// <summary>Finds the nodes within some hops, a bounded number for each node: all seeds hop by hop.</summary>
/// <param name="graph">The structure, whose rows are followed; it must live as long.</param>
/// <param name="fanouts">How many edges a node draws at each hop; -1 for all.</param>
/// <param name="marks">Marks to work with.</param>
internal sealed unsafe class NeighborFinder(SparseStructure graph, int[] fanouts, NodeMarks marks) : IScopeFinder
{
    private FrontierNumbering _numbering = new(marks);
    private int[] _found = [];

    public void Begin(ReadOnlySpan<int> seeds, RandomSource random)
    {
        _numbering.Begin(seeds);
        for (int hop = 0; hop < fanouts.Length; hop++)
        {
            RandomSource stream = random.Stream((ulong)hop);
            _numbering.BeginHop(stream);
            var selection = new UniformSelection(fanouts[hop], replace: false, stream);
            if (graph.RowPointers.IsWide)
            {
                Draw<long>(selection, stream);
            }
            else
            {
                Draw<int>(selection, stream);
            }
        }
    }

    public ReadOnlySpan<int> Find(int place)
    {
        int count = _numbering.CopyNodes(place, ref _found);
        return _found.AsSpan(0, count);
    }

    public void Dispose() => _numbering.Dispose();

    private void Draw<TIndex>(UniformSelection selection, RandomSource stream)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        var rows = new AllRows<TIndex>((TIndex*)graph.RowPointers.Pointer);
        var hop = new Hop<TIndex, AllRows<TIndex>, FrontierNumbering, UniformSelection>(rows, graph.ColumnIndices.Pointer, ref _numbering, selection, stream);
        (NativeArray<int> pointers, NativeArray<int> degrees, NativeArray<int> sources, NativeArray<TIndex> entries) = hop.Run();
        pointers.Dispose();
        degrees.Dispose();
        sources.Dispose();
        entries.Dispose();
    }
}

using System.Runtime.CompilerServices;
using Gnn.Graphs.Sampled;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Subgraphs;

/// <summary>Builds the blocks of induced subgraphs, one subgraph after another: breadth first from the seed along rows, so that level d are the nodes at distance
/// d.</summary>
/// <remarks>
/// Rows are read once: the same look finds the induced edges of a node and what it leads to. Subgraphs are kept one after another until all are there; then levels
/// are put together, level 0 of all, level 1 of all and so on, and each block is a beginning of the nodes, of the rows and of the edges.
/// </remarks>
internal sealed unsafe class InducedLayers : IDisposable
{
    private const int InScope = -2;
    private const int RowsAhead = 8;
    private const int ColumnsAhead = 4;

    private readonly SparseStructure _graph;
    private readonly StructureRows _rows;
    private readonly NodeMarks _marks;
    private readonly int _layers;
    private readonly NodeFilter _filter;

    // Of each node, subgraph after subgraph: the node, where its edges end, its number in the batch.
    private readonly NodeList _nodes = new();
    private readonly NodeList _ends = new();
    private readonly NodeList _numbers = new();

    // Of each edge: its source's place in the lists above, its place in the row of its target.
    private readonly NodeList _sources = new();
    private readonly NodeList _places = new();

    // Of each subgraph: where its levels begin in the lists above, and where the last ends.
    private readonly List<int> _levels = [];

    /// <summary>Creates an empty builder.</summary>
    /// <param name="graph">The structure, whose rows are followed; it must live as long.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="marks">Marks to work with.</param>
    internal InducedLayers(SparseStructure graph, int layers, NodeMarks marks)
    {
        (_graph, _rows, _layers, _marks) = (graph, new StructureRows(graph), layers, marks);
        _filter = new NodeFilter(graph.RowCount);
    }

    /// <summary>Adds a subgraph.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="scope">The nodes, the seed among them, each once.</param>
    /// <exception cref="InvalidOperationException">The batch has too many nodes or edges.</exception>
    internal void Add(int seed, ReadOnlySpan<int> scope)
    {
        BatchLimit.Check(_nodes.Count, scope.Length);
        _filter.Begin(scope);
        _marks.Set(scope, InScope);
        _nodes.Reserve(scope.Length);
        _ends.Reserve(scope.Length);
        _marks.Pointer[seed] = _nodes.Count;
        int first = _nodes.Count;
        _nodes.Pointer[_nodes.Count++] = seed;
        for (int level = 0; level < _layers; level++)
        {
            _levels.Add(first);
            int end = _nodes.Count;
            for (int place = first; place < end; place++)
            {
                AddRow(place, end);
            }

            first = end;
        }

        _levels.Add(first);
        _levels.Add(_nodes.Count);
        new Span<int>(_ends.Pointer + _ends.Count, _nodes.Count - _ends.Count).Fill(_sources.Count);
        _ends.Count = _nodes.Count;
        _marks.Clear(scope);
    }

    /// <summary>Puts all subgraphs together and begins anew.</summary>
    /// <returns>The batch, owned by the caller.</returns>
    internal SampledSubgraph Build()
    {
        int seeds = _levels.Count / (_layers + 2);
        int[] levelEnds = new int[_layers + 1];
        (NativeArray<int> nodes, NativeArray<int> seedOf) = NumberNodes(seeds, levelEnds);
        var blocks = new Block[_layers];
        var pointers = new NativeArray<int>(levelEnds[_layers - 1] + 1L);
        var sources = new NativeArray<int>(_sources.Count);
        if (_graph.RowPointers.IsWide)
        {
            var entries = new NativeArray<long>(_sources.Count);
            CopyEdges(seeds, pointers.Pointer, sources.Pointer, null, entries.Pointer);
            MakeBlocks(blocks, levelEnds, pointers, sources, entries, array => new IndexArray(array));
        }
        else
        {
            var entries = new NativeArray<int>(_sources.Count);
            CopyEdges(seeds, pointers.Pointer, sources.Pointer, entries.Pointer, null);
            MakeBlocks(blocks, levelEnds, pointers, sources, entries, array => new IndexArray(array));
        }

        (_nodes.Count, _ends.Count, _sources.Count, _places.Count) = (0, 0, 0, 0);
        _levels.Clear();
        return new SampledSubgraph(nodes, seeds, blocks, seedOf);
    }

    public void Dispose()
    {
        _filter.Dispose();
        _nodes.Dispose();
        _ends.Dispose();
        _numbers.Dispose();
        _sources.Dispose();
        _places.Dispose();
    }

    /// <summary>Finds the edges of a node from within the subgraph, and the nodes at the next level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRow(int place, int levelEnd)
    {
        int* nodes = _nodes.Pointer;
        _rows.Ask(nodes[Math.Min(place + RowsAhead, levelEnd - 1)]);
        _rows.AskColumns(nodes[Math.Min(place + ColumnsAhead, levelEnd - 1)]);
        int* columns = _rows.Columns + _rows.Start(nodes[place]);
        int degree = _rows.Length(nodes[place]);
        int edge = _sources.Count;
        BatchLimit.Check(edge, degree);
        _sources.Reserve(degree);
        _places.Reserve(degree);
        int* marks = _marks.Pointer;
        int* sources = _sources.Pointer;
        int* places = _places.Pointer;
        int found = edge + _filter.Find(columns, degree, places + edge);
        for (int i = edge; i < found; i++)
        {
            int node = columns[places[i]];
            int mark = marks[node];
            if (mark == NodeMarks.None)
            {
                continue;
            }

            if (mark == InScope)
            {
                mark = _nodes.Count++;
                nodes[mark] = node;
                marks[node] = mark;
            }

            sources[edge] = mark;
            places[edge++] = places[i];
        }

        (_sources.Count, _places.Count) = (edge, edge);
        _ends.Pointer[_ends.Count++] = edge;
    }

    /// <summary>Numbers nodes level by level, and within a level by subgraph.</summary>
    private (NativeArray<int> Nodes, NativeArray<int> SeedOf) NumberNodes(int seeds, int[] levelEnds)
    {
        _numbers.Reserve(_nodes.Count);
        var nodes = new NativeArray<int>(_nodes.Count);
        var seedOf = new NativeArray<int>(_nodes.Count);
        int next = 0;
        for (int level = 0; level <= _layers; level++)
        {
            for (int seed = 0; seed < seeds; seed++)
            {
                (int first, int end) = Level(seed, level);
                new ReadOnlySpan<int>(_nodes.Pointer + first, end - first).CopyTo(nodes.Span(next, end - first));
                seedOf.Span(next, end - first).Fill(seed);
                for (int place = first; place < end; place++)
                {
                    _numbers.Pointer[place] = next++;
                }
            }

            levelEnds[level] = next;
        }

        return (nodes, seedOf);
    }

    /// <summary>Where a level of a subgraph begins and ends.</summary>
    private (int First, int End) Level(int seed, int level)
    {
        int index = (seed * (_layers + 2)) + level;
        return (_levels[index], _levels[index + 1]);
    }

    /// <summary>Copies the edges in the order of their targets' numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyEdges(int seeds, int* pointers, int* sources, int* narrow, long* wide)
    {
        int* numbers = _numbers.Pointer;
        int row = 0;
        int next = 0;
        pointers[0] = 0;
        for (int level = 0; level < _layers; level++)
        {
            for (int seed = 0; seed < seeds; seed++)
            {
                (int first, int end) = Level(seed, level);
                int edge = first == 0 ? 0 : _ends.Pointer[first - 1];
                for (int place = first; place < end; place++)
                {
                    long start = _rows.Start(_nodes.Pointer[place]);
                    for (; edge < _ends.Pointer[place]; edge++, next++)
                    {
                        sources[next] = numbers[_sources.Pointer[edge]];
                        if (narrow is not null)
                        {
                            narrow[next] = (int)start + _places.Pointer[edge];
                        }
                        else
                        {
                            wide[next] = start + _places.Pointer[edge];
                        }
                    }

                    pointers[++row] = next;
                }
            }
        }
    }

    /// <summary>Makes each layer's block of the targets that the next layer needs: the first block takes the arrays over, the others copy their
    /// beginnings.</summary>
    private void MakeBlocks<TIndex>(
        Block[] blocks, int[] levelEnds, NativeArray<int> pointers, NativeArray<int> sources, NativeArray<TIndex> entries, Func<NativeArray<TIndex>, IndexArray> wrap)
        where TIndex : unmanaged
    {
        for (int layer = _layers - 1; layer > 0; layer--)
        {
            int targets = levelEnds[_layers - 1 - layer];
            int edges = pointers[targets];
            blocks[layer] = new Block(
                levelEnds[_layers - layer], Copy(pointers, targets + 1), Copy(sources, edges), wrap(Copy(entries, edges)), _graph);
        }

        blocks[0] = new Block(levelEnds[_layers], pointers, sources, wrap(entries), _graph);

        static NativeArray<T> Copy<T>(NativeArray<T> array, int count)
            where T : unmanaged => new((ReadOnlySpan<T>)array.Span(0, count));
    }
}

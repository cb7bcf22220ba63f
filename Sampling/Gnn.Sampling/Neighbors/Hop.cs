using System.Numerics;
using System.Runtime.CompilerServices;
using Gnn.Tensors;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Neighbors;

/// <summary>One hop: draws edges of every node that was found so far, and numbers the nodes at their other ends, which may be nodes of another kind.</summary>
/// <remarks>
/// Nodes are worked on in groups, each in three stages whose memory is asked for one stage ahead: which entries, the nodes in them, their numbers. What a node
/// draws depends on the stream of the hop and on the node alone.
/// </remarks>
/// <typeparam name="TIndex">The type of entry numbers.</typeparam>
/// <typeparam name="TRows">Which edges may be drawn.</typeparam>
/// <typeparam name="TNumbering">How nodes are numbered.</typeparam>
/// <typeparam name="TSelection">The rule of drawing.</typeparam>
internal unsafe ref struct Hop<TIndex, TRows, TNumbering, TSelection>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
    where TRows : struct, INeighborRows<TIndex>
    where TNumbering : struct, INodeNumbering
    where TSelection : struct, IEdgeSelection
{
    private const int Group = 2 * Lanes.Count;
    private const int RowsAhead = 16;

    private readonly TRows _rows;
    private readonly int* _neighbors;
    private readonly ref TNumbering _targets;
    private readonly int _targetCount;
    private readonly ref TNumbering _numbering;
    private readonly TSelection _selection;
    private readonly RandomSource _random;
    private readonly int _blocksPerNode;
    private readonly Span<ulong> _blocks;
    private readonly Span<uint> _words;
    private readonly Span<int> _places;
    private int* _pointers;
    private int* _found;
    private TIndex* _entries;

    /// <summary>Prepares a hop.</summary>
    /// <param name="rows">Which edges may be drawn.</param>
    /// <param name="neighbors">The node of each entry.</param>
    /// <param name="numbering">The nodes so far.</param>
    /// <param name="selection">The rule.</param>
    /// <param name="random">The stream of the hop.</param>
    internal Hop(TRows rows, int* neighbors, ref TNumbering numbering, TSelection selection, RandomSource random)
        : this(rows, neighbors, ref numbering, numbering.Count, ref numbering, selection, random)
    {
    }

    /// <summary>Prepares a hop from nodes of one kind to nodes of another, or of the same.</summary>
    /// <param name="rows">Which edges may be drawn.</param>
    /// <param name="neighbors">The node of each entry.</param>
    /// <param name="targets">The nodes that draw, and maybe more.</param>
    /// <param name="targetCount">How many of them, the first, draw.</param>
    /// <param name="numbering">The nodes so far of the kind that is found.</param>
    /// <param name="selection">The rule.</param>
    /// <param name="random">The stream of the hop.</param>
    internal Hop(TRows rows, int* neighbors, ref TNumbering targets, int targetCount, ref TNumbering numbering, TSelection selection, RandomSource random)
    {
        _rows = rows;
        _neighbors = neighbors;
        _targets = ref targets;
        _targetCount = targetCount;
        _numbering = ref numbering;
        _selection = selection;
        _random = random;
        _blocksPerNode = (Math.Max(selection.Fanout, 0) + 3) / 4;
        _blocks = new ulong[_blocksPerNode * Lanes.Count];
        _words = new uint[4 * _blocks.Length];
        _places = new int[4 * _blocks.Length];
    }

    /// <summary>Draws.</summary>
    /// <returns>Where each node's edges begin, how many it might have drawn, the number of the node at the other end of each, and the entry that each is.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal (NativeArray<int> Pointers, NativeArray<int> Degrees, NativeArray<int> Sources, NativeArray<TIndex> Entries) Run()
    {
        int targets = _targetCount;
        var pointers = new NativeArray<int>(targets + 1L);
        _pointers = pointers.Pointer;
        var degrees = new NativeArray<int>(targets);
        int edges = Count(targets, degrees.Pointer);
        var sources = new NativeArray<int>(edges);
        var entries = new NativeArray<TIndex>(edges);
        _found = sources.Pointer;
        _entries = entries.Pointer;
        _numbering.Reserve(edges);
        for (int group = 0; group < targets + (2 * Group); group += Group)
        {
            if (group < targets)
            {
                Draw(group, Math.Min(group + Group, targets));
            }

            if (group >= Group && group - Group < targets)
            {
                Load(_pointers[group - Group], _pointers[Math.Min(group, targets)]);
            }

            if (group >= 2 * Group)
            {
                _numbering.Number(group - (2 * Group), Math.Min(group - Group, targets), _pointers, _found);
            }
        }

        _numbering.Finish(_targets.Runs, targets, _pointers, _found);
        return (pointers, degrees, sources, entries);
    }

    /// <summary>Where each node's edges begin, and how many it might draw.</summary>
    private readonly int Count(int targets, int* degrees)
    {
        int* nodes = _targets.Nodes;
        long total = 0;
        _pointers[0] = 0;
        for (int i = 0; i < targets; i++)
        {
            if (i + RowsAhead < targets)
            {
                _rows.Ask(nodes[i + RowsAhead]);
            }

            degrees[i] = _rows.Degree(i, nodes[i], out _);
            total += _selection.Count(degrees[i]);
            _pointers[i + 1] = (int)total;
            if (total > int.MaxValue)
            {
                throw new InvalidOperationException($"A batch has at most {int.MaxValue} edges a hop, but the first {i + 1} of {targets} nodes have {total}: take fewer seeds or smaller fanouts.");
            }
        }

        return (int)total;
    }

    /// <summary>Which entries: those of nodes that draw, as many at a time as there are lanes; of the others all.</summary>
    private void Draw(int first, int end)
    {
        int* nodes = _targets.Nodes;
        Lanes lanes;
        int* targets = stackalloc int[Lanes.Count];
        int filled = 0;
        for (int i = first; i < end; i++)
        {
            int node = nodes[i];
            int degree = _rows.Degree(i, node, out TIndex start);
            if (!_selection.TakesAll(degree))
            {
                lanes.Nodes[filled] = node;
                lanes.Degrees[filled] = degree;
                lanes.Streams[filled] = _targets.StreamId(i);
                lanes.Starts[filled] = long.CreateTruncating(start);
                targets[filled] = i;
                if (++filled == Lanes.Count)
                {
                    Draw(ref lanes, targets, filled);
                    filled = 0;
                }

                continue;
            }

            TIndex* to = _entries + _pointers[i];
            for (int j = 0; j < degree; j++)
            {
                to[j] = _rows.Entry(i, start, j);
            }

            // A run of neighbours lies in few cache lines.
            for (int j = 0; j < degree; j += Prefetch.LineFloats)
            {
                Prefetch.Line(_neighbors + long.CreateTruncating(to[j]));
            }

            if (degree > 0)
            {
                Prefetch.Line(_neighbors + long.CreateTruncating(to[degree - 1]));
            }
        }

        if (filled > 0)
        {
            for (int lane = filled; lane < Lanes.Count; lane++)
            {
                lanes.Nodes[lane] = 0;
                lanes.Degrees[lane] = Math.Max(_selection.Fanout, 1);
            }

            Draw(ref lanes, targets, filled);
        }
    }

    private void Draw(ref Lanes lanes, int* targets, int filled)
    {
        for (int block = 0; block < _blocksPerNode; block++)
        {
            for (int lane = 0; lane < Lanes.Count; lane++)
            {
                _blocks[(Lanes.Count * block) + lane] = ((ulong)(uint)lanes.Nodes[lane] << (Lanes.WordBits - 2)) + (ulong)block;
            }
        }

        _random.FillGroups(_blocks, new ReadOnlySpan<ulong>(Unsafe.AsPointer(ref lanes.Streams[0]), Lanes.Count), _words);
        fixed (uint* words = _words)
        fixed (int* places = _places)
        {
            _selection.Draw(ref lanes, words, places);
            for (int lane = 0; lane < filled; lane++)
            {
                TIndex* to = _entries + _pointers[targets[lane]];
                TIndex start = TIndex.CreateTruncating(lanes.Starts[lane]);
                for (int draw = 0; draw < _selection.Fanout; draw++)
                {
                    TIndex entry = _rows.Entry(targets[lane], start, places[(Lanes.Count * draw) + lane]);
                    to[draw] = entry;
                    Prefetch.Line(_neighbors + long.CreateTruncating(entry));
                }
            }
        }
    }

    private readonly void Load(int first, int end)
    {
        for (int edge = first; edge < end; edge++)
        {
            int node = _neighbors[long.CreateTruncating(_entries[edge])];
            _found[edge] = node;
            _numbering.Ask(node);
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using Gnn.Tensors;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Neighbors;

/// <summary>One hop of a <see cref="LaborSampler"/>: of every node that was found so far the edges whose neighbours have small random numbers.</summary>
/// <remarks>Rows are read whole, and asked for a few nodes ahead; neighbours get their numbers one group of nodes after they are found.</remarks>
/// <typeparam name="TIndex">The type of entry numbers.</typeparam>
internal unsafe ref struct LaborHop<TIndex>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    private const int Group = 32;
    private const int PointersAhead = 32;
    private const int RowsAhead = 8;
    private const double WordRange = 1L << 32;

    private readonly AllRows<TIndex> _rows;
    private readonly int* _neighbors;
    private readonly LaborScratch _scratch;
    private readonly SharedNumbering _numbering;
    private readonly int _fanout;
    private readonly ParallelEdges? _parallel;
    private readonly NodeList _found;
    private readonly NodeList _places;

    /// <summary>Prepares a hop.</summary>
    /// <param name="rows">The edges.</param>
    /// <param name="neighbors">The node of each entry.</param>
    /// <param name="scratch">The nodes so far, and room.</param>
    /// <param name="fanout">How many edges a node draws; negative for all it has.</param>
    /// <param name="parallel">Where exactly so many are drawn, which rows have parallel edges; null where edges are drawn by themselves.</param>
    internal LaborHop(AllRows<TIndex> rows, int* neighbors, LaborScratch scratch, int fanout, ParallelEdges? parallel)
    {
        _rows = rows;
        _neighbors = neighbors;
        _scratch = scratch;
        _numbering = scratch.Numbering;
        _fanout = fanout;
        _parallel = parallel;
        _found = scratch.Found;
        _places = scratch.Places;
    }

    /// <summary>Draws.</summary>
    /// <param name="stream">Where the random numbers come from.</param>
    /// <param name="rounds">Rounds of importance; negative to convergence.</param>
    /// <returns>Where each node's edges begin, how many it might have drawn, the number of the node at the other end of each, the entry that each is, and, where it does not
    /// follow from the degrees, how many edges each stands for.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal (NativeArray<int> Pointers, NativeArray<int> Degrees, NativeArray<int> Sources, NativeArray<TIndex> Entries, NativeArray<float>? Scales) Run(
        RandomSource stream, int rounds)
    {
        int targets = _numbering.Count;
        var degrees = new NativeArray<int>(targets);
        long reads = Count(targets, degrees.Pointer);
        _scratch.Numbers.Begin(stream, reads);
        bool balances = rounds != 0 && _fanout > 0 && reads > 0;
        if (balances)
        {
            _scratch.Importance!.Balance(_rows, _neighbors, new ReadOnlySpan<int>(_numbering.Nodes, targets), _fanout, rounds);
        }

        var pointers = new NativeArray<int>(targets + 1L);
        (_found.Count, _places.Count) = (0, 0);
        _scratch.Factors = _scratch.Factors.Length < targets ? new double[2L * targets] : _scratch.Factors;
        int* starts = pointers.Pointer;
        starts[0] = 0;
        for (int first = 0; first < targets + Group; first += Group)
        {
            if (first < targets)
            {
                Draw(first, Math.Min(first + Group, targets), targets, starts, degrees.Pointer, balances);
            }

            if (first >= Group)
            {
                int end = Math.Min(first, targets);
                _numbering.Reserve(starts[end] - starts[first - Group]);
                _numbering.Number(first - Group, end, starts, _found.Pointer);
            }
        }

        var sources = new NativeArray<int>(new ReadOnlySpan<int>(_found.Pointer, _found.Count));
        NativeArray<TIndex> entries = Entries(targets, starts);
        NativeArray<float>? scales = _parallel is null && reads > 0 ? Scales(targets, starts, degrees.Pointer, sources.Pointer, balances) : null;
        if (balances)
        {
            _scratch.Importance!.Clear();
        }

        return (pointers, degrees, sources, entries, scales);
    }

    /// <summary>How many edges each node might draw, and how many random numbers are read for all.</summary>
    private readonly long Count(int targets, int* degrees)
    {
        int* nodes = _numbering.Nodes;
        long reads = 0;
        for (int i = 0; i < targets; i++)
        {
            if (i + PointersAhead < targets)
            {
                _rows.Ask(nodes[i + PointersAhead]);
            }

            degrees[i] = _rows.Degree(i, nodes[i], out _);
            reads += TakesAll(degrees[i]) ? 0 : degrees[i];
        }

        return reads;
    }

    private readonly bool TakesAll(int degree) => (uint)degree <= (uint)_fanout || _fanout == 0;

    private readonly void Draw(int first, int end, int targets, int* starts, int* degrees, bool balances)
    {
        int* nodes = _numbering.Nodes;
        for (int i = first; i < end; i++)
        {
            if (i + PointersAhead < targets)
            {
                _rows.Ask(nodes[i + PointersAhead]);
            }

            if (i + RowsAhead < targets)
            {
                _rows.AskNeighbors(nodes[i + RowsAhead], _neighbors);
            }

            int degree = degrees[i];
            int before = _found.Count;
            if (_fanout != 0)
            {
                Reserve(degree);
                _ = _rows.Degree(i, nodes[i], out TIndex start);
                int* row = _neighbors + long.CreateTruncating(start);
                int taken = TakesAll(degree) ? TakeAll(i, row, degree)
                    : _parallel is not null ? TakeExactly(nodes[i], row, degree)
                    : balances ? TakeImportant(i, row, degree)
                    : TakeAlike(row, degree);
                (_found.Count, _places.Count) = (before + taken, before + taken);
            }

            starts[i + 1] = _found.Count;
            int* found = _found.Pointer;
            for (int edge = before; edge < _found.Count; edge++)
            {
                _numbering.Ask(found[edge]);
            }
        }
    }

    private readonly void Reserve(int more)
    {
        if ((long)_found.Count + more + LaborRow.Padding >= int.MaxValue)
        {
            throw new InvalidOperationException($"A batch has at most {int.MaxValue} edges a hop, but one of {_numbering.Count} nodes has more: take fewer seeds or smaller fanouts.");
        }

        _found.Reserve(more + LaborRow.Padding);
        _places.Reserve(more + LaborRow.Padding);
    }

    private readonly int TakeAll(int target, int* row, int degree)
    {
        _scratch.Factors[target] = 0;
        int* found = _found.Pointer + _found.Count;
        int* places = _places.Pointer + _places.Count;
        for (int i = 0; i < degree; i++)
        {
            (found[i], places[i]) = (row[i], i);
        }

        return degree;
    }

    /// <summary>The edges of the fanout's smallest words.</summary>
    private readonly int TakeExactly(int node, int* row, int degree)
    {
        uint* words = Read(row, degree);
        bool separate = _parallel!.Has(node, row, degree);
        if (separate)
        {
            ParallelEdges.Separate(row, degree, _scratch.Numbers, words);
        }

        (uint bound, int equal) = LaborRow.Bound(words, degree, _fanout);
        return equal == 0
            ? TakeBelow(row, degree, words, bound, out _)
            : TakeTied(row, degree, words, bound, equal, 1UL << 32, separate);
    }

    /// <summary>Each edge with the same chance: those whose 64 bits are below the fanout's share of their range.</summary>
    private readonly int TakeAlike(int* row, int degree)
    {
        uint* words = Read(row, degree);
        ulong bound = (ulong)((double)_fanout / degree * WordRange * WordRange);
        uint high = (uint)(bound >> 32);
        int taken = TakeBelow(row, degree, words, high, out bool hasEqual);
        return hasEqual ? TakeTied(row, degree, words, high, degree, (uint)bound, separate: false) : taken;
    }

    /// <summary>Each edge with the inverse of its scale as its chance.</summary>
    private readonly int TakeImportant(int target, int* row, int degree)
    {
        LaborImportance importance = _scratch.Importance!;
        double factor = importance.Solve(row, degree, _fanout);
        _scratch.Factors[target] = factor;
        uint* words = Read(row, degree);
        int* found = _found.Pointer + _found.Count;
        int* places = _places.Pointer + _places.Count;
        int taken = 0;
        for (int i = 0; i < degree; i++)
        {
            (found[taken], places[taken]) = (row[i], i);
            double scale = factor * importance.Inverse(row[i]);
            double reach = words[i] * scale;

            // The second word adds less than one to the first: it is read only where that decides.
            bool isTaken = reach < WordRange;
            if (isTaken && reach + scale > WordRange && scale > 1)
            {
                isTaken = (words[i] + (_scratch.Numbers.Word(row[i], 1) / WordRange)) * scale < WordRange;
            }

            taken += isTaken || scale <= 1 ? 1 : 0;
        }

        return taken;
    }

    /// <summary>The edges whose words are below a bound, and of those whose words equal it the ones of the smallest second words.</summary>
    /// <param name="row">The neighbours.</param>
    /// <param name="degree">How many.</param>
    /// <param name="words">Their words.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="most">How many of those at the bound at most.</param>
    /// <param name="second">What the second word of those at the bound must be below.</param>
    /// <param name="separate">Whether parallel edges have words of their own.</param>
    private readonly int TakeTied(int* row, int degree, uint* words, uint bound, int most, ulong second, bool separate)
    {
        var tied = new List<(uint Second, int Place)>();
        for (int i = 0; i < degree; i++)
        {
            if (words[i] == bound)
            {
                words[i] = uint.MaxValue;
                tied.Add((ParallelEdges.SecondWord(row, i, _scratch.Numbers, separate), i));
            }
        }

        tied.Sort();
        for (int i = 0; i < tied.Count && i < most && tied[i].Second < second; i++)
        {
            words[tied[i].Place] = 0;
        }

        return TakeBelow(row, degree, words, Math.Max(bound, 1), out _);
    }

    private readonly int TakeBelow(int* row, int degree, uint* words, uint bound, out bool hasEqual) =>
        LaborRow.TakeBelow(words, degree, bound, row, _found.Pointer + _found.Count, _places.Pointer + _places.Count, out hasEqual);

    private readonly uint* Read(int* row, int degree)
    {
        uint* words = _scratch.Words(degree);
        _scratch.Numbers.Read(row, degree, words);
        return words;
    }

    private readonly NativeArray<TIndex> Entries(int targets, int* starts)
    {
        var entries = new NativeArray<TIndex>(_found.Count);
        int* nodes = _numbering.Nodes;
        int* places = _places.Pointer;
        TIndex* to = entries.Pointer;
        for (int i = 0; i < targets; i++)
        {
            if (i + PointersAhead < targets)
            {
                _rows.Ask(nodes[i + PointersAhead]);
            }

            _ = _rows.Degree(i, nodes[i], out TIndex start);
            for (int edge = starts[i]; edge < starts[i + 1]; edge++)
            {
                to[edge] = start + TIndex.CreateTruncating(places[edge]);
            }
        }

        return entries;
    }

    private readonly NativeArray<float> Scales(int targets, int* starts, int* degrees, int* sources, bool balances)
    {
        var scales = new NativeArray<float>(_found.Count);
        int* nodes = _numbering.Nodes;
        float* to = scales.Pointer;
        for (int i = 0; i < targets; i++)
        {
            if (!balances)
            {
                new Span<float>(to + starts[i], starts[i + 1] - starts[i]).Fill((float)Math.Max(1, (double)degrees[i] / _fanout));
                continue;
            }

            for (int edge = starts[i]; edge < starts[i + 1]; edge++)
            {
                to[edge] = (float)Math.Max(1, _scratch.Factors[i] * _scratch.Importance!.Inverse(nodes[sources[edge]]));
            }
        }

        return scales;
    }
}

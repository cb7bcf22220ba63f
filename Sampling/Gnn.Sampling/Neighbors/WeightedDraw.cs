using System.Numerics;
using Gnn.Tensors;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Neighbors;

/// <summary>Draws edges of all nodes of a hop by weight.</summary>
/// <remarks>
/// <para>Without replacement by a race (<see cref="EdgeRace"/>), in which the edge at a place of a row has the word of that number of its node. Once the next edge's time t is
/// known, an edge of weight w that came before stands for 1 / (1 - exp(-w t)): the chance that it does, whatever the others' times are (Cohen and Kaplan, "Summarizing data
/// using bottom-k sketches", 2007, and Duffield, Lund and Thorup, "Priority sampling for estimation of arbitrary subset sums", 2007).</para>
/// <para>With replacement by the row's alias table, the 64-bit number of words 2j and 2j + 1 being draw j; in rows with hidden entries by their running sums.</para>
/// <para>Words are made for many rows at once, and a long row is worked on in parts.</para>
/// </remarks>
internal sealed unsafe class WeightedDraw(EdgeWeights weights) : IDisposable
{
    private const int MostBlocks = 1024;
    private const int MostParts = 256;
    private const int WholeGroup = 16;
    private const int RowsAhead = 16;
    private const int VectorRead = 16;

    private readonly EdgeRace _race = new();
    private readonly NativeArray<ulong> _blocks = new(MostBlocks + WholeGroup);
    private readonly NativeArray<uint> _words = new((4 * (MostBlocks + WholeGroup)) + VectorRead);
    private readonly Part[] _parts = new Part[MostParts];
    private NativeArray<float> _visible = new(0);
    private double[] _sums = [];
    private RandomSource _random;
    private EdgeMask? _mask;
    private int _fanout;
    private int _partCount;
    private int _blockCount;

    /// <summary>What was drawn.</summary>
    internal DrawnEdges Edges { get; } = new();

    /// <summary>Draws.</summary>
    /// <typeparam name="TIndex">The type of entry numbers.</typeparam>
    /// <typeparam name="TNumbering">How nodes are numbered.</typeparam>
    /// <param name="pointers">Where the entries of each node of the graph begin.</param>
    /// <param name="numbering">The nodes so far, each of which draws.</param>
    /// <param name="fanout">How many edges a node draws; -1 for all.</param>
    /// <param name="random">The stream of the hop.</param>
    /// <param name="mask">What is hidden; null for nothing.</param>
    internal void Run<TIndex, TNumbering>(TIndex* pointers, ref TNumbering numbering, int fanout, RandomSource random, EdgeMask? mask)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TNumbering : struct, INodeNumbering
    {
        (_random, _fanout, _mask, _partCount, _blockCount) = (random, fanout, mask, 0, 0);
        int targets = numbering.Count;
        int* nodes = numbering.Nodes;
        Edges.Begin(targets);
        for (int i = 0; i < targets; i++)
        {
            if (i + RowsAhead < targets)
            {
                Prefetch.Line(pointers + nodes[i + RowsAhead]);
            }

            long start = long.CreateTruncating(pointers[nodes[i]]);
            int length = int.CreateTruncating(pointers[nodes[i] + 1L] - pointers[nodes[i]]);
            weights.Ask(nodes[i], start, length);
            bool takesAll = fanout <= 0 || length == 0 || (!weights.Replaces && length <= fanout);
            Plan(i, nodes[i], start, length, takesAll ? 0 : weights.Replaces ? 2 * fanout : length, numbering.StreamId(i));
        }

        Draw();
        if (!weights.Replaces)
        {
            WeightedScales.FromTimes(Edges.Scales, Edges.Count);
        }
    }

    public void Dispose()
    {
        _race.Dispose();
        _blocks.Dispose();
        _words.Dispose();
        _visible.Dispose();
        Edges.Dispose();
    }

    /// <summary>Lists the words that a row needs, in as many parts as that takes.</summary>
    private void Plan(int target, int node, long start, int length, int words, ulong stream)
    {
        int first = 0;
        do
        {
            // A node has 2^24 words in a stream. Longer rows go on in others.
            ulong ofPart = first >> Lanes.WordBits == 0 ? stream : _random.WithStreamId(stream).Stream((ulong)(first >> Lanes.WordBits)).StreamId;
            if (_partCount == MostParts || _blockCount == MostBlocks || (words > 0 && _blockCount > 0 && ofPart != _random.StreamId))
            {
                Draw();
            }

            _random = words > 0 ? _random.WithStreamId(ofPart) : _random;
            int inStream = first & ((1 << Lanes.WordBits) - 1);
            int count = Math.Min(Math.Min(words - first, 4 * (MostBlocks - _blockCount)), (1 << Lanes.WordBits) - inStream);
            _parts[_partCount++] = new Part(target, node, start, length, first, count, words, 4 * _blockCount);
            ulong block = ((ulong)(uint)node << (Lanes.WordBits - 2)) + (ulong)(inStream >> 2);
            for (int done = 0; done < count; done += 4)
            {
                _blocks.Pointer[_blockCount++] = block++;
            }

            first += count;
        }
        while (first < words);
    }

    /// <summary>Draws all that is listed.</summary>
    private void Draw()
    {
        int whole = (_blockCount + WholeGroup - 1) / WholeGroup * WholeGroup;
        _blocks.Span(_blockCount, whole - _blockCount).Clear();
        _random.FillBlocks(_blocks.Span(0, whole), _words.Span(0, 4 * whole));
        ReadOnlySpan<Part> parts = _parts.AsSpan(0, _partCount);
        if (weights.Replaces)
        {
            Choose(parts);
        }
        else
        {
            Exponentials.Replace(_words.Pointer, 4 * _blockCount);
        }

        foreach (Part part in parts)
        {
            bool isMasked = _mask is not null && _mask.Hides(part.Node);
            if (part.Words == 0)
            {
                TakeAll(part, isMasked);
            }
            else if (!weights.Replaces)
            {
                Race(part, isMasked);
            }
            else if (isMasked)
            {
                Search(part);
            }
            else
            {
                Take(part);
            }
        }

        (_partCount, _blockCount) = (0, 0);
    }

    /// <summary>All edges that have a weight and are not hidden, or none.</summary>
    private void TakeAll(in Part part, bool isMasked)
    {
        int length = _fanout == 0 ? 0 : part.Length;
        ReadOnlySpan<int> hidden = isMasked ? _mask!.HiddenPlaces(part.Node) : [];
        Edges.Reserve(part.Target, length);
        int* places = Edges.Places + Edges.Count;
        int count = 0, passed = 0;
        for (int place = 0; place < length; place++)
        {
            if (passed < hidden.Length && hidden[passed] == place)
            {
                passed++;
            }
            else if (weights.IsPositive(part.Start + place))
            {
                places[count++] = place;
            }
        }

        // With or without replacement: one edge, or what one that is sure to come becomes.
        new Span<float>(Edges.Scales + Edges.Count, count).Fill(weights.Replaces ? 1 : float.PositiveInfinity);
        Edges.End(part.Target, count);
    }

    /// <summary>A part of a row runs. The scales of what is drawn are times in units of its own mean until the hop ends.</summary>
    private void Race(in Part part, bool isMasked)
    {
        if (part.First == 0)
        {
            _race.Begin(_fanout);
        }

        float* inverses = isMasked ? Visible(part) : weights.Inverses + part.Start;
        _race.Run((float*)_words.Pointer + part.Word, inverses + part.First, part.Count, part.First);
        if (part.IsLast)
        {
            Edges.Reserve(part.Target, _fanout);
            int* places = Edges.Places + Edges.Count;
            float* scales = Edges.Scales + Edges.Count;
            int count = _race.Finish(places, out float next);
            for (int i = 0; i < count; i++)
            {
                scales[i] = next / inverses[places[i]];
            }

            Edges.End(part.Target, count);
        }
    }

    /// <summary>The inverse weights of a row, those of hidden entries infinite.</summary>
    private float* Visible(in Part part)
    {
        if (part.First == 0)
        {
            if (_visible.Length < part.Length)
            {
                _visible.Dispose();
                _visible = new NativeArray<float>(2L * part.Length);
            }

            new ReadOnlySpan<float>(weights.Inverses + part.Start, part.Length).CopyTo(new Span<float>(_visible.Pointer, part.Length));
            foreach (int place in _mask!.HiddenPlaces(part.Node))
            {
                _visible.Pointer[place] = float.PositiveInfinity;
            }
        }

        return _visible.Pointer;
    }

    /// <summary>Chooses the slots of alias tables, then the places that those lead to: all rows' memory is asked for before the first is read.</summary>
    private void Choose(ReadOnlySpan<Part> parts)
    {
        foreach (Part part in parts)
        {
            for (uint* word = _words.Pointer + part.Word, end = word + part.Count; word < end; word += 2)
            {
                ulong slot = Math.BigMul(((ulong)word[1] << 32) | word[0], (ulong)part.Length, out ulong low);
                Prefetch.Line(weights.Aliases + part.Start + (long)slot);

                // The masked rows' search takes the words as they are.
                (word[0], word[1]) = _mask is not null && _mask.Hides(part.Node) ? (word[0], word[1]) : ((uint)slot, (uint)(low >> 32));
            }
        }

        foreach (Part part in parts)
        {
            if (_mask is not null && _mask.Hides(part.Node))
            {
                continue;
            }

            for (uint* word = _words.Pointer + part.Word, end = word + part.Count; word < end; word += 2)
            {
                Walks.AliasEntry* slot = weights.Aliases + part.Start + word[0];
                word[0] = (uint)(word[1] < slot->Threshold ? slot->Own : slot->Alias);
                Prefetch.Line(weights.Aliases + part.Start + (int)word[0]);
            }
        }
    }

    /// <summary>Takes what was chosen.</summary>
    private void Take(in Part part)
    {
        double total = weights.Totals[part.Node];
        int draws = total > 0 ? part.Count / 2 : 0;
        Edges.Reserve(part.Target, draws);
        int* places = Edges.Places + Edges.Count;
        float* scales = Edges.Scales + Edges.Count;
        uint* words = _words.Pointer + part.Word;
        double share = total / _fanout;
        for (int draw = 0; draw < draws; draw++)
        {
            places[draw] = (int)words[2 * draw];
            scales[draw] = WeightedScales.Bounded(share / weights.Aliases[part.Start + places[draw]].Weight);
        }

        Edges.End(part.Target, draws);
    }

    /// <summary>Draws from a row with hidden entries.</summary>
    private void Search(in Part part)
    {
        if (part.First == 0)
        {
            Sum(part);
        }

        ReadOnlySpan<double> sums = _sums.AsSpan(0, part.Length);
        double total = sums[^1];
        int draws = total > 0 ? part.Count / 2 : 0;
        Edges.Reserve(part.Target, draws);
        int* places = Edges.Places + Edges.Count;
        float* scales = Edges.Scales + Edges.Count;
        uint* words = _words.Pointer + part.Word;
        for (int draw = 0; draw < draws; draw++)
        {
            // Rounding may give the total itself, which is below no sum.
            double number = Math.Min(RandomSource.ToDouble(words[2 * draw], words[(2 * draw) + 1]) * total, Math.BitDecrement(total));
            int low = 0, high = part.Length - 1;
            while (low < high)
            {
                int middle = (low + high) >>> 1;
                (low, high) = sums[middle] <= number ? (middle + 1, high) : (low, middle);
            }

            places[draw] = low;
            scales[draw] = WeightedScales.Bounded(total / _fanout / weights.Aliases[part.Start + low].Weight);
        }

        Edges.End(part.Target, draws);
    }

    /// <summary>The running sums of the weights of a row, hidden entries having none.</summary>
    private void Sum(in Part part)
    {
        _sums = _sums.Length < part.Length ? new double[2L * part.Length] : _sums;
        ReadOnlySpan<int> hidden = _mask!.HiddenPlaces(part.Node);
        double sum = 0;
        int passed = 0;
        for (int place = 0; place < part.Length; place++)
        {
            bool isHidden = passed < hidden.Length && hidden[passed] == place;
            passed += isHidden ? 1 : 0;
            sum += isHidden ? 0 : weights.Aliases[part.Start + place].Weight;
            _sums[place] = sum;
        }
    }

    /// <summary>A run of words of one row.</summary>
    /// <param name="Target">The node's number in the batch.</param>
    /// <param name="Node">The node.</param>
    /// <param name="Start">The first entry of its row.</param>
    /// <param name="Length">How many entries the row has.</param>
    /// <param name="First">The number of the first word.</param>
    /// <param name="Count">How many words there are.</param>
    /// <param name="Words">How many the row needs; 0 if all of it is taken.</param>
    /// <param name="Word">Where the first word lies.</param>
    private readonly record struct Part(int Target, int Node, long Start, int Length, int First, int Count, int Words, int Word)
    {
        internal bool IsLast => First + Count >= Words;
    }
}

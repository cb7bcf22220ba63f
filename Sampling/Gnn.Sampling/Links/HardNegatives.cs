using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Sampling.Subgraphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Links;

/// <summary>The negatives that heuristics take for links, for the links of one part; see <see cref="LinkSplits.WithHardNegatives"/>.</summary>
/// <remarks>What is chosen for an end does not depend on the link that it is an end of, whose other end is a neighbour like others: each end is ranked once.</remarks>
internal sealed class HardNegatives
{
    // Ranks of nodes that no heuristic scores above 0, and of those whose exact rank cannot matter.
    private const int Unscored = int.MaxValue;
    private const int Deep = int.MaxValue - 1;

    private readonly Graph _graph;
    private readonly bool _separateReverses;
    private readonly HardNegativeOptions _options;
    private readonly StructureScores _structure;
    private readonly CosineScores? _cosine;
    private readonly bool[]? _isSeen;
    private readonly int _seenCount;
    private readonly RandomSource _random;
    private readonly SparseStructure _outEdges;
    private readonly SparseStructure _inEdges;

    internal HardNegatives(
        Graph graph, EdgeSplit edges, HardNegativeOptions options, StructureScores structure, CosineScores? cosine, bool[]? isSeen, RandomSource random)
    {
        (_graph, _separateReverses, _options, _structure, _cosine, _isSeen, _random) = (graph, edges.SeparateReverses, options, structure, cosine, isSeen, random);
        (_outEdges, _inEdges) = (graph.OutEdges, graph.InEdges);
        _seenCount = isSeen?.Count(isIn => isIn) ?? graph.NodeCount;
    }

    /// <summary>Chooses for each link, on threads; who does an end does not change what comes out.</summary>
    internal LinkNegatives Of(int[] links, int threads)
    {
        int perLink = _options.PerLink;
        var ends = new Ends(_separateReverses);
        foreach (int link in links)
        {
            ends.Add(_graph.Sources[link], keepsSource: true);
            ends.Add(_graph.Targets[link], keepsSource: false);
        }

        int[] free = new int[ends.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, ends.Count, parallel, () => new bool[_graph.NodeCount], (end, _, isExcluded) =>
        {
            free[end] = _seenCount - Exclude(isExcluded, ends.Node(end), ends.KeepsSource(end));
            return isExcluded;
        }, _ => { });

        (int Source, int Target)[] counts = new (int, int)[links.Length];
        int[] wanted = new int[ends.Count];
        for (int i = 0; i < links.Length; i++)
        {
            (int source, int target) = (ends.Of(_graph.Sources[links[i]], keepsSource: true), ends.Of(_graph.Targets[links[i]], keepsSource: false));
            counts[i] = Share(links[i], perLink, free[source], free[target]);
            wanted[source] = Math.Max(wanted[source], counts[i].Source);
            wanted[target] = Math.Max(wanted[target], counts[i].Target);
        }

        int[][] chosen = new int[ends.Count][];
        Parallel.For(0, ends.Count, parallel, () => new Room(_graph.NodeCount, _structure), (end, _, room) =>
        {
            chosen[end] = wanted[end] == 0 ? [] : Choose(room, ends.Node(end), ends.KeepsSource(end), wanted[end]);
            return room;
        }, room => room.Dispose());

        int[] from = new int[checked(links.Length * perLink)];
        int[] to = new int[from.Length];
        for (int i = 0; i < links.Length; i++)
        {
            (int source, int target) = (_graph.Sources[links[i]], _graph.Targets[links[i]]);
            int half = (i * perLink) + counts[i].Source;
            from.AsSpan(i * perLink, counts[i].Source).Fill(source);
            chosen[ends.Of(source, keepsSource: true)].AsSpan(0, counts[i].Source).CopyTo(to.AsSpan(i * perLink));
            chosen[ends.Of(target, keepsSource: false)].AsSpan(0, counts[i].Target).CopyTo(from.AsSpan(half));
            to.AsSpan(half, counts[i].Target).Fill(target);
        }

        return new LinkNegatives(from, to, perLink);
    }

    /// <summary>How many negatives have a link's source and how many its target: half each, more of one where the other has not so many.</summary>
    private (int Source, int Target) Share(int link, int perLink, int freeOfSource, int freeOfTarget)
    {
        if ((long)freeOfSource + freeOfTarget < perLink)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Link {_graph.Sources[link]} -> {_graph.Targets[link]} has {freeOfSource} pairs without an edge that have its source and {freeOfTarget} that have its target, not the {perLink} that are asked: ask for fewer negatives."));
        }

        int source = Math.Min(Math.Max((perLink + 1) / 2, perLink - freeOfTarget), freeOfSource);
        return (source, perLink - source);
    }

    /// <summary>Marks what cannot stand at the other end: the node itself, all that it has an edge with in the whole graph, and what the part does not see.</summary>
    /// <returns>How many nodes that the part sees are marked.</returns>
    private int Exclude(bool[] isExcluded, int node, bool keepsSource)
    {
        Array.Clear(isExcluded);
        int count = 0;
        Mark(isExcluded, [node], ref count);
        if (keepsSource || !_separateReverses)
        {
            Mark(isExcluded, _outEdges.Row(node), ref count);
        }

        if (!keepsSource || !_separateReverses)
        {
            Mark(isExcluded, _inEdges.Row(node), ref count);
        }

        return count;
    }

    private void Mark(bool[] isExcluded, ReadOnlySpan<int> nodes, ref int count)
    {
        foreach (int node in nodes)
        {
            count += isExcluded[node] || _isSeen?[node] == false ? 0 : 1;
            isExcluded[node] = true;
        }
    }

    private int[] Choose(Room room, int root, bool keepsSource, int wanted)
    {
        Exclude(room.IsExcluded, root, keepsSource);
        for (int node = 0; _isSeen is not null && node < _isSeen.Length; node++)
        {
            room.IsExcluded[node] |= !_isSeen[node];
        }

        Array.Fill(room.Ranks, Unscored);
        int most = Deep;
        _structure.AddNeighbours(room.Scores, root);
        Rank(room, wanted, ref most);
        foreach ((int node, double rank, _) in room.Walks.Ranks(root))
        {
            room.Scores.Add(node, rank);
        }

        Rank(room, wanted, ref most);
        if (_cosine is not null)
        {
            _cosine.AddTo(room.Scores, root);
            Rank(room, wanted, ref most);
        }

        // Of equal ranks, what is drawn for the end and the node decides.
        _random.Stream(((ulong)root << 1) | (keepsSource ? 0UL : 1UL)).Fill(room.Draws, 0);
        int count = 0;
        for (int node = 0; node < room.Ranks.Length; node++)
        {
            if (!room.IsExcluded[node])
            {
                int rank = room.Ranks[node];
                room.Keys[count] = ((ulong)(uint)(rank == Unscored ? rank : Math.Min(rank, most)) << 32) | room.Draws[node];
                room.Items[count++] = node;
            }
        }

        SmallestFirst.Sort(room.Keys.AsSpan(0, count), room.Items.AsSpan(0, count), wanted);
        return room.Items[..wanted];
    }

    /// <summary>Ranks the candidates by their scores, keeps the best rank of each, and clears the scores.</summary>
    /// <remarks>As in HeaRT's program, the best have rank 1 and all others one more than there are that score as much and less than the best. A node is ranked exactly if fewer than are
    /// wanted score more; others cannot be chosen for it.</remarks>
    private void Rank(Room room, int wanted, ref int most)
    {
        int count = 0;
        foreach (int node in room.Scores.Nodes)
        {
            if (!room.IsExcluded[node] && room.Scores[node] > 0)
            {
                // Of numbers above 0, the greater has the greater bits.
                room.Keys[count] = ~BitConverter.DoubleToUInt64Bits(room.Scores[node]);
                room.Items[count++] = node;
            }
        }

        room.Scores.Clear();
        if (count == 0)
        {
            return;
        }

        Span<ulong> keys = room.Keys.AsSpan(0, count);
        int sorted = SmallestFirst.Sort(keys, room.Items.AsSpan(0, count), wanted);
        int best = 0;
        for (int start = 0; start < sorted;)
        {
            int end = start + 1;
            while (end < sorted && keys[end] == keys[start])
            {
                end++;
            }

            best = start == 0 ? end : best;
            foreach (int node in room.Items.AsSpan(start..end))
            {
                room.Ranks[node] = Math.Min(room.Ranks[node], 1 + end - best);
            }

            start = end;
        }

        foreach (int node in room.Items.AsSpan(sorted..count))
        {
            room.Ranks[node] = Math.Min(room.Ranks[node], Deep);
        }

        // Where those that score 0 rank, right behind the last of these.
        most = _options.RankZeros ? Math.Min(most, 2 + count - best) : most;
    }

    /// <summary>The different ends of links. Where a link and its reverse are one, an end is the same on both sides.</summary>
    private sealed class Ends(bool separateReverses)
    {
        private readonly Dictionary<(int Node, bool KeepsSource), int> _places = [];
        private readonly List<(int Node, bool KeepsSource)> _ends = [];

        internal int Count => _ends.Count;

        internal int Node(int end) => _ends[end].Node;

        internal bool KeepsSource(int end) => _ends[end].KeepsSource;

        internal int Of(int node, bool keepsSource) => _places[(node, keepsSource || !separateReverses)];

        internal void Add(int node, bool keepsSource)
        {
            (int, bool) end = (node, keepsSource || !separateReverses);
            if (_places.TryAdd(end, _ends.Count))
            {
                _ends.Add(end);
            }
        }
    }

    /// <summary>What one thread needs: about 40 bytes for each node, and as many again for each that its walks reach.</summary>
    private sealed class Room : IDisposable
    {
        private readonly NodeMarks _marks;

        internal Room(int nodes, StructureScores structure)
        {
            _marks = new NodeMarks(nodes);
            Walks = structure.Walks(_marks);
            (IsExcluded, Ranks, Items) = (new bool[nodes], new int[nodes], new int[nodes]);
            (Keys, Draws, Scores) = (new ulong[nodes], new uint[nodes], new NodeScores(nodes));
        }

        internal bool[] IsExcluded { get; }

        internal int[] Ranks { get; }

        internal int[] Items { get; }

        internal ulong[] Keys { get; }

        internal uint[] Draws { get; }

        internal NodeScores Scores { get; }

        internal PageRankFinder Walks { get; }

        public void Dispose()
        {
            Walks.Dispose();
            _marks.Dispose();
        }
    }
}

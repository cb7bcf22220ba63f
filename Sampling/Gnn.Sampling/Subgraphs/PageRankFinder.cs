using System.Diagnostics;
using System.Runtime.CompilerServices;
using Gnn.Tensors;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Subgraphs;

/// <summary>Finds the nodes of the largest personalised PageRank by pushing.</summary>
/// <remarks>Nodes that are touched get numbers in order, which are their marks; the rest of the work is in a dense list of them.</remarks>
internal sealed unsafe class PageRankFinder : IScopeFinder
{
    private const int FirstLength = 1024;
    private const int Ahead = 32;

    private readonly StructureRows _rows;
    private readonly PageRankScope _scope;
    private readonly NodeMarks _marks;
    private readonly PriorityQueue<int, (double Rank, int NegatedNode)> _best = new();
    private NativeArray<PushNode> _nodes = new(FirstLength);
    private NativeArray<int> _queue = new(FirstLength);
    private NativeArray<int> _ranked = new(FirstLength);
    private int _count;
    private int _rankedCount;
    private int _head;
    private int _waiting;
    private int[] _seeds = [];
    private int[] _found = [];

    /// <summary>Creates a finder.</summary>
    /// <param name="graph">The structure, whose rows are followed; it must live as long.</param>
    /// <param name="scope">How far.</param>
    /// <param name="marks">Marks to work with.</param>
    internal PageRankFinder(SparseStructure graph, PageRankScope scope, NodeMarks marks) => (_rows, _scope, _marks) = (new StructureRows(graph), scope, marks);

    public void Begin(ReadOnlySpan<int> seeds, RandomSource random) => _seeds = seeds.ToArray();

    public ReadOnlySpan<int> Find(int place)
    {
        Push(_seeds[place]);
        int count = Select();
        Clear();
        return _found.AsSpan(0, count);
    }

    /// <summary>The ranks of all nodes that pushing from a seed finds any of, and what is left at them, in the order in which they were touched.</summary>
    internal (int Node, double Rank, double Residual)[] Ranks(int seed)
    {
        Push(seed);
        var ranks = new (int, double, double)[_count];
        for (int i = 0; i < ranks.Length; i++)
        {
            PushNode node = _nodes.Pointer[i];
            ranks[i] = (node.Node, node.Rank, node.Residual);
        }

        Clear();
        return ranks;
    }

    public void Dispose()
    {
        _nodes.Dispose();
        _queue.Dispose();
        _ranked.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Push(int seed)
    {
        double alpha = _scope.Alpha;
        Add(seed);
        _nodes.Pointer[0].Residual = 1;
        Enqueue(0);
        while (_waiting > 0)
        {
            int number = Dequeue();
            PushNode* at = _nodes.Pointer + number;
            double residual = at->Residual;
            if (at->Rank == 0)
            {
                _ranked.Pointer[_rankedCount++] = number;
            }

            at->IsQueued = false;
            at->Residual = 0;
            at->Rank += alpha * residual;
            ReadOnlySpan<int> row = _rows.Row(at->Node);
            if (_waiting > 0)
            {
                _rows.AskColumns(_nodes.Pointer[_queue.Pointer[_head]].Node);
            }

            Pass(row, (1 - alpha) * residual);
        }
    }

    /// <summary>Passes a part of the walk on, each node of a row as much; from a node without edges to the seed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pass(ReadOnlySpan<int> row, double part)
    {
        if (row.IsEmpty)
        {
            Pass(_nodes.Pointer, 0, part);
            return;
        }

        Reserve(row.Length);
        int* marks = _marks.Pointer;
        PushNode* nodes = _nodes.Pointer;
        double share = part / row.Length;
        for (int i = 0; i < Math.Min(Ahead, row.Length); i++)
        {
            Ask(marks, row[i]);
        }

        for (int i = 0; i < row.Length; i++)
        {
            if (i + Ahead < row.Length)
            {
                Ask(marks, row[i + Ahead]);
            }

            int number = marks[row[i]];
            Pass(nodes, number >= 0 ? number : Add(row[i]), share);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Pass(PushNode* nodes, int number, double share)
    {
        PushNode* node = nodes + number;
        node->Residual += share;
        if (node->Residual >= node->Limit && !node->IsQueued)
        {
            Enqueue(number);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ask(int* marks, int node)
    {
        Prefetch.Line(marks + node);
        _rows.Ask(node);
    }

    /// <summary>Numbers a node, for which there is room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Add(int node)
    {
        Debug.Assert(_count < _nodes.Length, "Room is made beforehand.");
        _nodes.Pointer[_count] = new PushNode { Node = node, Limit = _scope.Epsilon * Math.Max(1, _rows.Length(node)) };
        _marks.Pointer[node] = _count;
        return _count++;
    }

    /// <summary>Makes room for more nodes, and for all of them in the queue and among those that have a rank.</summary>
    private void Reserve(int more)
    {
        long wanted = (long)_count + more;
        if (wanted <= _nodes.Length)
        {
            return;
        }

        long length = Math.Max(wanted, 2 * _nodes.Length);
        var nodes = new NativeArray<PushNode>(length);
        new ReadOnlySpan<PushNode>(_nodes.Pointer, _count).CopyTo(new Span<PushNode>(nodes.Pointer, _count));
        var queue = new NativeArray<int>(length);
        for (int i = 0; i < _waiting; i++)
        {
            queue.Pointer[i] = _queue.Pointer[(_head + i) % _queue.Length];
        }

        var ranked = new NativeArray<int>(length);
        new ReadOnlySpan<int>(_ranked.Pointer, _rankedCount).CopyTo(new Span<int>(ranked.Pointer, _rankedCount));
        Dispose();
        (_nodes, _queue, _head, _ranked) = (nodes, queue, 0, ranked);
    }

    /// <summary>Puts a node at the end of the queue, which has a place for each.</summary>
    private void Enqueue(int number)
    {
        long place = (long)_head + _waiting++;
        _queue.Pointer[place < _queue.Length ? place : place - _queue.Length] = number;
        _nodes.Pointer[number].IsQueued = true;
    }

    private int Dequeue()
    {
        int number = _queue.Pointer[_head++];
        _head = _head == _queue.Length ? 0 : _head;
        _waiting--;
        return number;
    }

    /// <summary>Takes the seed and the nodes of the largest ranks.</summary>
    private int Select()
    {
        int others = Math.Min(_scope.MaxNodes, _rankedCount) - 1;
        PushNode* nodes = _nodes.Pointer;

        // The seed was pushed first.
        for (int i = 1; i < _rankedCount && others > 0; i++)
        {
            PushNode node = nodes[_ranked.Pointer[i]];
            (double, int) priority = (node.Rank, -node.Node);
            if (_best.Count < others)
            {
                _best.Enqueue(node.Node, priority);
            }
            else
            {
                _best.EnqueueDequeue(node.Node, priority);
            }
        }

        int count = _best.Count + 1;
        _found = _found.Length < count ? new int[Math.Max(count, 2 * _found.Length)] : _found;
        _found[0] = nodes[0].Node;
        for (int place = count - 1; place > 0; place--)
        {
            _found[place] = _best.Dequeue();
        }

        return count;
    }

    private void Clear()
    {
        int* marks = _marks.Pointer;
        for (int i = 0; i < _count; i++)
        {
            marks[_nodes.Pointer[i].Node] = NodeMarks.None;
        }

        (_count, _rankedCount, _head) = (0, 0, 0);
    }
}

namespace Gnn.Graphs.Statistics;

/// <summary>Splits the colours of the nodes of several graphs, round by round.</summary>
internal sealed class ColourRefinement
{
    private readonly long[] _starts;
    private readonly int[] _sources;

    // The colours at the sources of each node's in-edges, sorted.
    private readonly int[] _seen;

    // The nodes grouped by colour, the colours ascending.
    private readonly int[] _order;
    private readonly List<int> _initialValues = [];
    private List<int> _groups = [];

    public ColourRefinement(IReadOnlyList<Graph> graphs, ReadOnlySpan<int> initial)
    {
        int nodes = checked(graphs.Sum(graph => graph.NodeCount));
        _starts = new long[nodes + 1L];
        _sources = new int[checked((int)graphs.Sum(graph => graph.EdgeCount))];
        _seen = new int[_sources.Length];
        _order = new int[nodes];
        Colours = new int[nodes];
        int first = 0, end = 0;
        foreach (Graph graph in graphs)
        {
            for (int node = 0; node < graph.NodeCount; node++)
            {
                foreach (int source in graph.InEdges.Row(node))
                {
                    _sources[end++] = first + source;
                }

                _starts[first + node + 1L] = end;
            }

            first += graph.NodeCount;
        }

        Begin(initial);
    }

    /// <summary>The colour of each node, graph by graph.</summary>
    public int[] Colours { get; private set; }

    public void Run(int maxRounds)
    {
        for (int round = 0; round < maxRounds && Split(); round++)
        {
        }
    }

    /// <summary>Refines to the end and hashes what each colour is made of in each round.</summary>
    public string Hash()
    {
        using var hash = new ContentHasher("Weisfeiler-Leman");
        hash.Add<int>(_initialValues.ToArray());
        bool hasSplit = true;
        while (hasSplit)
        {
            int[] before = Colours;
            hasSplit = Split();
            hash.Add<int>(_groups.ToArray());
            foreach (int place in _groups.SkipLast(1))
            {
                hash.Add(before[_order[place]]);
                hash.Add(Seen(_order[place]));
            }
        }

        return hash.Finish();
    }

    private void Begin(ReadOnlySpan<int> initial)
    {
        for (int node = 0; node < _order.Length; node++)
        {
            _order[node] = node;
        }

        int[] values = initial.IsEmpty ? new int[_order.Length] : initial.ToArray();
        _order.AsSpan().Sort((a, b) => values[a].CompareTo(values[b]));
        for (int place = 0; place < _order.Length; place++)
        {
            int node = _order[place];
            if (place == 0 || values[node] != values[_order[place - 1]])
            {
                _groups.Add(place);
                _initialValues.Add(values[node]);
            }

            Colours[node] = _groups.Count - 1;
        }

        _groups.Add(_order.Length);
    }

    /// <summary>One round; whether a colour split.</summary>
    private bool Split()
    {
        for (int node = 0; node < _order.Length; node++)
        {
            Span<int> seen = _seen.AsSpan((int)_starts[node], (int)(_starts[node + 1] - _starts[node]));
            for (int i = 0; i < seen.Length; i++)
            {
                seen[i] = Colours[_sources[_starts[node] + i]];
            }

            seen.Sort();
        }

        var groups = new List<int>(_groups.Count);
        int[] colours = new int[_order.Length];
        for (int group = 0; group < _groups.Count - 1; group++)
        {
            (int start, int end) = (_groups[group], _groups[group + 1]);
            if (end - start > 1)
            {
                _order.AsSpan(start, end - start).Sort(Compare);
            }

            for (int place = start; place < end; place++)
            {
                if (place == start || Compare(_order[place - 1], _order[place]) != 0)
                {
                    groups.Add(place);
                }

                colours[_order[place]] = groups.Count - 1;
            }
        }

        bool hasSplit = groups.Count + 1 > _groups.Count;
        groups.Add(_order.Length);
        (_groups, Colours) = (groups, colours);
        return hasSplit;
    }

    private ReadOnlySpan<int> Seen(int node) => _seen.AsSpan((int)_starts[node], (int)(_starts[node + 1] - _starts[node]));

    private int Compare(int first, int second)
    {
        ReadOnlySpan<int> left = Seen(first);
        ReadOnlySpan<int> right = Seen(second);
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
    }
}

using Gnn.Graphs.Statistics;

namespace Gnn.Graphs.Links;

/// <summary>The nodes by their distance from one; room that is used again and again.</summary>
internal sealed class BreadthFirst
{
    private const int Unseen = -1;

    private readonly NeighbourLists _neighbours;
    private readonly int[] _queue;
    private readonly int[] _depths;
    private readonly List<int> _ends = [];
    private int _reached;

    public BreadthFirst(NeighbourLists neighbours)
    {
        _neighbours = neighbours;
        _queue = new int[neighbours.NodeCount];
        _depths = new int[neighbours.NodeCount];
        Array.Fill(_depths, Unseen);
    }

    /// <summary>The nodes that were reached, by their distance.</summary>
    public ReadOnlySpan<int> Reached => _queue.AsSpan(0, _reached);

    /// <summary>The distance of a node, or -1 if it was not reached.</summary>
    public int DistanceOf(int node) => _depths[node];

    /// <summary>Begins anew at a node.</summary>
    public void Start(int root)
    {
        foreach (int node in Reached)
        {
            _depths[node] = Unseen;
        }

        _queue[0] = root;
        _depths[root] = 0;
        _reached = 1;
        _ends.Clear();
        _ends.Add(1);
    }

    /// <summary>Reaches the nodes one step farther; returns whether there are any.</summary>
    public bool Step()
    {
        int last = _reached;
        int depth = _ends.Count;
        for (int i = depth == 1 ? 0 : _ends[depth - 2]; i < last; i++)
        {
            foreach (int neighbour in _neighbours[_queue[i]])
            {
                if (_depths[neighbour] == Unseen)
                {
                    _depths[neighbour] = depth;
                    _queue[_reached++] = neighbour;
                }
            }
        }

        if (_reached > last)
        {
            _ends.Add(_reached);
        }

        return _reached > last;
    }
}

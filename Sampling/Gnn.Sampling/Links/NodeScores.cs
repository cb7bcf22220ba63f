namespace Gnn.Sampling.Links;

/// <summary>A number for each node, of which few may be other than 0; room that is used again and again.</summary>
internal sealed class NodeScores(int nodeCount)
{
    private readonly double[] _scores = new double[nodeCount];
    private readonly int[] _nodes = new int[nodeCount];
    private readonly bool[] _isListed = new bool[nodeCount];
    private int _count;

    /// <summary>The nodes that something was added to.</summary>
    internal ReadOnlySpan<int> Nodes => _nodes.AsSpan(0, _count);

    internal double this[int node] => _scores[node];

    internal void Add(int node, double score)
    {
        if (!_isListed[node])
        {
            _isListed[node] = true;
            _nodes[_count++] = node;
        }

        _scores[node] += score;
    }

    internal void Clear()
    {
        foreach (int node in Nodes)
        {
            (_scores[node], _isListed[node]) = (0, false);
        }

        _count = 0;
    }
}

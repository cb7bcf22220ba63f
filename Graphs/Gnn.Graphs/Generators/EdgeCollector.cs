using System.Runtime.InteropServices;

namespace Gnn.Graphs.Generators;

/// <summary>Collects the edges of an undirected graph: each joins two nodes, and its reverse follows it.</summary>
internal sealed class EdgeCollector
{
    private readonly int _nodeCount;
    private readonly List<int> _sources;
    private readonly List<int> _targets;

    public EdgeCollector(int nodeCount, double pairs, string name)
    {
        GeneratorChecks.CheckEdges(2 * pairs, name);
        _nodeCount = nodeCount;
        _sources = new List<int>((int)(2 * pairs));
        _targets = new List<int>((int)(2 * pairs));
    }

    public int EdgeCount => _sources.Count;

    public void Add(int one, int other)
    {
        _sources.Add(one);
        _targets.Add(other);
        _sources.Add(other);
        _targets.Add(one);
    }

    /// <summary>The pairs that are joined, the lower node first.</summary>
    public HashSet<(int Low, int High)> Pairs()
    {
        var pairs = new HashSet<(int Low, int High)>(_sources.Count);
        for (int edge = 0; edge < _sources.Count; edge += 2)
        {
            pairs.Add((Math.Min(_sources[edge], _targets[edge]), Math.Max(_sources[edge], _targets[edge])));
        }

        return pairs;
    }

    public Graph ToGraph() => Graph.FromEdges(_nodeCount, CollectionsMarshal.AsSpan(_sources), CollectionsMarshal.AsSpan(_targets), isUndirected: true);
}

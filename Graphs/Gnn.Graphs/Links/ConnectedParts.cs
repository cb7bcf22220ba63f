using Gnn.Graphs.Statistics;

namespace Gnn.Graphs.Links;

/// <summary>The nodes by the connected part that they are in; a part's nodes by their distance from its lowest one, so that neighbours are near each other.</summary>
internal sealed class ConnectedParts
{
    private readonly int[] _parts;
    private readonly int[] _nodes;
    private readonly List<int> _starts = [0];

    private ConnectedParts(int nodeCount) => (_parts, _nodes) = (new int[nodeCount], new int[nodeCount]);

    /// <summary>Finds the parts.</summary>
    public static ConnectedParts Of(NeighbourLists neighbours)
    {
        var parts = new ConnectedParts(neighbours.NodeCount);
        Array.Fill(parts._parts, -1);
        for (int root = 0; root < neighbours.NodeCount; root++)
        {
            if (parts._parts[root] < 0)
            {
                parts.Add(neighbours, root);
            }
        }

        return parts;
    }

    /// <summary>The part of a node.</summary>
    public int Of(int node) => _parts[node];

    /// <summary>The nodes of a part.</summary>
    public ReadOnlySpan<int> Nodes(int part) => _nodes.AsSpan(_starts[part].._starts[part + 1]);

    private void Add(NeighbourLists neighbours, int root)
    {
        int part = _starts.Count - 1;
        int end = _starts[^1];
        _nodes[end] = root;
        _parts[root] = part;
        end++;
        for (int next = _starts[^1]; next < end; next++)
        {
            foreach (int neighbour in neighbours[_nodes[next]])
            {
                if (_parts[neighbour] < 0)
                {
                    _parts[neighbour] = part;
                    _nodes[end++] = neighbour;
                }
            }
        }

        _starts.Add(end);
    }
}

using Gnn.Testing;

namespace Gnn.Tests.Sampling.Subgraphs;

/// <summary>Scopes and trimmed subgraphs by their definitions, edge by edge.</summary>
internal sealed class ShadowOracle
{
    private readonly int[][] _inputs;

    /// <summary>Creates an oracle.</summary>
    /// <param name="edges">The edges of the graph.</param>
    /// <param name="outgoing">Whether a node's inputs are at the targets of its edges.</param>
    internal ShadowOracle(RandomEdges edges, bool outgoing = false)
    {
        (Targets, Sources) = outgoing ? (edges.Sources, edges.Targets) : (edges.Targets, edges.Sources);
        int[] order = outgoing ? [.. Enumerable.Range(0, edges.Count).OrderBy(edge => edges.Targets[edge])] : [.. Enumerable.Range(0, edges.Count)];
        _inputs = [.. Enumerable.Range(0, edges.TargetCount).Select(node => order.Where(edge => Targets[edge] == node).ToArray())];
    }

    /// <summary>Where each edge carries messages to.</summary>
    internal int[] Targets { get; }

    /// <summary>Where each edge carries messages from.</summary>
    internal int[] Sources { get; }

    /// <summary>The edges that carry messages to a node, in the order of its row: rising, or where edges are turned, by the node that they come from.</summary>
    internal int[] Inputs(int node) => _inputs[node];

    /// <summary>The nodes from which a seed is reached within some hops.</summary>
    internal HashSet<int> Scope(int seed, int hops)
    {
        HashSet<int> scope = [seed];
        for (int hop = 0; hop < hops; hop++)
        {
            scope.UnionWith(scope.ToArray().SelectMany(Inputs).Select(edge => Sources[edge]));
        }

        return scope;
    }

    /// <summary>How many edges inside a scope lead from each of its nodes to the seed; nodes from which none do are not listed.</summary>
    internal Dictionary<int, int> Distances(int seed, HashSet<int> scope)
    {
        Dictionary<int, int> distances = new() { [seed] = 0 };
        for (int distance = 1; distance <= scope.Count; distance++)
        {
            foreach (int node in distances.Where(pair => pair.Value == distance - 1).Select(pair => pair.Key).ToArray())
            {
                foreach (int edge in Inputs(node).Where(edge => scope.Contains(Sources[edge])))
                {
                    distances.TryAdd(Sources[edge], distance);
                }
            }
        }

        return distances;
    }
}

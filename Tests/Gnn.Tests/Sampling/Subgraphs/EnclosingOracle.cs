using Gnn.Sampling.Subgraphs;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Subgraphs;

/// <summary>Enclosing subgraphs by their definition, from the graph without the link.</summary>
/// <param name="edges">The edges of the graph.</param>
internal sealed class EnclosingOracle(RandomEdges edges)
{
    /// <summary>The nodes within some hops of either end, edges followed both ways, found in a graph that does not have the link.</summary>
    internal HashSet<int> Nodes(int u, int v, int hops)
    {
        HashSet<int> found = [u, v];
        int[] others = [.. Enumerable.Range(0, edges.Count).Where(edge => !IsLink(edge, u, v))];
        for (int hop = 0; hop < hops; hop++)
        {
            int[] joined = [.. others.Where(edge => found.Contains(edges.Sources[edge]) || found.Contains(edges.Targets[edge]))];
            found.UnionWith(joined.Select(edge => edges.Sources[edge]));
            found.UnionWith(joined.Select(edge => edges.Targets[edge]));
        }

        return found;
    }

    /// <summary>Checks all that a batch says of one of its pairs.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="pair">The pair.</param>
    /// <param name="u">Its first node.</param>
    /// <param name="v">Its second node.</param>
    /// <param name="nodes">The nodes that its subgraph must have; null to trust the batch.</param>
    /// <param name="maxDistance">The largest distance that is measured.</param>
    internal void Check(EnclosingBatch batch, int pair, int u, int v, HashSet<int>? nodes, int maxDistance = int.MaxValue)
    {
        (int first, int end) = (batch.NodeOffsets[pair], batch.NodeOffsets[pair + 1]);
        int[] found = batch.Nodes[first..end].ToArray();
        Assert.That((batch.Sources[pair], batch.Targets[pair]), Is.EqualTo((first, first + 1)));
        Assert.That((found[0], found[1]), Is.EqualTo((u, v)));
        Assert.That(found, Is.Unique);
        Assert.That(nodes is null || nodes.SetEquals(found), $"nodes of ({u}, {v})");
        Assert.That(batch.NodesOfPairs.Row(pair).ToArray(), Is.EqualTo(Enumerable.Range(first, end - first)));

        int[] inside = [.. Enumerable.Range(0, edges.Count).Where(edge => found.Contains(edges.Sources[edge]) && found.Contains(edges.Targets[edge]) && !IsLink(edge, u, v))];
        Assert.That(batch.EdgeOffsets[pair + 1] - batch.EdgeOffsets[pair], Is.EqualTo(inside.Length));
        Assert.That(batch.EdgeOffsets[pair], Is.EqualTo(batch.Structure.RowPointers[first]));
        for (int place = first; place < end; place++)
        {
            int[] expected = [.. inside.Where(edge => edges.Targets[edge] == found[place - first])];
            int[] row = batch.Structure.Row(place).ToArray();
            Assert.That(batch.EdgeIds.Slice((int)batch.Structure.RowPointers[place], row.Length).ToArray(), Is.EqualTo(expected), $"edges into {found[place - first]}");
            Assert.That(row.Select(source => found[source - first]), Is.EqualTo(expected.Select(edge => edges.Sources[edge])));
        }

        Dictionary<int, int> toSource = Distances(u, without: v, inside, maxDistance);
        Dictionary<int, int> toTarget = Distances(v, without: u, inside, maxDistance);
        for (int i = 0; i < found.Length; i++)
        {
            int ofSource = toSource.GetValueOrDefault(found[i], -1);
            int ofTarget = toTarget.GetValueOrDefault(found[i], -1);
            Assert.That((batch.SourceDistances[first + i], batch.TargetDistances[first + i]), Is.EqualTo((ofSource, ofTarget)), $"distances of {found[i]} in ({u}, {v})");
            Assert.That(batch.Labels[first + i], Is.EqualTo(i < 2 ? 1 : Label(ofSource, ofTarget)));
        }
    }

    private bool IsLink(int edge, int u, int v) => (edges.Sources[edge], edges.Targets[edge]) == (u, v) || (edges.Sources[edge], edges.Targets[edge]) == (v, u);

    private Dictionary<int, int> Distances(int end, int without, int[] inside, int maxDistance)
    {
        Dictionary<int, int> distances = new() { [end] = 0 };
        for (int distance = 1, before = 0; distances.Count > before && distance <= maxDistance; distance++)
        {
            before = distances.Count;
            foreach (int edge in inside)
            {
                foreach ((int from, int to) in ((int, int)[])[(edges.Sources[edge], edges.Targets[edge]), (edges.Targets[edge], edges.Sources[edge])])
                {
                    if (to != without && distances.GetValueOrDefault(from, int.MaxValue) == distance - 1)
                    {
                        distances.TryAdd(to, distance);
                    }
                }
            }
        }

        return distances;
    }

    /// <summary>The label by counting: the pairs of distances of a smaller sum, or of the same and a smaller product, come before.</summary>
    private static int Label(int a, int b)
    {
        if (a < 0 || b < 0)
        {
            return 0;
        }

        int before = 0;
        for (int near = 1; near <= a + b; near++)
        {
            for (int far = near; near + far <= a + b; far++)
            {
                before += near + far < a + b || near * far < a * b ? 1 : 0;
            }
        }

        return 2 + before;
    }
}

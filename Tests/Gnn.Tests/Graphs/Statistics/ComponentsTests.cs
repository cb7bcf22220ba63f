using Gnn.Graphs;
using Gnn.Graphs.Statistics;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Statistics;

[TestFixture]
internal sealed class ComponentsTests
{
    [Test]
    public void WeakAndStrong_KnownGraph_AreNumberedByTheirLowestNode()
    {
        // A cycle 1 -> 4 -> 2 -> 1 that leads to 3 and is reached from 5; 0 alone with a self-loop.
        using Graph graph = Graph.FromEdges(6, [4, 1, 2, 2, 5, 0, 5], [2, 4, 1, 3, 4, 0, 4]);
        var weak = Components.Weak(graph);
        var strong = Components.Strong(graph);

        Assert.That(weak.Ids.ToArray(), Is.EqualTo(new[] { 0, 1, 1, 1, 1, 1 }));
        Assert.That(weak.Sizes.ToArray(), Is.EqualTo(new[] { 1, 5 }));
        Assert.That((weak.Count, weak.Largest), Is.EqualTo((2, 1)));
        Assert.That(weak.Nodes(1), Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));
        Assert.That(strong.Ids.ToArray(), Is.EqualTo(new[] { 0, 1, 1, 2, 1, 3 }));
        Assert.That((strong.Count, strong.Largest), Is.EqualTo((4, 1)));
        Assert.That(strong.ToString(), Is.EqualTo("4 components, the largest of 3 nodes"));
    }

    [Test]
    public void WeakAndStrong_RandomGraphs_AreThoseOfReachability([Range(0, 49)] int seed)
    {
        (Graph graph, int[] sources, int[] targets, int[] labels) = SampleGraphs.Random(seed);
        using (graph)
        {
            bool[,] along = Reach(labels.Length, sources, targets);
            bool[,] across = Reach(labels.Length, [.. sources, .. targets], [.. targets, .. sources]);

            Assert.That(Components.Weak(graph).Ids.ToArray(), Is.EqualTo(Partition(labels.Length, (i, j) => across[i, j])));
            Assert.That(Components.Strong(graph).Ids.ToArray(), Is.EqualTo(Partition(labels.Length, (i, j) => along[i, j] && along[j, i])));
        }
    }

    [Test]
    public void WeakAndStrong_EdgesInAnotherOrder_AreTheSame()
    {
        (Graph graph, int[] sources, int[] targets, int[] labels) = SampleGraphs.Random(seed: 5);
        using (graph)
        {
            using Graph turned = Graph.FromEdges(labels.Length, [.. sources.Reverse()], [.. targets.Reverse()]);

            Assert.That(Components.Weak(turned).Ids.ToArray(), Is.EqualTo(Components.Weak(graph).Ids.ToArray()));
            Assert.That(Components.Strong(turned).Ids.ToArray(), Is.EqualTo(Components.Strong(graph).Ids.ToArray()));
        }
    }

    [Test]
    public void Strong_LongPathAndLongCycle_NeedNoDeepStack()
    {
        const int nodes = 1_000_000;
        int[] sources = [.. Enumerable.Range(0, nodes)];
        int[] targets = [.. sources.Select(node => (node + 1) % nodes)];
        using Graph cycle = Graph.FromEdges(nodes, sources, targets);
        using Graph path = Graph.FromEdges(nodes, sources.AsSpan(1), targets.AsSpan(1));

        Assert.That(Components.Strong(cycle).Count, Is.EqualTo(1));
        Assert.That(Components.Strong(path).Count, Is.EqualTo(nodes));
        Assert.That(Components.Weak(path).Sizes.ToArray(), Is.EqualTo(new[] { nodes }));
    }

    [Test]
    public void Components_EmptyGraph_AreNone()
    {
        using Graph graph = Graph.FromEdges(0, [], []);
        var weak = Components.Weak(graph);

        Assert.That((weak.Count, Components.Strong(graph).Count), Is.EqualTo((0, 0)));
        Assert.That(() => weak.Largest, Throws.InvalidOperationException);
        Assert.That(() => weak.Nodes(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static bool[,] Reach(int nodes, int[] sources, int[] targets)
    {
        bool[,] reach = new bool[nodes, nodes];
        for (int node = 0; node < nodes; node++)
        {
            reach[node, node] = true;
        }

        for (int edge = 0; edge < sources.Length; edge++)
        {
            reach[sources[edge], targets[edge]] = true;
        }

        for (int via = 0; via < nodes; via++)
        {
            for (int i = 0; i < nodes; i++)
            {
                for (int j = 0; j < nodes; j++)
                {
                    reach[i, j] |= reach[i, via] && reach[via, j];
                }
            }
        }

        return reach;
    }

    private static int[] Partition(int nodes, Func<int, int, bool> isTogether)
    {
        int[] ids = new int[nodes];
        int count = 0;
        for (int node = 0; node < nodes; node++)
        {
            int[] earlier = [.. Enumerable.Range(0, node).Where(other => isTogether(node, other)).Take(1)];
            ids[node] = earlier.Length > 0 ? ids[earlier[0]] : count++;
        }

        return ids;
    }
}

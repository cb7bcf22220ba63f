using Gnn.Graphs;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Generators;

/// <summary>What tests of generators count, by the plainest means.</summary>
internal static class GraphFacts
{
    public static (int Source, int Target)[] Edges(Graph graph) => [.. graph.Sources.ToArray().Zip(graph.Targets.ToArray())];

    public static int[] Degrees(Graph graph)
    {
        int[] degrees = new int[graph.NodeCount];
        foreach (int node in graph.Sources)
        {
            degrees[node]++;
        }

        return degrees;
    }

    /// <summary>No loops, no repeats, and every edge followed by its reverse if the graph is undirected.</summary>
    public static void AssertSimple(Graph graph)
    {
        (int Source, int Target)[] edges = Edges(graph);
        Assert.That(edges.All(edge => edge.Source != edge.Target), Is.True, "loops");
        Assert.That(edges.Distinct().Count(), Is.EqualTo(edges.Length), "repeats");
        for (int edge = 0; graph.IsUndirected && edge < edges.Length; edge += 2)
        {
            Assert.That(edges[edge + 1], Is.EqualTo((edges[edge].Target, edges[edge].Source)));
        }
    }

    public static HashSet<int>[] Neighbors(Graph graph)
    {
        HashSet<int>[] neighbors = [.. Enumerable.Range(0, graph.NodeCount).Select(_ => new HashSet<int>())];
        foreach ((int from, int to) in Edges(graph))
        {
            neighbors[from].Add(to);
        }

        return neighbors;
    }

    public static int ComponentCount(Graph graph)
    {
        HashSet<int>[] neighbors = Neighbors(graph);
        bool[] seen = new bool[graph.NodeCount];
        int count = 0;
        for (int start = 0; start < seen.Length; start++)
        {
            if (seen[start])
            {
                continue;
            }

            count++;
            var open = new Stack<int>([start]);
            seen[start] = true;
            while (open.TryPop(out int node))
            {
                foreach (int other in neighbors[node].Where(other => !seen[other]))
                {
                    seen[other] = true;
                    open.Push(other);
                }
            }
        }

        return count;
    }

    public static long TriangleCount(Graph graph)
    {
        HashSet<int>[] neighbors = Neighbors(graph);
        return Edges(graph).Where(edge => edge.Source < edge.Target)
            .Sum(edge => (long)neighbors[edge.Source].Count(other => other > edge.Target && neighbors[edge.Target].Contains(other)));
    }

    /// <summary>The colours of colour refinement after as many rounds as there are nodes, for both graphs with one palette, sorted.</summary>
    public static (int[] First, int[] Second) WlColors(Graph first, Graph second)
    {
        HashSet<int>[][] neighbors = [Neighbors(first), Neighbors(second)];
        int[][] colors = [new int[first.NodeCount], new int[second.NodeCount]];
        for (int round = 0; round < first.NodeCount; round++)
        {
            var palette = new Dictionary<string, int>();
            colors = [.. colors.Select((old, side) => old.Select((color, node) =>
            {
                string key = $"{color}:{string.Join(',', neighbors[side][node].Select(other => old[other]).Order())}";
                palette.TryAdd(key, palette.Count);
                return palette[key];
            }).ToArray())];
        }

        return ([.. colors[0].Order()], [.. colors[1].Order()]);
    }

    public static void AssertSame(Graph one, Graph other) =>
        Assert.That((one.Sources.SequenceEqual(other.Sources), one.Targets.SequenceEqual(other.Targets)), Is.EqualTo((true, true)), "the edges differ");
}

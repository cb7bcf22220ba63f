using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs;

/// <summary>What is checked of a list of edges before a graph is made of it.</summary>
internal static class EdgeChecks
{
    private const int SpanElements = 1 << 20;

    /// <summary>Both ends of every edge must be nodes of one set.</summary>
    public static void CheckIds(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets) => CheckIds(nodeCount, nodeCount, sources, targets);

    /// <summary>Both ends of every edge must be nodes: of two sets, for edges that lead from one to the other.</summary>
    public static void CheckIds(int sourceCount, int targetCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        if (sources.Length != targets.Length)
        {
            throw new ArgumentException(
                $"Every edge needs a source and a target: got {sources.Length} sources and {targets.Length} targets.", nameof(targets));
        }

        CheckRun(sourceCount, targetCount, sources, targets, firstEdge: 0);
    }

    /// <summary>The same for edges of which there may be more than 2^31 - 1.</summary>
    public static void CheckIds(EdgeList edges)
    {
        if (edges.Sources.Length != edges.Targets.Length)
        {
            throw new ArgumentException(
                $"Every edge needs a source and a target: got {edges.Sources.Length} sources and {edges.Targets.Length} targets.", nameof(edges));
        }

        for (long start = 0; start < edges.Count; start += SpanElements)
        {
            int count = (int)Math.Min(SpanElements, edges.Count - start);
            CheckRun(edges.SourceCount, edges.TargetCount, edges.Sources.Span(start, count), edges.Targets.Span(start, count), start);
        }
    }

    /// <summary>Both directions of a pair of nodes must be there equally often; a self-loop is its own reverse.</summary>
    public static void CheckReverses(EdgeList edges)
    {
        if (!edges.InEdges.IsSymmetric())
        {
            throw WithoutReverse(edges.InEdges, edges.Sources, edges.Targets);
        }
    }

    /// <summary>The same for checked ids.</summary>
    public static void CheckReverses(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        using var edges = EdgeList.Copy(nodeCount, nodeCount, sources, targets);
        CheckReverses(edges);
    }

    /// <summary>Whether edges that are by source, and by target where the source is one, have both directions of a pair of nodes equally often.</summary>
    /// <param name="sources">The source of each edge, a node.</param>
    /// <param name="targets">The target of each edge, a node.</param>
    /// <param name="next">Room for the number of nodes and one more.</param>
    /// <returns>True if so; false if not, or if the edges are in another order. O(N + E), without a structure.</returns>
    public static bool HaveReversesInOrder(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, Span<int> next)
    {
        // Where each node's edges begin. The reverses of edges in order come in order too; each edge takes one of its own, so all are taken.
        next.Clear();
        foreach (int source in sources)
        {
            next[source + 1]++;
        }

        for (int node = 1; node < next.Length; node++)
        {
            next[node] += next[node - 1];
        }

        for (int edge = 0; edge < sources.Length; edge++)
        {
            int reverse = next[targets[edge]]++;
            if (reverse >= sources.Length || sources[reverse] != targets[edge] || targets[reverse] != sources[edge])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Lists ids that are not nodes and, if there are none, edges of an undirected graph without a reverse.</summary>
    /// <returns>Whether there are no such defects.</returns>
    public static bool AddDefects(List<GraphDefect> defects, EdgeList edges, string where, bool isUndirected)
    {
        (long count, long first) = (0, -1);
        for (long edge = 0; edge < edges.Count; edge++)
        {
            if ((uint)edges.Sources[edge] >= (uint)edges.SourceCount || (uint)edges.Targets[edge] >= (uint)edges.TargetCount)
            {
                (first, count) = (count == 0 ? edge : first, count + 1);
            }
        }

        if (count > 0)
        {
            defects.Add(new GraphDefect(GraphDefectKind.NodeOutOfRange, where, count, string.Create(
                CultureInfo.InvariantCulture,
                $"edge {first} ({edges.Sources[first]} -> {edges.Targets[first]}), where sources are in [0, {edges.SourceCount}) and targets in [0, {edges.TargetCount})")));
        }
        else if (isUndirected && !edges.InEdges.IsSymmetric())
        {
            (count, first) = FindWithoutReverse(edges.InEdges);
            defects.Add(new GraphDefect(
                GraphDefectKind.MissingReverse, where, count, string.Create(CultureInfo.InvariantCulture, $"edge {first} ({edges.Sources[first]} -> {edges.Targets[first]})")));
        }

        return count == 0;
    }

    private static void CheckRun(int sourceCount, int targetCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, long firstEdge)
    {
        if (AreBelow(sourceCount, sources) && AreBelow(targetCount, targets))
        {
            return;
        }

        for (int edge = 0; edge < sources.Length; edge++)
        {
            if ((uint)sources[edge] >= (uint)sourceCount)
            {
                throw OutOfRange(nameof(sources), "source", firstEdge + edge, sources[edge], sourceCount);
            }

            if ((uint)targets[edge] >= (uint)targetCount)
            {
                throw OutOfRange(nameof(targets), "target", firstEdge + edge, targets[edge], targetCount);
            }
        }
    }

    // Seen as unsigned, a negative id is a large one.
    private static bool AreBelow(int count, ReadOnlySpan<int> ids) =>
        ids.Length == 0 || TensorPrimitives.Max(MemoryMarshal.Cast<int, uint>(ids)) < (uint)count;

    // The first edge by id that is left over when every edge takes one reverse: of the edges s -> t, the first after as many as there are t -> s.
    internal static (long Count, long First) FindWithoutReverse(SparseStructure inEdges)
    {
        (long count, long first) = (0, long.MaxValue);
        var reverses = new Dictionary<int, int>();
        for (int target = 0; target < inEdges.RowCount; target++)
        {
            reverses.Clear();
            foreach (int other in inEdges.Transpose.Row(target))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(reverses, other, out _)++;
            }

            long start = inEdges.RowPointers[target];
            ReadOnlySpan<int> row = inEdges.Row(target);
            for (int i = 0; i < row.Length; i++)
            {
                if (--CollectionsMarshal.GetValueRefOrAddDefault(reverses, row[i], out _) < 0)
                {
                    first = Math.Min(first, inEdges.EdgeIds[start + i]);
                    count++;
                }
            }
        }

        return (count, first);
    }

    private static ArgumentException WithoutReverse(SparseStructure inEdges, NativeArray<int> sources, NativeArray<int> targets)
    {
        (_, long first) = FindWithoutReverse(inEdges);
        return new ArgumentException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"An undirected graph holds both directions of every edge, but edge {first} ({sources[first]} -> {targets[first]}) has no reverse ")
            + "of its own: add it, or make the graph directed.",
            nameof(sources));
    }

    private static ArgumentOutOfRangeException OutOfRange(string list, string end, long edge, int value, int nodeCount) => new(
        list,
        value,
        string.Create(CultureInfo.InvariantCulture, $"The {end} of edge {edge} must be in [0, {nodeCount}), got {value}: check the node count or the ids."));
}

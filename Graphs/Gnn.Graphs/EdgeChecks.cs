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
    private static ArgumentException WithoutReverse(SparseStructure inEdges, NativeArray<int> sources, NativeArray<int> targets)
    {
        long first = long.MaxValue;
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
                    break;
                }
            }
        }

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

using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Citation;

/// <summary>The file of adjacency lists, as edges in both directions.</summary>
internal sealed class PlanetoidGraph
{
    private PlanetoidGraph(int nodeCount, int[] sources, int[] targets)
    {
        NodeCount = nodeCount;
        Sources = sources;
        Targets = targets;
    }

    /// <summary>The number of nodes.</summary>
    public int NodeCount { get; }

    /// <summary>The source of each edge: both directions, sorted by source and then target, no repeats, self-loops once.</summary>
    public int[] Sources { get; }

    /// <summary>The target of each edge.</summary>
    public int[] Targets { get; }

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="DataFormatException">The file is damaged, or the nodes are not 0, 1, ... each with one list of nodes.</exception>
    public static PlanetoidGraph Read(string path)
    {
        PickleValue value = PickleReader.Read(path);
        if (!value.TryGetItems(PickleKind.Dict, out PickleItems? lists))
        {
            throw new DataFormatException(path, "", $"expected a dictionary of adjacency lists, got {value}");
        }

        long[] edges = CollectEdges(path, lists);
        Array.Sort(edges);
        int count = 0;
        for (int i = 0; i < edges.Length; i++)
        {
            if (i == 0 || edges[i] != edges[i - 1])
            {
                edges[count++] = edges[i];
            }
        }

        var sources = new int[count];
        var targets = new int[count];
        for (int i = 0; i < count; i++)
        {
            sources[i] = (int)(edges[i] >> 32);
            targets[i] = (int)edges[i];
        }

        return new PlanetoidGraph(lists.Count / 2, sources, targets);
    }

    // Each listed neighbour in both directions, source in the upper half.
    private static long[] CollectEdges(string path, PickleItems lists)
    {
        int nodes = lists.Count / 2;
        var seen = new bool[nodes];
        var edges = new List<long>(nodes * 4);
        for (int i = 0; i < lists.Count; i += 2)
        {
            if (!IsNode(lists.Values[i], nodes, out int source) || seen[source])
            {
                throw new DataFormatException(path, $"entry {i / 2}", $"expected each node of 0..{nodes - 1} once as a key, got {lists.Values[i]}");
            }

            seen[source] = true;
            if (!lists.Values[i + 1].TryGetItems(PickleKind.List, out PickleItems? neighbours))
            {
                throw new DataFormatException(path, $"node {source}", $"expected a list of neighbours, got {lists.Values[i + 1]}");
            }

            foreach (PickleValue neighbour in neighbours.Values)
            {
                if (!IsNode(neighbour, nodes, out int target))
                {
                    throw new DataFormatException(path, $"node {source}", $"expected neighbours of 0..{nodes - 1}, got {neighbour}");
                }

                edges.Add(((long)source << 32) | (uint)target);
                edges.Add(((long)target << 32) | (uint)source);
            }
        }

        return [.. edges];
    }

    private static bool IsNode(PickleValue value, int nodes, out int node) => value.TryGetInt32(out node) && (uint)node < (uint)nodes;
}

using System.Runtime.InteropServices;

namespace Gnn.Graphs.Splits;

/// <summary>The links of a graph: an edge, its repeats and, unless reverses are apart, its reverses are one.</summary>
internal sealed class LinkIndex
{
    public LinkIndex(Graph graph, bool separateReverses)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (separateReverses && graph.IsUndirected)
        {
            throw new ArgumentException(
                "An undirected graph holds both directions of one edge, which cannot be two links: leave 'separateReverses' out.", nameof(separateReverses));
        }

        ReadOnlySpan<int> sources = graph.Sources;
        ReadOnlySpan<int> targets = graph.Targets;
        LinkOf = new int[sources.Length];
        var links = new Dictionary<long, int>(sources.Length / 2);
        var first = new List<int>();
        for (int edge = 0; edge < sources.Length; edge++)
        {
            ref int link = ref CollectionsMarshal.GetValueRefOrAddDefault(links, Key(sources[edge], targets[edge], separateReverses), out bool isKnown);
            if (!isKnown)
            {
                link = first.Count;
                first.Add(edge);
            }

            LinkOf[edge] = link;
        }

        FirstEdge = [.. first];
    }

    /// <summary>The link of each edge.</summary>
    public int[] LinkOf { get; }

    /// <summary>The first edge of each link, ascending.</summary>
    public int[] FirstEdge { get; }

    public int Count => FirstEdge.Length;

    public static long Key(int source, int target, bool separateReverses) => separateReverses || source <= target
        ? ((long)source << 32) | (uint)target
        : ((long)target << 32) | (uint)source;
}

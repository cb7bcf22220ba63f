using Gnn.Datasets.BuiltIn;
using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;

namespace Gnn.Datasets;

/// <summary>Davis's southern women, built in: 18 women are the nodes and the 14 social events that they attended are the hyperedges, 89 attendances in all.</summary>
/// <remarks>Davis, Gardner, Gardner, "Deep South: A Social Anthropological Study of Caste and Class", 1941. Nothing is known of a woman but who she is.</remarks>
public static class SouthernWomen
{
    /// <summary>The women's names, <c>[18]</c>: node k is named by entry k.</summary>
    public static IReadOnlyList<string> Women => SouthernWomenData.Women;

    /// <summary>Loads the hypergraph of women and events.</summary>
    /// <returns>18 nodes, 14 hyperedges and 89 incidences, without columns; owned by the caller.</returns>
    public static Hypergraph Load()
    {
        ReadOnlySpan<int> pairs = SouthernWomenData.Pairs;
        int[] women = new int[pairs.Length / 2];
        int[] events = new int[women.Length];
        for (int pair = 0; pair < women.Length; pair++)
        {
            (women[pair], events[pair]) = (pairs[2 * pair], pairs[(2 * pair) + 1]);
        }

        return Hypergraph.FromPairs(SouthernWomenData.WomanCount, SouthernWomenData.EventCount, women, events);
    }
}

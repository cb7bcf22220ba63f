using Gnn.Datasets.BuiltIn;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Datasets;

/// <summary>Zachary's karate club, built in: 34 members, 78 friendships, and the side that each member took when the club split.</summary>
/// <remarks>
/// <para>Zachary, "An information flow model for conflict and fission in small groups", 1977. Nothing is known of a member but who they are: the features are
/// the identity. One member of each side trains, the instructor (node 0) and the officer (node 33), as in Kipf and Welling, "Semi-supervised classification
/// with graph convolutional networks", 2017.</para>
/// <para>Against PyG: its KarateClub has four classes found by modularity and no validation or test set; these are the two real sides.</para>
/// </remarks>
public static class KarateClub
{
    private const int ValidationCount = 8;
    private const int TestCount = 24;

    /// <summary>Loads the club with a split drawn by seed.</summary>
    /// <param name="seed">The seed of the split, at least 0.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The graph, owned by the caller, and 2 training, 8 validation and 24 test nodes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The seed is negative.</exception>
    public static (Graph Graph, NodeSplit Split) Load(int seed = 0, Engine? engine = null) => Load(new RandomSource(seed), engine);

    /// <summary>Loads the club.</summary>
    /// <param name="random">Where the draw of the validation and test nodes comes from.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The graph, owned by the caller: features <c>[34, 34]</c> sparse, labels <c>[34]</c>, 156 edges. The split: 2 training, 8 validation and 24
    /// test nodes.</returns>
    public static (Graph Graph, NodeSplit Split) Load(RandomSource random, Engine? engine = null)
    {
        ReadOnlySpan<int> pairs = KarateClubData.Pairs;
        int[] sources = new int[pairs.Length];
        int[] targets = new int[pairs.Length];
        for (int end = 0; end < pairs.Length; end += 2)
        {
            (sources[end], targets[end]) = (pairs[end], pairs[end + 1]);
            (sources[end + 1], targets[end + 1]) = (pairs[end + 1], pairs[end]);
        }

        using Graph bare = Graph.FromEdges(KarateClubData.NodeCount, sources, targets, isUndirected: true);
        using Graph featured = bare.WithFeatures(SparseTensor.Identity(KarateClubData.NodeCount, engine));
        Graph graph = featured.WithLabels(KarateClubData.Labels, KarateClubData.Factions, engine);
        return (graph, DrawSplit(graph, random));
    }

    internal static NodeSplit DrawSplit(Graph graph, RandomSource random) =>
        NodeSplit.Create(graph, [0, KarateClubData.NodeCount - 1], ValidationCount, TestCount, random, "one member a side");
}

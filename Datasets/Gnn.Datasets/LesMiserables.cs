using Gnn.Datasets.BuiltIn;
using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Datasets;

/// <summary>The characters of Les Miserables, built in: 77 characters and 254 pairs of them that appear together, with how often they do.</summary>
/// <remarks>
/// Knuth, "The Stanford GraphBase: a platform for combinatorial computing", 1993. Nothing is known of a character but who they are: the features are the
/// identity. There are no classes, and so no split.
/// </remarks>
public static class LesMiserables
{
    /// <summary>The names of the characters, one for each node.</summary>
    public static IReadOnlyList<string> Characters => LesMiserablesData.Characters;

    /// <summary>Loads the characters.</summary>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The graph, owned by the caller: undirected, 508 edges, edge weights <c>[508]</c> from 1 to 31, features <c>[77, 77]</c> sparse.</returns>
    public static Graph Load(Engine? engine = null)
    {
        ReadOnlySpan<int> encounters = LesMiserablesData.Encounters;
        int pairs = encounters.Length / 3;
        int[] sources = new int[2 * pairs];
        int[] targets = new int[2 * pairs];
        float[] weights = new float[2 * pairs];
        for (int pair = 0; pair < pairs; pair++)
        {
            (int first, int second, int weight) = (encounters[3 * pair], encounters[(3 * pair) + 1], encounters[(3 * pair) + 2]);
            (int there, int back) = (2 * pair, (2 * pair) + 1);
            (sources[there], targets[there], weights[there]) = (first, second, weight);
            (sources[back], targets[back], weights[back]) = (second, first, weight);
        }

        using Graph bare = Graph.FromEdges(LesMiserablesData.NodeCount, sources, targets, isUndirected: true);
        using Graph featured = bare.WithFeatures(SparseTensor.Identity(LesMiserablesData.NodeCount, engine));
        return featured.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create(weights, weights.Length, engine));
    }
}

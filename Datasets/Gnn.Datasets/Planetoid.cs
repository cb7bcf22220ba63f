using Gnn.Datasets.Citation;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Datasets;

/// <summary>The citation graphs Cora, Citeseer and Pubmed with their public splits.</summary>
/// <remarks>
/// <para>Nodes are articles, edges citations without direction, features the words of an article (0 or 1, of Pubmed TF-IDF), classes its field. Split: 20
/// training nodes of each class, 500 for validation, 1000 for test. Yang, Cohen and Salakhutdinov, "Revisiting semi-supervised learning with graph
/// embeddings", 2016; Sen et al., "Collective classification in network data", 2008.</para>
/// <para>Against PyG: features stay sparse, and the 15 articles of Citeseer without features have the label -1, not 0.</para>
/// </remarks>
public static class Planetoid
{
    /// <summary>The names of the graphs: <c>cora</c>, <c>citeseer</c>, <c>pubmed</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = FamilyEntries.NamesOf(PlanetoidSources.Entries);

    /// <summary>Loads a graph; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are in its <c>planetoid</c>. Null for the one that <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The graph, owned by the caller: sparse features <c>[N, F]</c> as published, not normalised, and labels <c>[N]</c>. The public split.</returns>
    /// <exception cref="ArgumentException">There is no such graph; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged or contradicts another.</exception>
    public static (Graph Graph, NodeSplit Split) Load(string name, string? dataRoot = null, Engine? engine = null)
    {
        Dataset dataset = PlanetoidSources.Entries.Find(name).Load(dataRoot, engine);
        return (dataset.As<Graph>(), dataset.NodeSplits[0]);
    }

    internal static (Graph Graph, NodeSplit Split) Assemble(PlanetoidArrays data, Engine? engine)
    {
        using SparseStructure structure = SparseStructure.FromRows(data.FeatureCount, data.FeatureRowPointers, data.FeatureColumns);
        var features = new SparseTensor(structure, Tensor.Create(data.FeatureValues, data.FeatureValues.Length, engine));
        using Graph bare = Graph.FromEdges(data.NodeCount, data.Sources, data.Targets, isUndirected: true);
        using Graph featured = bare.WithFeatures(features);
        return (featured.WithLabels(data.Labels, engine: engine), new NodeSplit("public", data.NodeCount, data.Train, data.Validation, data.Test));
    }
}

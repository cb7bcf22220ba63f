using Gnn.Datasets.Knowledge;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>Knowledge graphs with their published splits: FB15k-237, WN18RR, UMLS, Nations and Kinship, whose task is to find the missing end of a fact.</summary>
/// <remarks>
/// <para>Nodes are entities; an edge is a fact and leads from its head to its tail, with the number of its relation as its type. Edges are the facts of the training
/// file, then those of the validation file, then those of the test file, each in file order, and the split says which are which. Entities and relations are
/// numbered by first appearance in that order, heads before tails; <see cref="Dataset.Names"/> has them as <c>node</c> and <c>relation</c>.</para>
/// <para>The structure is a <see cref="Graph"/> and not a heterogeneous graph: entities are of one kind, any two may be related by any relation, and relations are
/// data with embeddings of their own, hundreds of them, not a schema that a model is built for.</para>
/// <para>A model sees the training edges alone, and filters the ranking of a fact by the facts of all three parts. Some facts to predict name an entity that no
/// training fact names (9 of validation and 28 of test in FB15k-237, 210 and 210 in WN18RR); they belong to the published figures.</para>
/// <para>FB15k-237: 14541 entities, 237 relations, 272115, 17535 and 20466 facts; its lines end with CR LF, and a reader that keeps the CR counts nearly
/// twice the entities. WN18RR: 40943, 11, 86835, 3034, 3134. UMLS: 135, 46, 5216, 652, 661. Nations: 14, 55, 1592, 199, 201. Kinship: 104, 25, 8544, 1068,
/// 1074.</para>
/// <para>Toutanova and Chen, "Observed versus Latent Features for Knowledge Base and Text Inference", 2015; Dettmers, Minervini, Stenetorp and Riedel,
/// "Convolutional 2D Knowledge Graph Embeddings", 2018; Kok and Domingos, "Statistical Predicate Invention", 2007.</para>
/// <para>Against PyG: one graph with a split in place of three, and no inverse facts are added.</para>
/// </remarks>
public static class KnowledgeGraphs
{
    /// <summary>The names of the graphs: <c>fb15k-237</c>, <c>wn18rr</c>, <c>umls</c>, <c>nations</c>, <c>kinship</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = FamilyEntries.NamesOf(KnowledgeGraphSources.Entries);

    /// <summary>Loads a graph; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the archives are in its <c>kg</c>, or their files in a folder of that. Null for the one that
    /// <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The graph, owned by the caller, with the edge column <see cref="ColumnNames.EdgeType"/>, Int32 <c>[E]</c>. The published split of its edges. The
    /// names of the relations, R of them.</returns>
    /// <exception cref="ArgumentException">There is no such graph; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged.</exception>
    public static (Graph Graph, IndexSplit Split, IReadOnlyList<string> Relations) Load(string name, string? dataRoot = null, Engine? engine = null)
    {
        Dataset dataset = FamilyEntries.Find(KnowledgeGraphSources.Entries, name).Load(dataRoot, engine);
        return (dataset.As<Graph>(), dataset.IndexSplits[0], dataset.Names["relation"]);
    }
}

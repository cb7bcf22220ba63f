using Gnn.Datasets.Networks;
using Gnn.Graphs;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>The graphs on which node embeddings are compared: BlogCatalog, protein interactions and words, whose nodes have several labels each.</summary>
/// <remarks>
/// <para><c>blogcatalog</c>: 10312 bloggers and 333983 friendships, 39 interests (Tang and Liu, "Relational learning via latent social dimensions", 2009).
/// <c>ppi</c>: 3890 proteins of Homo sapiens, 37845 interactions and 894 of a protein with itself, 50 biological states. <c>pos</c>: 4777 words of Wikipedia,
/// 92295 pairs and 222 words with themselves, weighted by how often they stand together (0.5 to 1941.5), 40 parts of speech (both Grover and Leskovec, "node2vec:
/// scalable feature learning for networks", 2016).</para>
/// <para>There are no features and no published split: part of the nodes is drawn at random, and F1 is averaged over the labels. <c>ppi</c> is not the set of 24
/// graphs that PyG and DGL call PPI.</para>
/// </remarks>
public static class MultiLabelGraphs
{
    /// <summary>The name of the node column of labels, Single <c>[N, C]</c>: 1 where the node has the label, else 0. A node has at least one.</summary>
    public const string LabelsColumn = "labels";

    /// <summary>The names of the graphs: <c>blogcatalog</c>, <c>ppi</c>, <c>pos</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. MultiLabelSources.Entries.Select(entry => entry.Name)];

    /// <summary>Loads a graph; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are in its <c>embedding</c>. Null for the one that <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The undirected graph, owned by the caller: the node column <see cref="LabelsColumn"/>, and of <c>pos</c> edge weights <c>[E]</c>. Edges are in the order of
    /// their sources, then targets; a self-loop is one edge.</returns>
    /// <exception cref="ArgumentException">There is no such graph; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged.</exception>
    public static Graph Load(string name, string? dataRoot = null, Engine? engine = null) =>
        NetworkSources.Find(MultiLabelSources.Entries, name).Load(dataRoot, engine).As<Graph>();
}

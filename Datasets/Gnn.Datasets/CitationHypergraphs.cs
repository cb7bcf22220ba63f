using Gnn.Datasets.HigherOrder;
using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>The hypergraphs of scientific articles that HyperGCN published, with its ten splits of few labels.</summary>
/// <remarks>
/// <para>Nodes are articles and classes their fields. A hyperedge of co-citation is the set of articles that one article cites; one of co-authorship is what
/// one author wrote. Yadati et al., "HyperGCN: a new method of training graph convolutional networks on hypergraphs", 2019. <c>Names["hyperedge"]</c> of the
/// data set is the key of each hyperedge: the author, or the number of the citing article. Hyperedges are in the file's order; some are the same set.</para>
/// <para>Many articles are in no hyperedge, and nodes are not in the order of <see cref="Planetoid"/>. Of 2708 articles of <c>cocitation-cora</c> 1434 are in
/// some hyperedge; of <c>coauthorship-dblp</c> there are 41302 here, while the paper counts 43413.</para>
/// <para><c>cocitation-pubmed</c> and <c>coauthorship-dblp</c> also load from their hypergraph and labels alone, without features and splits. A split trains
/// and tests and leaves nothing to choose a model by: hold back some of the training nodes.</para>
/// <para>These splits, of about 5 percent of the labels, and the random halves of later papers give figures ten points apart on one hypergraph: they are never
/// to be compared.</para>
/// </remarks>
public static class CitationHypergraphs
{
    /// <summary>The names of the hypergraphs: <c>cocitation-cora</c>, <c>cocitation-citeseer</c>, <c>cocitation-pubmed</c>, <c>coauthorship-cora</c>,
    /// <c>coauthorship-dblp</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = FamilyEntries.NamesOf(CitationHypergraphSources.Entries);

    /// <summary>Loads a hypergraph; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are in its <c>hypergcn</c>. Null for the one that <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The hypergraph, owned by the caller: labels <c>[N]</c> and, where their file is there, sparse features <c>[N, F]</c>. The ten splits, or none.</returns>
    /// <exception cref="ArgumentException">There is no such hypergraph; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged or contradicts another.</exception>
    public static (Hypergraph Hypergraph, IReadOnlyList<NodeSplit> Splits) Load(string name, string? dataRoot = null, Engine? engine = null)
    {
        Dataset dataset = FamilyEntries.Find(CitationHypergraphSources.Entries, name).Load(dataRoot, engine);
        return (dataset.As<Hypergraph>(), dataset.NodeSplits);
    }
}

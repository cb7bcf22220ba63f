using Gnn.Datasets.Bibliography;
using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>Heterogeneous graphs of papers, authors and what papers are about: ACM in the version of HeCo, and the four areas of DBLP.</summary>
/// <remarks>
/// <para>Each relation has one direction, which names it; message passing wants the reverse as well.</para>
/// <para><c>acm-heco</c>: 4019 papers, 7167 authors, 60 subjects; 13407 edges <c>author-writes-paper</c>, 4019 <c>paper-is-about-subject</c>. Papers and authors
/// have sparse features of 1902 columns as published, subjects none. Papers have labels of 3 classes [1993, 965, 1061]. Splits of the papers:
/// <c>paper 20 per class</c>, <c>40</c>, <c>60</c>, each with 1000 papers for validation and 1000 for test. The release also has what HeCo made of these: lists of
/// neighbours (one of them a pickled array of objects, which is never unpickled), the metapath matrices pap and psp, and the positive pairs of its contrast. They are not
/// loaded: <see cref="HeteroGraph"/> makes metapaths of the relations, and positive pairs are a choice of the method.</para>
/// <para><c>dblp-four-area</c>: 14475 authors, 14376 papers, 20 venues, 8920 terms; 41794 edges <c>author-writes-paper</c>, 14376 <c>paper-appears-in-venue</c>,
/// 114624 <c>paper-mentions-term</c>. Labels of 4 areas on 4057 authors, 100 papers and all venues, -1 elsewhere. Nodes are numbered by ascending published id;
/// <see cref="Dataset.Names"/> has the ids as <c>author</c>, <c>paper</c>, <c>venue</c>, <c>term</c>, and their names, which are in Latin-1 in the files, as
/// <c>author name</c> and so on; <c>class</c> names the areas. There are no features and no published split in these files: the 400, 400 and 3257 authors
/// of MAGNN are part of its processed data, which keeps the labelled authors alone. The package may not be passed on without permission.</para>
/// <para>Wang, Liu, Han and Shi, "Self-supervised Heterogeneous Graph Neural Network with Co-contrastive Learning", 2021; Ji, Sun, Danilevsky, Han and Gao, "Graph Regularized
/// Transductive Classification on Heterogeneous Information Networks", 2010.</para>
/// <para>Against PyG, whose DBLP is MAGNN's filtered one: the whole network, without its derived features.</para>
/// </remarks>
public static class HeterogeneousGraphs
{
    /// <summary>The names of the graphs: <c>acm-heco</c>, <c>dblp-four-area</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = FamilyEntries.NamesOf(BibliographySources.Entries);

    /// <summary>Loads a graph; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are in its <c>hetero/heco/acm</c> and <c>no-redistribution/dblp_four_area</c>. Null for the one that
    /// <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The graph, owned by the caller: labels <c>[N]</c> as the node column <see cref="ColumnNames.Labels"/>, features as
    /// <see cref="ColumnNames.Features"/>. The published splits of the nodes of the type that each is named after, if there are any.</returns>
    /// <exception cref="ArgumentException">There is no such graph; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged or contradicts another.</exception>
    public static (HeteroGraph Graph, IReadOnlyList<NodeSplit> Splits) Load(string name, string? dataRoot = null, Engine? engine = null)
    {
        Dataset dataset = FamilyEntries.Find(BibliographySources.Entries, name).Load(dataRoot, engine);
        return (dataset.As<HeteroGraph>(), dataset.NodeSplits);
    }
}

using Gnn.Datasets.Rdf;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>RDF graphs some of whose resources have a class: AIFB, MUTAG, BGS and AM, the benchmark of relational graph convolution.</summary>
/// <remarks>
/// <para>Nodes are the resources of the triples, literals too; an edge leads from a triple's subject to its object and has the number of the predicate as its
/// type. Nodes and predicates are numbered by first appearance in the file; <see cref="Dataset.Names"/> has them as <c>node</c> (an IRI bare, <c>_:label</c>,
/// <c>"text"</c> with its <c>@language</c> or <c>^^&lt;datatype&gt;</c>) and <c>relation</c>. There are no features: give each node its own embedding. Edges have the direction of
/// the triples alone; relational convolution wants the inverse relations as well. A triple that is repeated is one edge.</para>
/// <para>The files are the stripped ones: they lack the relations that tell the class (of AIFB the affiliation and its inverse, of MUTAG
/// <c>isMutagenic</c>), which the full RDF has. Split: as published, without validation nodes.</para>
/// <para>AIFB: 8285 nodes, 29043 edges, 45 relations, 140 training and 36 test nodes of 4 classes. MUTAG (<c>mutag-rdf</c>, not the set of molecule graphs): 23644,
/// 74227, 23, 272 and 68, 2. The paper counts for BGS 333845 nodes, 916199 edges, 103 relations, 146 labelled nodes of 2 classes, for AM 1666764,
/// 5988321, 133, 1000 of 11.</para>
/// <para>Schlichtkrull, Kipf, Bloem, van den Berg, Titov and Welling, "Modeling Relational Data with Graph Convolutional Networks", 2018; Ristoski, de Vries and
/// Paulheim, "A Collection of Benchmark Datasets for Systematic Evaluations of Machine Learning on the Semantic Web", 2016.</para>
/// <para>Against PyG: inverse relations are not added, edges keep the order of the file and nodes the order of appearance, so that two runs number alike, and
/// classes are numbered by their first appearance in the table of all labelled nodes.</para>
/// </remarks>
public static class RelationalGraphs
{
    /// <summary>The names of the graphs: <c>aifb</c>, <c>mutag-rdf</c>, <c>bgs</c>, <c>am</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = FamilyEntries.NamesOf(RdfSources.Entries);

    /// <summary>Loads a graph; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are below its <c>rgcn</c>, as an archive or unpacked. Null for the one that
    /// <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The graph, owned by the caller: labels <c>[N]</c>, -1 for nodes without a class, and the edge column <see cref="ColumnNames.EdgeType"/>, Int32
    /// <c>[E]</c>. The public split. The names of the relations, R of them.</returns>
    /// <exception cref="ArgumentException">There is no such graph; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged or contradicts another.</exception>
    public static (Graph Graph, NodeSplit Split, IReadOnlyList<string> Relations) Load(string name, string? dataRoot = null, Engine? engine = null)
    {
        Dataset dataset = FamilyEntries.Find(RdfSources.Entries, name).Load(dataRoot, engine);
        return (dataset.As<Graph>(), dataset.NodeSplits[0], dataset.Names["relation"]);
    }
}

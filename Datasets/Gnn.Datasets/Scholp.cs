using Gnn.Datasets.HigherOrder;
using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>Sets of nodes that met, with times: e-mails, contacts, drugs and bills, for the prediction of who will meet.</summary>
/// <remarks>
/// <para>Benson, Abebe, Schaub, Jadbabaie and Kleinberg, "Simplicial closure and higher-order link prediction", 2018. Each simplex is a hyperedge, in the
/// order of the file, which is that of the times in some sets only; <see cref="Hypergraph.HyperedgeTimes"/> has them, in the unit that the entry's title
/// says. Repeated simplices are kept: each is a meeting of its own. Members of a hyperedge are in rising order, while the files have an order that means
/// nothing, so that there are fewer distinct sets here than the paper's unique simplices, which are lists.</para>
/// <para>Nodes are those that are in some simplex, in rising order of their ids. <c>Names["node"]</c> of the data set is the nodes' names where a file gives
/// them (two members of congress may have one name) and <c>Names["id"]</c> the published ids, or else the ids themselves; <c>Names["hyperedge"]</c> of
/// <c>ndc-classes</c> is the drugs' codes.</para>
/// <para>No split is published. The paper trains on the first 80 percent of the time: <c>IndexSplit.ByTime</c> with the times of the hyperedges.</para>
/// </remarks>
public static class Scholp
{
    /// <summary>The names of the sets: <c>email-enron</c>, <c>contact-high-school</c>, <c>contact-primary-school</c>, <c>ndc-classes</c>,
    /// <c>congress-bills</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = FamilyEntries.NamesOf(ScholpSources.Entries);

    /// <summary>Loads a set; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are in its <c>scholp</c>. Null for the one that <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The hypergraph, owned by the caller, with the times of its hyperedges, Int64 <c>[M]</c>. The name of each node, <c>[N]</c>.</returns>
    /// <exception cref="ArgumentException">There is no such set; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged or contradicts another.</exception>
    public static (Hypergraph Hypergraph, IReadOnlyList<string> NodeNames) Load(string name, string? dataRoot = null, Engine? engine = null)
    {
        Dataset dataset = FamilyEntries.Find(ScholpSources.Entries, name).Load(dataRoot, engine);
        return (dataset.As<Hypergraph>(), dataset.Names["node"]);
    }
}

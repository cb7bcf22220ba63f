using Gnn.Datasets.Citation;
using Gnn.Datasets.NodeSets;
using Gnn.Graphs;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>The citation graphs Cora and Citeseer as the LINQS group published them, as text with the papers' ids and the classes' names.</summary>
/// <remarks>
/// <para>Nodes are papers in the order of the content file, features whether each word is in a paper (0 or 1, sparse), classes its field, numbered in the
/// ordinal order of their names. Sen, Namata, Bilgic, Getoor, Gallagher and Eliassi-Rad, "Collective classification in network data", 2008.</para>
/// <para>Citations join both ways, once for each pair. Those that name a paper without a row of content are left out (17 of Citeseer's 4732), those of a paper
/// by itself stay, as self-loops (124 of Citeseer's). Cora has the split of Kipf and Welling's pygcn, by the order of rows: 0 to 139 train, 200 to 499
/// validate, 500 to 1499 test. Citeseer has none.</para>
/// <para>Against <see cref="Planetoid"/>: the same papers and citations of Cora in another order; Citeseer without the 15 papers that have no words.
/// Against pygcn: features are not normalised, and classes have the same numbers at each run.</para>
/// </remarks>
public static class Linqs
{
    /// <summary>The names of the graphs: <c>linqs-cora</c>, <c>linqs-citeseer</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = FamilyEntries.NamesOf(LinqsSources.Entries);

    /// <summary>Loads a graph; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are in its <c>linqs</c>, as the archive or unpacked in a folder. Null for the one that
    /// <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <param name="isDirected">Whether the graph is directed instead: an edge from the citing to the cited paper for each line of the file, in its order.</param>
    /// <returns>The data set, owned by the caller: a <see cref="Graph"/> with sparse features <c>[N, F]</c>, labels <c>[N]</c> and class names, the split of
    /// Cora, and the papers' ids as the names of <c>node</c>.</returns>
    /// <exception cref="ArgumentException">There is no such graph; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged.</exception>
    public static Dataset Load(string name, string? dataRoot = null, Engine? engine = null, bool isDirected = false) =>
        LinqsSources.Entry(name, isDirected).Load(dataRoot, engine);
}

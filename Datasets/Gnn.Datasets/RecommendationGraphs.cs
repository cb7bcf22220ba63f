using Gnn.Datasets.Recommendation;
using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>Users and the items that they chose: Gowalla, Yelp2018, Amazon-Book, LastFM and MovieLens-100K.</summary>
/// <remarks>
/// <para>A heterogeneous graph of node types <c>user</c> and <c>item</c>. Its first edge type has what is recommended from: <c>user-interacts-item</c>, or
/// <c>user-rates-item</c> in MovieLens; training edges come first, then test edges, and a split of these edges, in which validation is empty, says which are which.
/// Edges have one direction, from users to items. <see cref="Dataset.Names"/> has the published ids as <c>user</c> and <c>item</c>.</para>
/// <para>Gowalla, Yelp2018, Amazon-Book: as the authors of NGCF split them. Edges are in the order of users and then of items, in training and in test: the
/// order in which a user's items are listed differs among copies of the files. Gowalla: 29858 users, 40981 items, 810128 and 217242 interactions;
/// Yelp2018: 31668, 38048, 1237259, 324147; Amazon-Book: 52643, 91599, 2380730, 603378, and some users there have no test item.</para>
/// <para>LastFM: as the authors of LightGCN split it. 1892 users, of whom 12 listened to nothing here, 4489 artists, 42135 and 10533 interactions with the edge
/// column <see cref="ColumnNames.EdgeWeights"/>, the number of times, of which a few are rounded in the files (3.2466e+05); 25434 edges <c>user-trusts-user</c>,
/// both directions of each trust.</para>
/// <para>MovieLens-100K: 943 users with the columns <c>age</c>, <c>gender</c> and <c>occupation</c>, 1682 movies with 19 genres as features, 100000 edges in
/// file order with <see cref="ColumnNames.EdgeWeights"/>, the rating of 1 to 5, and <see cref="ColumnNames.Times"/> in Unix seconds. Splits: the seven folds <c>u1</c> to
/// <c>u5</c>, <c>ua</c>, <c>ub</c> where the files have them, else none. <see cref="Dataset.Names"/> has <c>title</c>, <c>genre</c>, <c>gender</c> and
/// <c>occupation</c> too. Files are in Latin-1. It is for research and may not be passed on without permission.</para>
/// <para>Wang, He, Wang, Feng and Chua, "Neural Graph Collaborative Filtering", 2019; He, Deng, Wang, Li, Zhang and Wang, "LightGCN: Simplifying and Powering Graph
/// Convolution Network for Recommendation", 2020; Cho, Myers and Leskovec, "Friendship and Mobility", 2011; Cantador, Brusilovsky and Kuflik, "Second Workshop on
/// Information Heterogeneity and Fusion in Recommender Systems", 2011; Harper and Konstan, "The MovieLens Datasets: History and Context", 2015.</para>
/// <para>Against PyG: test interactions are edges and not a separate tensor, and edges from items to users are not added.</para>
/// </remarks>
public static class RecommendationGraphs
{
    /// <summary>The names of the graphs: <c>gowalla</c>, <c>yelp2018</c>, <c>amazon-book</c>, <c>lastfm</c>, <c>movielens-100k</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = FamilyEntries.NamesOf(RecommendationSources.Entries);

    /// <summary>Loads a graph; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are below its <c>recsys</c>, those of MovieLens in <c>no-redistribution/ml-100k</c>. Null for the
    /// one that <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The graph, owned by the caller. The published splits of the edges of its first edge type, if there are any.</returns>
    /// <exception cref="ArgumentException">There is no such graph; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged or contradicts another.</exception>
    public static (HeteroGraph Graph, IReadOnlyList<IndexSplit> Splits) Load(string name, string? dataRoot = null, Engine? engine = null)
    {
        Dataset dataset = FamilyEntries.Find(RecommendationSources.Entries, name).Load(dataRoot, engine);
        return (dataset.As<HeteroGraph>(), dataset.IndexSplits);
    }
}

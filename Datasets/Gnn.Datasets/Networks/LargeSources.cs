using Gnn.Datasets.Parsing;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;

namespace Gnn.Datasets.Networks;

/// <summary>Networks of more than a million entries, on which sampling is tried.</summary>
internal static class LargeSources
{
    private const string Web = "cnr-2000.graph-txt.gz";
    private const string Actors = "actor.dat.gz";

    /// <summary>The pages of a crawl.</summary>
    public static DatasetEntry WebGraph { get; } = new(
        "cnr-2000",
        files => new Dataset(WebGraphFile.Read(files.Scan(Web))),
        [
            new RemoteFile(
                "large", Web, new Uri("https://github.com/vigna/webgraph/raw/master/slow/it/unimi/dsi/webgraph/cnr-2000.graph-txt.gz"), 1937441,
                "ad05bc0dc8f826532a186a56279878eb34bbdd8ae8176e3cb0681bb571110f0a"),
        ])
    {
        Title = "cnr-2000: pages of the Italian research council and the links between them",
        Task = DatasetTask.LinkPrediction,
        Size = new DatasetSize(325557, 3216152),
        ContentHash = "1227b92945abae5c99574ebdea8fb5e5825111db7ebe8408801ddf944a1316bb",
        Source = "https://github.com/vigna/webgraph",
        Licence = "Apache-2.0 or LGPL-2.1 (repository)",
        Citation = "Boldi, Vigna, The WebGraph framework I: compression techniques, 2004",
    };

    /// <summary>The casts of movies.</summary>
    public static DatasetEntry MovieActors { get; } = new(
        "movie-actors",
        files => ReadCasts(files.Scan(Actors)),
        [
            new RemoteFile(
                "large", Actors, new Uri("https://github.com/AllenDowney/ThinkComplexity2/raw/master/data/actor.dat.gz"), 3889544,
                "918a7ce7e195f77a3eb3018e7c9f3ed3815fc055650f87351571fab309906d3c"),
        ])
    {
        Title = "Movie actors: the casts of movies are the hyperedges",
        Task = DatasetTask.HyperedgePrediction,
        Size = new DatasetSize(383640, 127823),
        ContentHash = "f3754f1792f918a804f58bcaa309cc3653ea26db38ec987a198a60ae7bc9b99e",
        Source = "https://github.com/AllenDowney/ThinkComplexity2",
        Licence = "none stated",
        Citation = "Barabasi, Albert, Emergence of scaling in random networks, 1999",
    };

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } = [WebGraph, MovieActors];

    // A line for each movie: the ids of its actors, perhaps twice.
    private static Dataset ReadCasts(TextScanner text)
    {
        int most = text.CountFields(), count = 0, movie = 0;
        int[] actors = new int[most], movies = new int[most];
        var ids = new PackedIds();
        for (; text.NextContent(); movie++)
        {
            for (; text.HasField; count++)
            {
                (actors[count], movies[count]) = (ids.Pack(text.ReadInt64("an actor", 0)), movie);
            }
        }

        NodeNumbers nodes = ids.Number(actors.AsSpan(0, count));
        Hypergraph casts = Hypergraph.FromPairs(
            nodes.Count, movie, actors.AsSpan(0, count), movies.AsSpan(0, count), new HypergraphPolicy { MergeRepeatedMembers = true });
        return new Dataset(casts) { Names = new Dictionary<string, IReadOnlyList<string>> { ["node"] = nodes.ToIdMap() } };
    }
}

using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;

namespace Gnn.Datasets.NodeSets;

/// <summary>The data sets of gnn-benchmark, and Polblogs of nettack in the same form: one .npz file each.</summary>
internal static class GnnBenchmarkSources
{
    private const string Family = "gnn-benchmark";
    private const string Repository = "https://github.com/shchur/gnn-benchmark";
    private const string Nettack = "https://github.com/danielzuegner/nettack";
    private const string Paper = "Shchur, Mumme, Bojchevski, Guennemann, Pitfalls of graph neural network evaluation, 2018";
    private const string Sen = "; Sen et al., Collective classification in network data, 2008";
    private const string McAuley = "; McAuley, Targett, Shi, van den Hengel, Image-based recommendations on styles and substitutes, 2015";
    private const string Licence = "MIT (repository)";
    private const double LabelledShare = 0.1;

    // Sizes are of undirected graphs.
    private static readonly BenchmarkGraph[] Graphs =
    [
        new("benchmark-cora", "cora", "Cora with names: articles on machine learning, citations, 7 fields", Sen, new(2708, 10556, 1433, 7), 5429),
        new("benchmark-citeseer", "citeseer", "Citeseer with names: articles on computer science, citations, 6 fields", Sen, new(3312, 9196, 3703, 6), 4715),
        new("amazon-photo", "amazon_electronics_photo", "Amazon Photo: products, bought together, kinds", McAuley, new(7650, 238163, 745, 8), 143663),
        new("amazon-computers", "amazon_electronics_computers", "Amazon Computers: products, bought together, kinds", McAuley,
            new(13752, 491722, 767, 10), null),
        new("coauthor-cs", "ms_academic_cs", "Coauthor CS: authors in computer science, joint articles, fields", "", new(18333, 163788, 6805, 15), null),
        new("coauthor-physics", "ms_academic_phy", "Coauthor Physics: authors in physics, joint articles, fields", "", new(34493, 495924, 8415, 5), null),
    ];

    private static readonly BenchmarkGraph Blogs =
        new("polblogs", "polblogs", "Polblogs: political blogs, links, their sides; no features", "", new(1490, 33433, 0, 2), 19025);

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } = [.. Graphs.Select(graph => Benchmark(graph, isDirected: false)), Polblogs(isDirected: false)];

    /// <summary>A data set, as the catalog has it or directed.</summary>
    public static DatasetEntry Entry(string name, bool isDirected)
    {
        DatasetEntry entry = Entries.Find(name);
        return !isDirected ? entry : entry.Name == Blogs.Name ? Polblogs(isDirected) : Benchmark(Graphs.First(graph => graph.Name == entry.Name), isDirected);
    }

    private static DatasetEntry Benchmark(BenchmarkGraph graph, bool isDirected)
    {
        bool hasNames = graph.Name.StartsWith("benchmark-", StringComparison.Ordinal);
        RemoteFile Place(string family) => graph.Place(family, Repository + "/raw/master/data/npz/");
        return new DatasetEntry(
            graph.Name, files => GnnBenchmarkFile.Read(files.PathOf(graph.File), isDirected, hasNames), [Place(Family)], [Place(Family + "/rebuilt")])
        {
            Title = graph.Title,
            Variant = isDirected ? "directed" : "",
            Size = graph.SizeOf(isDirected),
            Source = Repository,
            Licence = Licence,
            Citation = Paper + graph.Origin,
            ContentHash = isDirected ? null : Known(graph.Name).ContentHash,
            Protocol = GnnBenchmark.DrawSplit,
        };
    }

    private static DatasetEntry Polblogs(bool isDirected) => new(
        Blogs.Name,
        files => GnnBenchmarkFile.Read(files.PathOf(Blogs.File), isDirected, hasNames: false),
        [Blogs.Place(Family + "/nettack", Nettack + "/raw/master/data/")])
    {
        Title = Blogs.Title,
        Variant = isDirected ? "directed" : "",
        Size = Blogs.SizeOf(isDirected),
        Source = Nettack,
        Licence = Licence,
        Citation = "Adamic, Glance, The political blogosphere and the 2004 US election: divided they blog, 2005",
        ContentHash = isDirected ? null : Known(Blogs.Name).ContentHash,
        Protocol = DrawPolblogs,
    };

    // Zuegner, Akbarnejad, Guennemann, Adversarial attacks on neural networks for graph data, 2018: a tenth of the largest component trains, a tenth validates.
    private static NodeSplit DrawPolblogs(Graph graph, RandomSource random)
    {
        using Subgraph part = graph.LargestComponent();
        var drawn = NodeSplit.Stratified(part.Graph, SplitSizes.Shares(LabelledShare, LabelledShare), random);
        int[] Old(ReadOnlySpan<int> nodes) => [.. nodes.ToArray().Select(node => part.NodeIds[node])];
        return new NodeSplit(drawn.Name, graph.NodeCount, Old(drawn.Train), Old(drawn.Validation), Old(drawn.Test));
    }

    private static (long? Length, string? Sha256, string? ContentHash) Known(string name) => name switch
    {
        "benchmark-cora" => (540580, "068e22d90c3849b4057dfb05851741428992af058efcd4e7ebb4186f3d581de2",
            "7e5fb1ed1f6c32e13c09427810da16e86e3a074439408c2a8fe52ec32d562178"),
        "benchmark-citeseer" => (1348784, "280278b21b434c047922e8389518861416fb3ad39389c27865ff0e6bbb0aaab7",
            "c5711b5b25af7fe83be61e2fed8ea7ea31b9f89157d7b833594ca03a5691e2f0"),
        "polblogs" => (171030, "cd0983c2b1caa3bbe2703a4e316f97bb1dccd33f98800d3d8e4bbe51cc86941b",
            "25143025aae7ae717eb7b92835d2544aca6f4981f9f592ae8c4569daa03f5e18"),
        _ => (null, null, null),
    };

    private sealed record BenchmarkGraph(string Name, string Stem, string Title, string Origin, DatasetSize Size, long? Arcs)
    {
        public string File => Stem + ".npz";

        public DatasetSize? SizeOf(bool isDirected) => !isDirected ? Size : Arcs is { } arcs ? Size with { Edges = arcs } : null;

        public RemoteFile Place(string family, string address)
        {
            (long? length, string? digest, _) = Known(Name);
            return new RemoteFile(family, File, new Uri(address + File), length, digest);
        }
    }
}

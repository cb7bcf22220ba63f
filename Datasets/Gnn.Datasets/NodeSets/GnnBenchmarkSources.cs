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
    private const string Lu = "; Sen et al., Collective classification in network data, 2008";
    private const string Amazon = "; McAuley, Targett, Shi, van den Hengel, Image-based recommendations on styles and substitutes, 2015";
    private const double LabelledShare = 0.1;

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } = [.. All(isDirected: false)];

    /// <summary>A data set, as the catalog has it or directed.</summary>
    public static DatasetEntry Entry(string name, bool isDirected)
    {
        DatasetEntry entry = Entries.Find(name);
        return isDirected ? All(isDirected).First(other => other.Name == entry.Name) : entry;
    }

    private static IEnumerable<DatasetEntry> All(bool isDirected)
    {
        yield return Entry("benchmark-cora", "cora", "Cora with names: articles on machine learning, citations, 7 fields", new DatasetSize(2708, 10556, 1433, 7), Lu, 5429, isDirected);
        yield return Entry("benchmark-citeseer", "citeseer", "Citeseer with names: articles on computer science, citations, 6 fields", new DatasetSize(3312, 9196, 3703, 6), Lu, 4715, isDirected);
        yield return Entry("amazon-photo", "amazon_electronics_photo", "Amazon Photo: products, bought together, their kinds", new DatasetSize(7650, 238163, 745, 8), Amazon, 143663, isDirected);
        yield return Entry("amazon-computers", "amazon_electronics_computers", "Amazon Computers: products, bought together, their kinds", new DatasetSize(13752, 491722, 767, 10), Amazon, null, isDirected);
        yield return Entry("coauthor-cs", "ms_academic_cs", "Coauthor CS: authors in computer science, joint articles, their fields", new DatasetSize(18333, 163788, 6805, 15), "", null, isDirected);
        yield return Entry("coauthor-physics", "ms_academic_phy", "Coauthor Physics: authors in physics, joint articles, their fields", new DatasetSize(34493, 495924, 8415, 5), "", null, isDirected);
        yield return Polblogs(isDirected);
    }

    private static DatasetEntry Entry(string name, string file, string title, DatasetSize size, string cite, long? arcs, bool isDirected)
    {
        string npz = file + ".npz";
        (long? length, string? digest, string? hash) = Known(name);
        RemoteFile Place(string family) => new(family, npz, new Uri($"{Repository}/raw/master/data/npz/{npz}"), length, digest);
        bool hasNames = name.StartsWith("benchmark-", StringComparison.Ordinal);
        return new DatasetEntry(
            name, files => GnnBenchmarkFile.Read(files.PathOf(npz), isDirected, hasNames), [Place(Family)], [Place(Family + "/rebuilt")])
        {
            Title = title,
            Size = isDirected ? Directed(size, arcs) : size,
            Source = Repository,
            Licence = "MIT (repository)",
            Citation = Paper + cite,
            ContentHash = isDirected ? null : hash,
            Protocol = GnnBenchmark.DrawSplit,
        };
    }

    private static DatasetEntry Polblogs(bool isDirected)
    {
        const string npz = "polblogs.npz";
        (long? length, string? digest, string? hash) = Known("polblogs");
        var size = new DatasetSize(1490, 33433, 0, 2);
        return new DatasetEntry(
            "polblogs",
            files => GnnBenchmarkFile.Read(files.PathOf(npz), isDirected, hasNames: false),
            [new RemoteFile(Family + "/nettack", npz, new Uri($"{Nettack}/raw/master/data/{npz}"), length, digest)])
        {
            Title = "Polblogs: political blogs, links, their sides; no features",
            Size = isDirected ? Directed(size, 19025) : size,
            Source = Nettack,
            Licence = "MIT (repository)",
            Citation = "Adamic, Glance, The political blogosphere and the 2004 US election: divided they blog, 2005",
            ContentHash = isDirected ? null : hash,
            Protocol = DrawPolblogs,
        };
    }

    private static DatasetSize? Directed(DatasetSize size, long? arcs) => arcs is { } edges ? size with { Edges = edges } : null;

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
}

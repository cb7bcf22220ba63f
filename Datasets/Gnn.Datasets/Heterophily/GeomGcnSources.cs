using Gnn.Datasets.Citation;
using Gnn.Datasets.NodeSets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;

namespace Gnn.Datasets.Heterophily;

/// <summary>The data sets of the Geom-GCN release: six graphs of its own, and splits of the three of Planetoid.</summary>
internal static class GeomGcnSources
{
    private const string Family = "geom-gcn";
    private const string Repository = "https://github.com/graphdml-uiuc-jlu/geom-gcn";
    private const string Address = "https://raw.githubusercontent.com/graphdml-uiuc-jlu/geom-gcn/master/";
    private const string Paper = "Pei, Wei, Chang, Lei, Yang, Geom-GCN: geometric graph convolutional networks, 2020";
    private const string Wiki = "; Rozemberczki, Allen, Sarkar, Multi-scale attributed node embedding, 2021";
    private const string WebKb = "; Craven et al., Learning to extract symbolic knowledge from the World Wide Web, 1998";
    private const string Actors = "; Tang, Sun, Wang, Yang, Social influence analysis in large-scale networks, 2009";
    private const string Suffix = "-geom";

    // Sizes are of undirected graphs; lines are those of the file of edges.
    private static readonly OwnGraph[] OwnGraphs =
    [
        new("cornell", "Cornell, whose file of nodes is that of Texas and is refused", WebKb, new(183, 557, 1703, 5), 298, null),
        new("texas", "Texas: web pages of a university, links, kinds of page", WebKb, new(183, 574, 1703, 5), 325,
            "17228a3b716c8224225e8157940121c7b3c5a49cc97a6a73c188d39786eba391"),
        new("wisconsin", "Wisconsin: web pages of a university, links, kinds of page", WebKb, new(251, 916, 1703, 5), 515, null),
        new("chameleon", "Chameleon: pages of Wikipedia, links, classes of traffic", Wiki, new(2277, 62792, 2325, 5), 36101,
            "1146234b96ddc03d55774d0a596babc8fbf6a84e06ddbb25c19db91b88163ad9"),
        new("squirrel", "Squirrel: pages of Wikipedia, links, classes of traffic", Wiki, new(5201, 396846, 2089, 5), 217073,
            "8bbc368b5f9e3167010ab7f6b01ddb8cc57ee8f4ba7c6896ea7cba37d340296c"),
        new("film", "Film or Actor: actors, who is named with whom on a page, kinds of actor", Actors, new(7600, 53411, 932, 5), 33391,
            "99f51563a0d49239bff11c1e29e46729ee8848334475af5bbd5b22bd097817d1"),
    ];

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        .. OwnGraphs.Select(graph => Own(graph, isDirected: false, keepDefects: false)),
        .. PlanetoidSources.Entries.Select(entry => Planetoids(entry.Name, keepDefects: false)),
    ];

    /// <summary>A data set, as the catalog has it or in another form.</summary>
    /// <exception cref="ArgumentException">There is no such data set, or its files have no directions.</exception>
    public static DatasetEntry Entry(string name, bool isDirected, bool keepDefects)
    {
        DatasetEntry entry = Entries.Find(name);
        if (!isDirected && !keepDefects)
        {
            return entry;
        }

        if (!entry.Name.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return Own(OwnGraphs.First(graph => graph.Name == entry.Name), isDirected, keepDefects);
        }

        return isDirected
            ? throw new ArgumentException($"'{entry.Name}' has no directed form: its files list the neighbours of each node.", nameof(isDirected))
            : Planetoids(entry.Name[..^Suffix.Length], keepDefects);
    }

    private static DatasetEntry Own(OwnGraph graph, bool isDirected, bool keepDefects) => new(
        graph.Name,
        files => GeomGcnFiles.Read(graph.Name, files, isDirected, keepDefects),
        [GraphFile(graph.Name, GeomGcnFiles.Edges), GraphFile(graph.Name, GeomGcnFiles.Nodes), .. SplitFiles(graph.Name)])
    {
        Title = graph.Title,
        Variant = (isDirected ? "directed" : "") + (keepDefects ? " defects" : ""),
        Size = isDirected ? graph.Size with { Edges = graph.Lines } : graph.Size,
        Source = Repository,
        Licence = "none stated",
        Citation = Paper + graph.Origin,
        ContentHash = isDirected || keepDefects ? null : graph.ContentHash,
    };

    private static DatasetEntry Planetoids(string name, bool keepDefects)
    {
        DatasetEntry planetoid = PlanetoidSources.Entries.Find(name);
        return new DatasetEntry(name + Suffix, files => Read(name, files, keepDefects), [.. planetoid.Files, .. SplitFiles(name)])
        {
            Title = $"{planetoid.Title}; ten random splits",
            Size = planetoid.Size,
            Source = $"{planetoid.Source}; {Repository}",
            Licence = $"graph: {planetoid.Licence}; splits: none stated",
            Citation = $"{Paper}; {planetoid.Citation}",
            Variant = keepDefects ? "defects" : "",
            ContentHash = keepDefects ? null : name switch
            {
                "cora" => "e152948b3ce01ee4cc0ec2f134c5286f60ab7ab9df8e83de1f08f1f2a8e390aa",
                "citeseer" => "34075a73d23cca32cd571771834457f7343c47b692c455312aaa2e02f149fcc9",
                _ => "024851149eda3fce6e766fe8dcd55955fc5db77eb06a9efe13b1ee9f67e4196c",
            },
        };
    }

    private static Dataset Read(string name, DatasetFiles files, bool keepDefects)
    {
        PlanetoidArrays arrays = PlanetoidFiles.Read(name, files.Place);
        NodeSplit[] splits = GeomGcnFiles.ReadSplits(name, files, arrays.NodeCount);
        if (keepDefects)
        {
            // The release takes the place of the largest number in a row of zeros for its class.
            arrays = arrays with { Labels = [.. arrays.Labels.Select(label => Math.Max(0, label))] };
        }
        else if (arrays.Labels.Contains(-1))
        {
            splits = [.. splits.Select(split => WithoutUnlabelled(split, arrays.Labels))];
        }

        return new Dataset(Planetoid.Assemble(arrays, engine: null).Graph) { NodeSplits = splits };
    }

    private static NodeSplit WithoutUnlabelled(NodeSplit split, int[] labels)
    {
        int[] Labelled(ReadOnlySpan<int> nodes) => [.. nodes.ToArray().Where(node => labels[node] >= 0)];
        return new NodeSplit(split.Name, split.NodeCount, Labelled(split.Train), Labelled(split.Validation), Labelled(split.Test));
    }

    private static RemoteFile GraphFile(string name, string file)
    {
        string folder = "new_data/" + name;
        (long? length, string? digest) = GeomGcnDigests.Find($"{folder}/{file}");
        return new RemoteFile($"{Family}/{folder}", file, new Uri($"{Address}{folder}/{file}"), length, digest);
    }

    private static IEnumerable<RemoteFile> SplitFiles(string name) => Enumerable.Range(0, GeomGcnFiles.SplitCount).Select(split =>
    {
        string file = GeomGcnFiles.SplitName(name, split);
        (long? length, string? digest) = GeomGcnDigests.Find("splits/" + file);
        return new RemoteFile(Family + "/splits", file, new Uri($"{Address}splits/{file}"), length, digest);
    });

    private sealed record OwnGraph(string Name, string Title, string Origin, DatasetSize Size, long Lines, string? ContentHash);
}

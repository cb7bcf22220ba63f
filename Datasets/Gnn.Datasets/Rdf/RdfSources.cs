using Gnn.Graphs;

namespace Gnn.Datasets.Rdf;

/// <summary>The data sets for classification in RDF graphs and their files.</summary>
internal static class RdfSources
{
    private const string Archives = "https://data.dgl.ai/dataset/";
    private const string TriplesAddress = "https://raw.githubusercontent.com/alexanderdesouza/latent-GCN/master/data/";
    private const string TablesAddress = "https://raw.githubusercontent.com/tkipf/relational-gcn/master/rgcn/data/";

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        Entry(
            "aifb",
            "AIFB: a research institute's people, projects and publications; the research groups of its people",
            new RdfTask("aifb", "person", "label_affiliation"),
            new DatasetSize(8285, 29043, 0, 4),
            "9d4972edd810282c50ef05154bf9e67c374df306f12cf163f545182f545d5a50",
            [
                Triples("aifb", 568040, "ba4191235456e09d8f12a2415f24273b8d7641ffee6001ca9340f02c04d77fea"),
                Table("aifb", RdfTask.Complete, 28465, "8c758d2dda7e720e2a75c4fd3cc876ddd9bb16226b979aae630737260ff5a8a7"),
                Table("aifb", RdfTask.Training, 22927, "4960629668c6548215871321e4b6daaee24191f38f41ccfbc4de62016d18c5a7"),
                Table("aifb", RdfTask.Test, 5921, "abe4a9e7c393164996d1fe7250d72ec1f1a7b350583f2dff5d880f60ec04b3b6"),
            ]),
        Entry(
            "mutag-rdf",
            "MUTAG as RDF: molecules, their atoms and bonds; whether a molecule causes mutations",
            new RdfTask("mutag", "bond", "label_mutagenic"),
            new DatasetSize(23644, 74227, 0, 2),
            "d1152d67d044472a584192edfc02c4d1aa07216eebc1a0de98fd519d5709b67b",
            [
                Triples("mutag", 645053, "871f24a766fd377f0adf995f50aea70fd03e4997c6051b3abff3384c08e56ac7"),
                Table("mutag", RdfTask.Complete, 16477, "d81b169a2f3d88b750dd5717062b58f2088fedda1b806e8d5f74373407933e71"),
                Table("mutag", RdfTask.Training, 14283, "d2fe71b68bb25735465128b4aed50d9b165fa5ab92aa2e221fad3d1cd87b7297"),
                Table("mutag", RdfTask.Test, 3581, "20e69309a037cbf0fb2b52be3eaa6c43888215cbc0b96e8f8bd9e2af55652a3f"),
            ]),
        Entry(
            "bgs",
            "BGS: the British Geological Survey's rocks and where they were found; their lithogenesis",
            new RdfTask("bgs", "rock", "label_lithogenesis")),
        Entry(
            "am",
            "AM: the objects of the Amsterdam Museum; their categories",
            new RdfTask("am", "proxy", "label_cateogory")),
    ];

    private static RemoteFile Triples(string name, long length, string sha256)
    {
        string file = new RdfTask(name, "", "").Triples;
        return new RemoteFile($"rgcn/{name}", file, new Uri($"{TriplesAddress}{name}/{file}"), length, sha256);
    }

    private static RemoteFile Table(string name, string file, long length, string sha256) =>
        new($"rgcn/{name}", file, new Uri($"{TablesAddress}{name}/{file}"), length, sha256);

    private static DatasetEntry Entry(
        string name, string title, RdfTask task, DatasetSize? size = null, string? hash = null, params IReadOnlyList<RemoteFile>[] unpacked) =>
        new(name, files => Read(task, files), [[new RemoteFile($"rgcn/{task.Name}", task.Archive, new Uri(Archives + task.Archive))], .. unpacked])
        {
            Title = title,
            Size = size,
            ContentHash = hash,
            Source = "https://github.com/tkipf/relational-gcn",
            Licence = "MIT (repository of the splits); of the data none stated",
            Citation = "Schlichtkrull, Kipf, Bloem, van den Berg, Titov, Welling, Modeling relational data with graph convolutional networks, 2018; "
                + "Ristoski, de Vries, Paulheim, A collection of benchmark datasets for systematic evaluations of machine learning on the semantic web, 2016",
        };

    private static Dataset Read(RdfTask task, DatasetFiles files)
    {
        using var packed = new PackedFiles(files, task.Archive);
        return RdfReader.Read(task, packed);
    }
}

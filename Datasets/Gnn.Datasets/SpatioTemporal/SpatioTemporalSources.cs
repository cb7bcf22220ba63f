using Gnn.Graphs;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.SpatioTemporal;

/// <summary>The graphs whose nodes have signals in time.</summary>
internal static class SpatioTemporalSources
{
    private const string Family = "spatiotemporal";
    private const string Chickenpox = "chickenpox.json";
    private const string Pedalme = "pedalme_london.json";
    private const string Covid = "england_covid.json";
    private const string Speeds = "los_speed.csv";
    private const string Weights = "los_adj.csv";
    private const string Sensors = "adj_mx.pkl";
    private const string Places = "graph_sensor_locations.csv";
    private const string PygtHome = "https://github.com/benedekrozemberczki/pytorch_geometric_temporal";
    private const string PygtRaw = "https://raw.githubusercontent.com/benedekrozemberczki/pytorch_geometric_temporal/master/dataset/";
    private const string TgcnRaw = "https://raw.githubusercontent.com/lehaifeng/T-GCN/master/data/";
    private const string DcrnnRaw = "https://raw.githubusercontent.com/liyaguang/DCRNN/master/data/sensor_graph/";
    private const string Mit = "MIT (repository)";

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        new DatasetEntry("chickenpox", ReadChickenpox, [PygtFile(Chickenpox, 220340, "724b48cfb274b2ecbb855bdb99b970b5ef9dd3671694fa477435dc1e08293735")])
        {
            Title = "Chickenpox: weekly cases in the counties of Hungary",
            Task = DatasetTask.Forecasting,
            Size = new DatasetSize(20, 102),
            Source = PygtHome,
            Licence = Mit,
            Citation = "Rozemberczki et al., Chickenpox cases in Hungary: a benchmark dataset for spatiotemporal signal processing "
                + "with graph neural networks, 2021",
            ContentHash = "2dbf993b9a581c4df3ec82480795e570034ea7842939866a8cf12e372258b0f5",
        },
        new DatasetEntry("pedalme", ReadPedalme, [PygtFile(Pedalme, 17156, "8c42b893441901fb805c4f0f937543d5bb9297884ac3dec7622a3e9f7c35a79b")])
        {
            Title = "Pedal Me: weekly deliveries by bicycle in parts of London",
            Task = DatasetTask.Forecasting,
            Size = new DatasetSize(15, 225),
            Source = PygtHome,
            Licence = Mit,
            Citation = "Rozemberczki et al., PyTorch Geometric Temporal: spatiotemporal signal processing with neural machine learning models, 2021",
        },
        new DatasetEntry(
            "england-covid",
            files => new Dataset(EpidemicJson.Read(files.Read(Covid), files.PathOf(Covid))),
            [PygtFile(Covid, 1436945, "497056cc4585b58951fd5cd17554fe0c535f68ea0c907a5b5727ae30e3913450")])
        {
            Title = "England COVID: daily cases in regions of England, and who moves between them",
            Task = DatasetTask.Forecasting,
            Size = new DatasetSize(129, 82529),
            Source = PygtHome,
            Licence = Mit,
            Citation = "Panagopoulos, Nikolentzos, Vazirgiannis, Transfer graph neural networks for pandemic forecasting, 2021",
            ContentHash = "7720d42e4f7a9f55bc41cfb6ee79761fd24041d1addfb10f5b19433747abd457",
        },
        new DatasetEntry(
            "los-loop",
            files => TrafficFiles.ReadTables(files.Read(Speeds), files.PathOf(Speeds), files.Read(Weights), files.PathOf(Weights)),
            [
                File("t-gcn", TgcnRaw, Speeds, 3402125, "7b732d86ae32b2930595becba28aff39dacbfb2197e250fc0332e1744ce2cbf4"),
                File("t-gcn", TgcnRaw, Weights, 111686, "7a6eb41e10677992b5af50f5ab187c6c05c5c3a92cb973950cfddbf857361e76"),
            ])
        {
            Title = "Los-loop: speeds at sensors on the highways of Los Angeles in a week of March 2012",
            Task = DatasetTask.Forecasting,
            Size = new DatasetSize(207, 2833),
            Source = "https://github.com/lehaifeng/T-GCN",
            Licence = "none stated",
            Citation = "Zhao et al., T-GCN: a temporal graph convolutional network for traffic prediction, 2020",
            ContentHash = "7648e953bf0f3827850e8e8c6f360e52a84d09a0ada6109d256f40f03e79172f",
        },
        new DatasetEntry(
            "metr-la-graph",
            files => TrafficFiles.ReadSensors(files.Read(Sensors), files.PathOf(Sensors), files.Read(Places), files.PathOf(Places)),
            [
                File("dcrnn", DcrnnRaw, Sensors, 680459, "a35687c6e15aa228dc45027b0ed2a0ea0f4ec78f573deb992c595092d12f61b3"),
                File("dcrnn", DcrnnRaw, Places, 6341, "eb8ea96e07358b45d0e4ba3b89c2673fa20c54af50150249e627389e749ade6f"),
            ])
        {
            Title = "METR-LA: sensors on the highways of Los Angeles, and how near they are by road; without speeds",
            Task = DatasetTask.Forecasting,
            Size = new DatasetSize(207, 1722),
            Source = "https://github.com/liyaguang/DCRNN",
            Licence = Mit,
            Citation = "Li et al., Diffusion convolutional recurrent neural network: data-driven traffic forecasting, 2018",
            ContentHash = "34d0ab8076c63d13c8e2c6961584725c7895e3edc63a259f3b27ec31e3579638",
        },
    ];

    private static Dataset ReadChickenpox(DatasetFiles files)
    {
        (Graph graph, StepRows steps, string[]? names) = SignalJson.Read(files.Read(Chickenpox), files.PathOf(Chickenpox), isUndirected: true);
        if (names is null)
        {
            throw new DataFormatException(files.PathOf(Chickenpox), "", "expected the names of the counties, 'node_ids', got none");
        }

        return new Dataset(WithSignal(graph, steps))
        {
            Names = new Dictionary<string, IReadOnlyList<string>> { ["node"] = names },
            IndexSplits = [steps.ToSplit()],
        };
    }

    private static Dataset ReadPedalme(DatasetFiles files)
    {
        (Graph graph, StepRows steps, _) = SignalJson.Read(files.Read(Pedalme), files.PathOf(Pedalme), isUndirected: true);
        return new Dataset(WithSignal(graph, steps));
    }

    private static Graph WithSignal(Graph graph, StepRows steps)
    {
        using (graph)
        {
            return graph.WithNodeColumn(SpatioTemporalNetworks.Signal, steps.ToColumn());
        }
    }

    private static RemoteFile PygtFile(string name, long length, string sha256) => new(Family, name, new Uri(PygtRaw + name), length, sha256);

    private static RemoteFile File(string folder, string address, string name, long length, string sha256) =>
        new($"{Family}/{folder}", name, new Uri(address + name), length, sha256);
}

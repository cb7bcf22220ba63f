using System.Text;
using Gnn.Datasets;
using Gnn.Datasets.SpatioTemporal;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class SpatioTemporalNetworksTests
{
    private const string Signal = """
        {"edges": [[0, 1], [1, 0], [0, 0]],
         "weights": [0.5, 0.5, 1.0],
         "node_ids": {"B": 1, "A": 0},
         "note": {"by": ["x", 1]},
         "X": [[1, 2.5], [-3, 4e1], [5, 6]]}
        """;

    private const string Epidemic = """
        {"edge_mapping": {
           "edge_index": {"1": [[0, 1]], "0": [[1, 0], [0, 0]]},
           "edge_weight": {"0": [10.0, 20.0], "1": [30.0]}},
         "time_periods": 2,
         "y": [[4, 1], [0, 2]]}
        """;

    private const string Sensors = "(lp0\n(lp1\nS'7'\np2\naS'9'\np3\na(dp4\nS'9'\np5\nI1\nsS'7'\np6\nI0\nsa";

    private static string RootOf(string file)
    {
        SharedData.Require("spatiotemporal/" + file);
        return Path.GetDirectoryName(SharedData.Require("spatiotemporal"))!;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static void ReadSignal(byte[] bytes) => SignalJson.Read(bytes, "a.json", isUndirected: true).Graph.Dispose();

    [TestCase("chickenpox", "chickenpox.json")]
    [TestCase("england-covid", "england_covid.json")]
    [TestCase("los-loop", "t-gcn/los_adj.csv")]
    [TestCase("metr-la-graph", "dcrnn/adj_mx.pkl")]
    public void Load_RealFiles_HasThePublishedCounts(string name, string file)
    {
        DatasetEntry entry = DatasetCatalog.Find(name);
        using Dataset dataset = SpatioTemporalNetworks.Load(name.ToUpperInvariant(), RootOf(file));
        using Dataset again = entry.Load(RootOf(file));
        Assert.That(DatasetSize.Of(dataset.Structure), Is.EqualTo(entry.Size));
        Assert.That(again.ComputeContentHash(), Is.EqualTo(entry.ContentHash).And.EqualTo(dataset.ComputeContentHash()));
    }

    [Test]
    public void Load_Chickenpox_HasASignalByCounty()
    {
        using Dataset dataset = SpatioTemporalNetworks.Load("chickenpox", RootOf("chickenpox.json"));
        var graph = dataset.As<Graph>();
        Assert.That(graph.IsUndirected);
        Assert.That(graph.Sources.ToArray().Zip(graph.Targets.ToArray()).Count(edge => edge.First == edge.Second), Is.EqualTo(20));
        Tensor signal = graph.Nodes[SpatioTemporalNetworks.Signal];
        Assert.That(signal.Shape, Is.EqualTo(new Shape(20, 521)));
        float[] values = signal.ToArray<float>();
        Assert.That(Enumerable.Range(0, 3).Select(node => values[node * 521]), Is.EqualTo(new[] { -0.0010813572f, -0.7111361f, -3.228085f }));
        Assert.That(dataset.Names["node"][4], Is.EqualTo("BUDAPEST"));
        IndexSplit split = dataset.IndexSplits.Single();
        Assert.That((split.Name, split.ItemName, split.ItemCount), Is.EqualTo(("80/20 in time", "step", 521)));
        Assert.That((split.Train.Length, split.Validation.Length, split.Test.Length), Is.EqualTo((416, 0, 105)));
        Assert.That((split.Train[^1], split.Test[0]), Is.EqualTo((415, 416)));
    }

    [Test]
    public void Load_EnglandCovid_HasTheEdgesOfEachDay()
    {
        using Dataset dataset = SpatioTemporalNetworks.Load("england-covid", RootOf("england_covid.json"));
        var graph = dataset.As<TemporalGraph>();
        int[] days = [.. graph.Times.ToArray().GroupBy(day => day).OrderBy(day => day.Key).Select(day => day.Count())];
        Assert.That((days.Length, days.Min(), days.Max(), days[34], days[50]), Is.EqualTo((61, 836, 2158, 1371, 1048)));
        Assert.That(graph.Nodes[SpatioTemporalNetworks.Signal].Shape, Is.EqualTo(new Shape(129, 61)));
        float[] cases = graph.Nodes[SpatioTemporalNetworks.Signal].ToArray<float>();
        Assert.That(Enumerable.Range(0, 5).Select(region => cases[region * 61]), Is.EqualTo(new[] { 4f, 1, 0, 2, 0 }));
        Assert.That(cases.Max(), Is.EqualTo(182));
        int first = graph.CountBefore(50);
        float[] weights = graph.EventWeights!.ToArray<float>();
        Assert.That((graph.Sources[first], graph.Targets[first]), Is.EqualTo((37, 109)));
        Assert.That(weights[first..(first + 4)], Is.EqualTo(new[] { 554f, 514, 108, 126216 }));
        Assert.That((weights.Min(), weights.Max()), Is.EqualTo((10f, 965153f)));
    }

    [Test]
    public void Load_LosLoop_HasSpeedsBySensor()
    {
        using Dataset dataset = SpatioTemporalNetworks.Load("los-loop", RootOf("t-gcn/los_adj.csv"));
        var graph = dataset.As<Graph>();
        float[] speeds = graph.Nodes[SpatioTemporalNetworks.Signal].ToArray<float>();
        Assert.That(graph.Nodes[SpatioTemporalNetworks.Signal].Shape, Is.EqualTo(new Shape(207, 2016)));
        Assert.That((speeds.Min(), speeds.Max(), speeds[0], speeds[2016]), Is.EqualTo((1f, 70f, 64.375f, 67.625f)));
        Assert.That(graph.IsUndirected);
        float[] weights = graph.EdgeWeights!.ToArray<float>();
        int[] loops = [.. Enumerable.Range(0, weights.Length).Where(edge => graph.Sources[edge] == graph.Targets[edge])];
        Assert.That(loops.Select(edge => weights[edge]), Has.Exactly(207).Items.And.All.EqualTo(1f));
        Assert.That((dataset.IndexSplits[0].Train.Length, dataset.IndexSplits[0].Test.Length), Is.EqualTo((1612, 404)));
    }

    [Test]
    public void Load_MetrLaGraph_IsDirectedWithPlaces()
    {
        using Dataset dataset = SpatioTemporalNetworks.Load("metr-la-graph", RootOf("dcrnn/adj_mx.pkl"));
        var graph = dataset.As<Graph>();
        Assert.That(graph.IsUndirected, Is.False);
        Assert.That(graph.EdgeWeights!.ToArray<float>(), Is.All.InRange(0.01f, 1f));
        Assert.That(graph.Nodes[SpatioTemporalNetworks.Position].ToArray<float>()[..4], Is.EqualTo(new[] { 34.15497f, -118.31829f, 34.11621f, -118.23799f }));
        Assert.That(dataset.Names["node"].Take(2), Is.EqualTo(new[] { "773869", "767541" }));
        Assert.That(dataset.IndexSplits, Is.Empty);
    }

    [Test]
    public void Load_PedalmeLayout_HasWeights()
    {
        using var scratch = new ScratchFolder();
        string folder = Directory.CreateDirectory(Path.Combine(scratch.Path, "spatiotemporal")).FullName;
        File.WriteAllText(Path.Combine(folder, "pedalme_london.json"), Signal);
        using Dataset dataset = SpatioTemporalNetworks.Load("pedalme", scratch.Path);
        var graph = dataset.As<Graph>();
        Assert.That((graph.NodeCount, graph.EdgeCount, graph.IsUndirected), Is.EqualTo((2, 3L, true)));
        Assert.That(graph.EdgeWeights!.ToArray<float>(), Is.EqualTo(new[] { 0.5f, 0.5f, 1 }));
        Assert.That(graph.Nodes[SpatioTemporalNetworks.Signal].ToArray<float>(), Is.EqualTo(new[] { 1, -3, 5, 2.5f, 40, 6 }));
    }

    [Test]
    public void ReadSignal_NamesInAnyOrder_AreThoseOfTheirNodes()
    {
        (Graph graph, StepRows steps, string[]? names) = SignalJson.Read(Utf8(Signal), "a.json", isUndirected: true);
        using (graph)
        {
            Assert.That(names, Is.EqualTo(new[] { "A", "B" }));
            Assert.That((steps.StepCount, steps.NodeCount), Is.EqualTo((3, 2)));
            Assert.That(steps.ToSplit().Test.ToArray(), Is.EqualTo(new[] { 2 }));
        }
    }

    [Test]
    public void ReadEpidemic_DaysInAnyOrder_AreSorted()
    {
        using TemporalGraph graph = EpidemicJson.Read(Utf8(Epidemic), "a.json");
        Assert.That(graph.Times.ToArray(), Is.EqualTo(new[] { 0L, 0, 1 }));
        Assert.That(graph.Sources.ToArray(), Is.EqualTo(new[] { 1, 0, 0 }));
        Assert.That(graph.Targets.ToArray(), Is.EqualTo(new[] { 0, 0, 1 }));
        Assert.That(graph.EventWeights!.ToArray<float>(), Is.EqualTo(new[] { 10f, 20, 30 }));
        Assert.That(graph.Nodes[SpatioTemporalNetworks.Signal].ToArray<float>(), Is.EqualTo(new[] { 4f, 0, 1, 2 }));
    }

    [TestCase("[0, 1], [1, 0]", "[0, 1], [1, 2]", "edge 1: expected nodes of 0 to 1")]
    [TestCase("[0, 1], [1, 0]", "[0, 1], [1, -1]", "line 1, column 24: expected a target, a whole number of 0")]
    [TestCase("[0, 1], [1, 0]", "[0, 1], [1, 1]", "expected each edge in both directions with one weight")]
    [TestCase("0.5, 0.5", "0.5, 0.6", "expected each edge in both directions with one weight")]
    [TestCase("0.5, 0.5, 1.0", "0.5, 0.5", "expected 3 weights")]
    [TestCase("[-3, 4e1]", "[-3]", "line 5, column 21: expected 2 values, as many as in the first row in row 1, got 1")]
    [TestCase("4e1", "4e100", "line 5, column 23: expected a value of the signal, a finite number, got '4e100'")]
    [TestCase("4e1", "null", "got 'null'")]
    [TestCase("\"B\": 1", "\"B\": 2", "node_ids: expected each node of 0 to 1 once, got 2 for 'B'")]
    [TestCase("\"B\": 1", "\"A\": 1", "line 3, column 28: expected each name once, got 'A' again")]
    [TestCase("\"note\"", "\"edges\"", "expected 'edges' once")]
    [TestCase("\"X\"", "\"Y\"", "got no signal")]
    [TestCase("[5, 6]]}", "[5, 6]]} 1", "line 5")]
    [TestCase("\"weights\"", "weights", "line 2, column 2: expected JSON")]
    public void ReadSignal_DamagedText_NamesThePlace(string part, string other, string message)
    {
        string text = Signal.ReplaceLineEndings("\n");
        Assert.That(text, Does.Contain(part));
        Assert.That(
            () => ReadSignal(Utf8(text.Replace(part, other))),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("a.json: ").And.Message.Contains(message));
    }

    [TestCase("[[1, 0], [0, 0]]", "[[1, 0]]", "day 0: expected a weight for each of 1 edges, got 2")]
    [TestCase("[[0, 1]]", "[[0, 2]]", "day 1, edge 0: expected nodes of 0 to 1")]
    [TestCase("\"1\": [[", "\"2\": [[", "edge_index: expected each day of 0 to 1 once, got 2")]
    [TestCase("\"1\": [[", "\"0\": [[", "edge_index: expected each day of 0 to 1 once, got 0")]
    [TestCase("\"1\": [[", "\"x\": [[", "expected the number of a day, got 'x'")]
    [TestCase(", \"1\": [30.0]", "", "edge_weight: expected each day of 0 to 1, got none for 1")]
    [TestCase("\"y\"", "\"z\"", "got no 'y'")]
    public void ReadEpidemic_DamagedText_NamesThePlace(string part, string other, string message)
    {
        string altered = Epidemic.Replace(part, other);
        Assert.That(altered, Is.Not.EqualTo(Epidemic));
        Assert.That(() => EpidemicJson.Read(Utf8(altered), "a.json"), Throws.TypeOf<DataFormatException>().With.Message.Contains(message));
    }

    [TestCase("7,9\n1,2\n3,4\n", "1,0.5\n0.5,1\n", null)]
    [TestCase("7,7\n1,2\n", "1,0.5\n0.5,1\n", "s.csv: line 1, column 4: expected each sensor once, in UTF-8, got '7'")]
    [TestCase("7,9\n1,2\n3\n", "1,0.5\n0.5,1\n", "s.csv: line 3, column 2: expected a number, got the end of the line")]
    [TestCase("7,9\n1,2\n3,x\n", "1,0.5\n0.5,1\n", "s.csv: line 3, column 3: expected a number, a finite number, got 'x'")]
    [TestCase("7,9\n", "1,0.5\n0.5,1\n", "s.csv: line 1, column 1: expected at least one row of numbers")]
    [TestCase("7,9\n1,2\n", "1,0.5\n", "w.csv: expected 2 rows, one for each sensor, got 1")]
    [TestCase("7,9\n1,2\n", "1,0.5\n0.25,1\n", "w.csv: expected each edge in both directions with one weight, got 0 to 1 otherwise")]
    public void ReadTables_TinyText_IsReadOrNamesTheLine(string speeds, string weights, string? message)
    {
        if (message is not null)
        {
            Assert.That(
                () => TrafficFiles.ReadTables(Utf8(speeds), "s.csv", Utf8(weights), "w.csv"),
                Throws.TypeOf<DataFormatException>().With.Message.Contains(message));
            return;
        }

        using Dataset dataset = TrafficFiles.ReadTables(Utf8(speeds), "s.csv", Utf8(weights), "w.csv");
        Assert.That(dataset.As<Graph>().Nodes[SpatioTemporalNetworks.Signal].ToArray<float>(), Is.EqualTo(new[] { 1f, 3, 2, 4 }));
        Assert.That(dataset.As<Graph>().EdgeWeights!.ToArray<float>(), Is.EqualTo(new[] { 1, 0.5f, 0.5f, 1 }));
    }

    [Test]
    public void ReadSensors_AlteredFiles_AreRefused()
    {
        byte[] pickle = File.ReadAllBytes(SharedData.Require("spatiotemporal/dcrnn/adj_mx.pkl"));
        string places = File.ReadAllText(SharedData.Require("spatiotemporal/dcrnn/graph_sensor_locations.csv"));
        void Refuses(byte[] bytes, string table, string message) => Assert.That(
            () => TrafficFiles.ReadSensors(bytes, "a.pkl", Utf8(table), "a.csv"), Throws.TypeOf<DataFormatException>().With.Message.Contains(message));

        Refuses(pickle, places.Replace("767541", "767542"), "a.csv: line 3");
        Refuses(pickle, places[..(places.Length / 2)], "a.csv: line ");
        Refuses(pickle, places.TrimEnd() + "\n207,1,1,1\n", "expected 207 sensors, got more");
        Refuses(pickle[..(pickle.Length / 2)], places, "a.pkl: ");
        Refuses([.. Encoding.ASCII.GetBytes(Sensors), .. "I5\na."u8], places, "expected a list of ids, a dictionary of their numbers and a matrix");
        string text = Encoding.Latin1.GetString(pickle);
        Assert.That(text, Does.Contain("I110\ns"));
        Refuses(Encoding.Latin1.GetBytes(text.Replace("I110\ns", "I111\ns")), places, "a dictionary that gives each of 207 ids");
    }

    [Test]
    public void Load_UnknownName_ListsTheNames() =>
        Assert.That(() => SpatioTemporalNetworks.Load("judo"), Throws.ArgumentException.With.Message.Contains("chickenpox, pedalme"));

    [Test]
    public void JsonReaders_EveryPrefix_IsRefused()
    {
        ParserFuzz.RefusesEveryPrefix(Utf8(Signal.TrimEnd()), ReadSignal);
        ParserFuzz.RefusesEveryPrefix(Utf8(Epidemic.TrimEnd()), bytes => EpidemicJson.Read(bytes, "a.json").Dispose());
    }

    [Test]
    public void JsonReaders_NestedTooDeep_AreRefused()
    {
        string deep = "{\"a\": " + new string('[', 100_000);
        Assert.That(() => ReadSignal(Utf8(deep)), Throws.TypeOf<DataFormatException>().With.Message.Contains("line 1"));
    }

    [Test]
    public void Readers_MutatedText_ThrowNothingElse()
    {
        int refused = ParserFuzz.SurvivesMutations(Utf8(Signal), ReadSignal);
        refused += ParserFuzz.SurvivesMutations(Utf8(Epidemic), bytes => EpidemicJson.Read(bytes, "a.json").Dispose());
        refused += ParserFuzz.SurvivesMutations(
            Utf8("7,9\n1,2\n3,4\n"), bytes => TrafficFiles.ReadTables(bytes, "s.csv", Utf8("1,0.5\n0.5,1\n"), "w.csv").Dispose());
        Assert.That(refused, Is.InRange(200, 1490));
    }
}

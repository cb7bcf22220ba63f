using System.Text.Json;
using Gnn.Graphs;
using Gnn.Graphs.Files;
using Gnn.Graphs.Partitioning;
using Gnn.Testing;
using Gnn.Tests.Graphs;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
internal sealed class PartitionCommandTests
{
    private ScratchFolder _scratch = null!;

    [SetUp]
    public void SetUp() => _scratch = new ScratchFolder();

    [TearDown]
    public void TearDown() => _scratch.Dispose();

    [Test]
    public void Partition_Karate_WritesAFolderThatHoldsTheGraph()
    {
        CommandLine command = CommandLine.Run("partition", "--dataset", "karate", "--parts", "3", "--out", _scratch["parts"]);

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        Assert.That(command.Output, Does.Contain("3 parts of").And.Contains("balance").And.Contains("a random division 66.7 %"));
        Assert.That(command.LastLine, Is.EqualTo($"wrote {_scratch["parts"]}"));
        var whole = PartitionedGraph.Open(_scratch["parts"], GraphFileCheck.Contents);
        Assert.That((whole.PartCount, whole.NodeCount, whole.EdgeCount), Is.EqualTo((3, 34, 156L)));
        Assert.That(Directory.GetFileSystemEntries(_scratch.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Partition_GraphFileAsJson_IsOneObjectOfWhatTheFolderSays()
    {
        using (Graph graph = SampleGraphs.U())
        {
            GraphFile.Save(graph, _scratch["u.gnn"]);
        }

        CommandLine command = CommandLine.Run(
            "partition", "--graph", _scratch["u.gnn"], "--parts", "2", "--passes", "3", "--balance", "1.2", "--method", "ldg", "--order", "random", "--seed", "4",
            "--out", _scratch["parts"], "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        JsonElement json = JsonDocument.Parse(command.Output).RootElement;
        var whole = PartitionedGraph.Open(_scratch["parts"], GraphFileCheck.Contents);
        Assert.That(json.GetProperty("cut_edges").GetInt64(), Is.EqualTo(whole.CutEdgeCount));
        Assert.That(json.GetProperty("cut_share").GetDouble(), Is.EqualTo(whole.CutEdgeCount / 22.0));
        Assert.That(json.GetProperty("communication_volume").GetInt64(), Is.EqualTo(whole.CommunicationVolume));
        Assert.That(json.GetProperty("balance").GetDouble(), Is.EqualTo(whole.LoadBalance).And.LessThanOrEqualTo(1.2));
        Assert.That(json.GetProperty("part_nodes").EnumerateArray().Select(size => size.GetInt32()), Is.EqualTo(new[] { whole.Sizes(0).Nodes, whole.Sizes(1).Nodes }));
        Assert.That(json.GetProperty("content_hash").GetString(), Is.EqualTo(whole.ContentHash));
        Assert.That(
            (json.GetProperty("method").GetString(), json.GetProperty("order").GetString(), json.GetProperty("passes").GetInt32(), json.GetProperty("seed").GetInt32()),
            Is.EqualTo(("ldg", "random", 3, 4)));
    }

    [Test]
    public void Partition_FolderIsThere_IsReplacedByForceAlone()
    {
        string[] arguments = ["partition", "--dataset", "karate", "--out", _scratch["parts"], "--parts"];
        Assert.That(CommandLine.Run([.. arguments, "2"]).ExitCode, Is.Zero);

        CommandLine again = CommandLine.Run([.. arguments, "4"]);
        Assert.That(again.ExitCode, Is.EqualTo(2));
        Assert.That(again.Error, Does.Contain("is there already").And.Contains("--force"));
        Assert.That(PartitionedGraph.Open(_scratch["parts"]).PartCount, Is.EqualTo(2));
        Assert.That(CommandLine.Run([.. arguments, "4", "--force"]).ExitCode, Is.Zero);
        Assert.That(PartitionedGraph.Open(_scratch["parts"]).PartCount, Is.EqualTo(4));

        Directory.CreateDirectory(_scratch["mine"]);
        File.WriteAllText(_scratch["mine/text"], "1");
        CommandLine other = CommandLine.Run("partition", "--dataset", "karate", "--out", _scratch["mine"], "--parts", "2", "--force");
        Assert.That(other.ExitCode, Is.EqualTo(1));
        Assert.That(other.Error, Does.Contain("something else than a partitioned graph"));
        Assert.That(File.Exists(_scratch["mine/text"]));
    }

    [TestCase("name the number of parts", "--out", "x")]
    [TestCase("name the folder", "--parts", "2")]
    [TestCase("--parts takes", "--parts", "0", "--out", "x")]
    [TestCase("--balance takes", "--parts", "2", "--balance", "0.9", "--out", "x")]
    [TestCase("--method takes", "--parts", "2", "--method", "metis", "--out", "x")]
    [TestCase("does not exist", "--parts", "2", "--out", "/nowhere/at/all")]
    public void Partition_BadUsage_SaysWhatIsWrong(string message, params string[] arguments)
    {
        CommandLine command = CommandLine.Run(["partition", "--dataset", "karate", .. arguments]);

        Assert.That(command.ExitCode, Is.EqualTo(2));
        Assert.That(command.Error, Does.Contain(message));
    }

    [Test]
    public void Partition_Cancelled_LeavesNothing()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.That(CommandLine.Run(stop.Token, "partition", "--dataset", "karate", "--parts", "2", "--out", _scratch["parts"]).ExitCode, Is.EqualTo(1));
        Assert.That(Directory.GetFileSystemEntries(_scratch.Path), Is.Empty);
    }
}

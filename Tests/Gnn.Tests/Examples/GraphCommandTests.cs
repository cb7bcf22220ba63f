using System.Text.Json;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
internal sealed class GraphCommandTests
{
    private static string[] Short =>
        ["graph", "--dataset", "gin-mutag", "--data", Path.GetDirectoryName(SharedData.Require("gin-text"))!, "--epochs", "3", "--hidden", "8", "--layers", "2"];

    [TestCase("nested", "chose its epoch, and the held-out part was used once")]
    [TestCase("best-mean-epoch", "no test set")]
    public void Graph_PublishedFolds_PrintsEachAndTheProtocol(string protocol, string expected)
    {
        var run = CommandLine.Run([.. Short, "--protocol", protocol]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain("188 graphs, 2 classes; 10 folds, published").And.Contain("fold 10 of 10").And.Contain(expected));
    }

    [TestCase("gcn", "mean")]
    [TestCase("gat", "max")]
    public void Graph_LayersWithReadout_TrainOnDrawnFoldsAndDegrees(string model, string readout)
    {
        var run = CommandLine.Run([.. Short, "--model", model, "--readout", readout, "--folds", "2", "--node-features", "degree", "--json"]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        using var json = JsonDocument.Parse(run.LastLine);
        Assert.That(json.RootElement.GetProperty("published_folds").GetBoolean(), Is.False);
        Assert.That(json.RootElement.GetProperty("accuracy_mean").GetDouble(), Is.InRange(0.3, 1));
        Assert.That(json.RootElement.GetProperty("majority_class_accuracy").GetDouble(), Is.EqualTo(0.665).Within(0.02), "two thirds of MUTAG are mutagenic");
    }

    [Test]
    public void Graph_SameSeed_GivesTheSameResult()
    {
        string first = Accuracy();

        Assert.That(Accuracy(), Is.EqualTo(first));
    }

    [Test]
    public void Graph_OneGraph_IsRefused()
    {
        var run = CommandLine.Run("graph", "--dataset", "karate");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("takes a set of graphs"));
    }

    private static string Accuracy()
    {
        var run = CommandLine.Run([.. Short, "--folds", "2", "--json"]);
        using var json = JsonDocument.Parse(run.LastLine);
        return json.RootElement.GetProperty("accuracy_mean").GetRawText();
    }
}

using System.Text.Json;
using Gnn.Cli.Models;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
internal sealed class ModelsCommandTests
{
    private static IEnumerable<string> Names => ModelCatalog.Entries.Where(entry => entry.Adapt is null).Select(entry => entry.Name);

    [Test]
    public void Models_All_AreListedWithTheirPapers()
    {
        var run = CommandLine.Run("models");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        foreach (ModelEntry entry in ModelCatalog.Entries)
        {
            Assert.That(run.Output, Does.Contain(entry.Name));
        }

        Assert.That(run.Output, Does.Contain("Kipf and Welling").And.Contain("64, 64, 0.6"));
    }

    [TestCaseSource(nameof(Names))]
    public void Node_EveryModel_TrainsOnTheKarateClub(string name)
    {
        var run = CommandLine.Run("node", "--model", name, "--hidden", "16", "--epochs", "100", "--json");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        using var json = JsonDocument.Parse(run.LastLine);
        Assert.That(json.RootElement.GetProperty("model").GetString(), Is.EqualTo(name));

        // Without edges there is nothing to learn: the club's features are who a node is.
        double least = name.EndsWith("mlp", StringComparison.Ordinal) ? 0.1 : 0.5;
        Assert.That(json.RootElement.GetProperty("test_accuracy_mean").GetDouble(), Is.GreaterThan(least));
    }

    [Test]
    public void Node_Rgcn_TakesEdgeTypesAndSaysSoWhereThereAreNone()
    {
        var without = CommandLine.Run("node", "--model", "rgcn");
        string data = Path.GetDirectoryName(SharedData.Require("rgcn"))!;
        var run = CommandLine.Run("node", "--dataset", "aifb", "--data", data, "--model", "rgcn", "--epochs", "20", "--json");

        Assert.That(without.ExitCode, Is.EqualTo(2));
        Assert.That(without.Error, Does.Contain("edge types"));
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        using var json = JsonDocument.Parse(run.LastLine);
        Assert.That(json.RootElement.GetProperty("test_accuracy_mean").GetDouble(), Is.GreaterThan(0.8));
    }

    [Test]
    public void Node_NormResidualJumping_AreThoseOfTheModel()
    {
        var run = CommandLine.Run(
            "node", "--model", "sage", "--layers", "3", "--norm", "batch", "--residual", "linear", "--jumping", "concatenate", "--input-map", "--metric", "roc-auc",
            "--schedule", "cosine", "--clip", "1", "--raw-features", "--epochs", "20", "--json");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        using var json = JsonDocument.Parse(run.LastLine);
        Assert.That(json.RootElement.GetProperty("test_roc_auc_mean").GetDouble(), Is.InRange(0.5, 1));
    }

    [Test]
    public void Node_OptionOfOtherModels_IsRefusedWithTheirNames()
    {
        var run = CommandLine.Run("node", "--model", "gcn", "--hops", "3");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("--hops is about appnp, dagnn").And.Contain("gcn"));
    }
}

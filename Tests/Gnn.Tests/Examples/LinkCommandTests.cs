using System.Text.Json;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
internal sealed class LinkCommandTests
{
    private static readonly string[] Heuristics =
        ["common neighbours", "Adamic-Adar", "resource allocation", "Jaccard", "preferential attachment", "shortest path", "Katz", "personalised PageRank"];

    [TestCase("gae")]
    [TestCase("vgae")]
    [TestCase("sage")]
    [TestCase("mlp")]
    [TestCase("ncn")]
    [TestCase("ncnc")]
    [TestCase("seal")]
    [TestCase("walkpool")]
    [TestCase("llp")]
    public void Link_Model_PrintsItsTestBesideTheHeuristics(string model)
    {
        CommandLine command = Run("--dataset", "celegans", "--model", model, "--epochs", "1", "--hidden", "8", "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        JsonElement json = JsonDocument.Parse(command.LastLine).RootElement;
        Assert.That(json.GetProperty("task").GetString(), Is.EqualTo("link"));
        Assert.That(json.GetProperty("model").GetString(), Is.EqualTo(model));
        JsonElement all = json.GetProperty("all");
        Assert.That(all.EnumerateObject().Select(row => row.Name), Is.SupersetOf(Heuristics).And.Contains(model));
        Assert.That(all.GetProperty("Katz").GetProperty("roc_auc_mean").GetDouble(), Is.InRange(0.7, 0.95), "the neighbourhoods of a worm's neurons tell much of their synapses");
        Assert.That(all.GetProperty(model).GetRawText(), Is.EqualTo(json.GetProperty("test").GetRawText()));
        Assert.That(command.Error, Does.Contain("epoch 1 of 1 by validation"));
    }

    [Test]
    public void Link_Benchmark_HasEveryModelInOneTable()
    {
        CommandLine command = Run("--dataset", "celegans", "--benchmark", "--epochs", "1", "--hidden", "8", "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        JsonElement all = JsonDocument.Parse(command.LastLine).RootElement.GetProperty("all");
        Assert.That(all.EnumerateObject().Select(row => row.Name), Is.SupersetOf(Heuristics).And.SupersetOf((string[])["gae", "vgae", "sage", "mlp", "ncn", "ncnc", "seal", "walkpool", "llp"]));
    }

    [TestCase("citeseer", 4552)]
    [TestCase("pubmed", 44324)]
    public void Link_GraphWithSelfLoops_SplitsLinksOfTwoNodes(string dataset, int links)
    {
        CommandLine command = Run("--dataset", dataset, "--no-baselines", "--epochs", "1", "--hidden", "8");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        Assert.That(command.Output, Does.Contain($"test of {links} links"));
    }

    [Test]
    public void Link_WithoutBaselines_HasTheModelAlone()
    {
        CommandLine command = Run("--dataset", "celegans", "--no-baselines", "--epochs", "1", "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        Assert.That(JsonDocument.Parse(command.LastLine).RootElement.GetProperty("all").EnumerateObject().Select(row => row.Name), Is.EqualTo((string[])["gae"]));
    }

    [Test]
    public void Link_Breakdown_SharesTheTestLinksAmongDegrees()
    {
        CommandLine command = Run("--dataset", "celegans", "--no-baselines", "--epochs", "1", "--runs", "2", "--breakdown", "--metric", "mrr", "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        JsonElement breakdown = JsonDocument.Parse(command.LastLine).RootElement.GetProperty("breakdown");
        JsonElement[] groups = [.. breakdown.GetProperty("by_degree").EnumerateArray()];
        Assert.That(groups.Sum(group => group.GetProperty("links").GetInt32()), Is.EqualTo(215));
        Assert.That(groups.Select(group => group.GetProperty("least_degree").GetInt32()), Is.Ordered);
        Assert.That(breakdown.GetProperty("nodes").GetProperty("count").GetInt32(), Is.InRange(100, 297));
        Assert.That(command.Error, Does.Contain("MRR by degree").And.Contain("mean over nodes").And.Contain("the first run; "));
    }

    [TestCase("bce")]
    [TestCase("bpr")]
    [TestCase("margin")]
    [TestCase("softmax")]
    [TestCase("adversarial")]
    public void Link_Loss_TrainsToBetterThanChance(string loss)
    {
        CommandLine command = Run("--dataset", "celegans", "--no-baselines", "--loss", loss, "--train-negatives", "2", "--epochs", "20", "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        Assert.That(
            JsonDocument.Parse(command.LastLine).RootElement.GetProperty("test").GetProperty("roc_auc_mean").GetDouble(),
            Is.GreaterThan(0.6),
            "215 test links against as many pairs: chance has a standard deviation of 0.03");
    }

    [Test]
    public void Link_Seeds_AreRunsOfTheirOwn()
    {
        CommandLine two = Run("--dataset", "celegans", "--no-baselines", "--epochs", "2", "--seed", "3", "--runs", "2", "--json");
        CommandLine second = Run("--dataset", "celegans", "--no-baselines", "--epochs", "2", "--seed", "4", "--json", "--threads", "1");

        Assert.That(
            JsonDocument.Parse(two.LastLine).RootElement.GetProperty("parameters_sha256").GetString(),
            Is.EqualTo(JsonDocument.Parse(second.LastLine).RootElement.GetProperty("parameters_sha256").GetString()),
            "the second run of seed 3 is the run of seed 4, at any number of threads");
    }

    [TestCase("--model", "--model", "other")]
    [TestCase("--loss", "--loss", "hinge")]
    [TestCase("--metric", "--metric", "accuracy")]
    [TestCase("--train-share", "--train-share", "0.9", "--validation-share", "0.1")]
    [TestCase("--train-negatives", "--train-negatives", "0")]
    [TestCase("--lr", "--lr", "0")]
    public void Link_BadUsage_NamesTheOption(string named, params string[] args)
    {
        CommandLine command = CommandLine.Run(["link", .. args]);

        Assert.That(command.ExitCode, Is.EqualTo(2));
        Assert.That(command.Error, Does.Contain(named));
    }

    private static CommandLine Run(params string[] args)
    {
        string data = Path.GetDirectoryName(SharedData.Require("seal"))!;
        return CommandLine.Run(["link", "--data", data, .. args]);
    }
}

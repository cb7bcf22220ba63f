using System.Text.Json;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
internal sealed class RecommendCommandTests
{
    [TestCase("lightgcn")]
    [TestCase("lightgcl")]
    [TestCase("mf")]
    public void Recommend_Lastfm_PrintsTheBaselinesBesideTheModel(string model)
    {
        CommandLine command = Run("--dataset", "lastfm", "--model", model, "--epochs", "2", "--dimension", "16", "--layers", "2", "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        JsonElement json = JsonDocument.Parse(command.LastLine).RootElement;
        Assert.That(json.GetProperty("task").GetString(), Is.EqualTo("recommend"));
        Assert.That(json.GetProperty("model").GetString(), Is.EqualTo(model));
        Assert.That(json.GetProperty("test").GetProperty("recall_mean").GetDouble(), Is.InRange(0, 1));
        Assert.That(json.GetProperty("baselines").GetProperty("item-kNN").GetProperty("recall_mean").GetDouble(), Is.InRange(0.2, 0.3));
        Assert.That(command.Error, Does.Contain("popularity").And.Contains("iALS").And.Contains("recall by a user's training items"));
    }

    [TestCase("item-knn", 0.2, 0.3)]
    [TestCase("popularity", 0.02, 0.1)]
    public void Recommend_WithoutTraining_PrintsTheOne(string model, double least, double most)
    {
        CommandLine command = Run("--dataset", "lastfm", "--model", model, "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        JsonElement json = JsonDocument.Parse(command.LastLine).RootElement;
        Assert.That(json.GetProperty("test").GetProperty("recall_mean").GetDouble(), Is.InRange(least, most));
    }

    [Test]
    public void Recommend_ValidateOnlyWithoutAShare_IsBadUsage()
    {
        CommandLine command = CommandLine.Run("recommend", "--validate-only");

        Assert.That(command.ExitCode, Is.EqualTo(2));
        Assert.That(command.Error, Does.Contain("--validation-share"));
    }

    [Test]
    public void Recommend_CheckpointOfManyRuns_IsBadUsage()
    {
        CommandLine command = CommandLine.Run("recommend", "--runs", "2", "--checkpoint", "run.safetensors");

        Assert.That(command.ExitCode, Is.EqualTo(2));
        Assert.That(command.Error, Does.Contain("one run"));
    }

    private static CommandLine Run(params string[] args)
    {
        string data = Path.GetDirectoryName(SharedData.Require("recsys"))!;
        return CommandLine.Run(["recommend", "--data", data, .. args]);
    }
}

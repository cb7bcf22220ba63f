using System.Text.Json;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
internal sealed class SignCommandTests
{
    [TestCase("sgcn")]
    [TestCase("snea")]
    public void Sign_BitcoinAlpha_PrintsTheBaselinesBesideTheModel(string model)
    {
        CommandLine command = Run("--dataset", "bitcoin-alpha", "--model", model, "--features", "8", "--hidden", "8", "--epochs", "4", "--evaluate-every", "2", "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        JsonElement json = JsonDocument.Parse(command.LastLine).RootElement;
        Assert.That(json.GetProperty("task").GetString(), Is.EqualTo("sign"));
        Assert.That(json.GetProperty("reciprocal_test_edges").GetInt32(), Is.Zero);
        Assert.That(json.GetProperty("test").GetProperty("roc_auc_mean").GetDouble(), Is.InRange(0.5, 1));
        Assert.That(json.GetProperty("baselines").GetProperty("degrees").GetProperty("roc_auc_mean").GetDouble(), Is.InRange(0.8, 1));
        Assert.That(command.Error, Does.Contain("pair features").And.Contains("The F1 of positive edges is left out"));
    }

    [Test]
    public void Sign_BinaryF1_IsRefusedWithTheReason()
    {
        CommandLine command = Run("--dataset", "bitcoin-alpha", "--metric", "f1");

        Assert.That(command.ExitCode, Is.EqualTo(1));
        Assert.That(command.Error, Does.Contain("calling every edge positive"));
    }

    [Test]
    public void Sign_OddHidden_IsBadUsage()
    {
        CommandLine command = CommandLine.Run("sign", "--hidden", "7");

        Assert.That(command.ExitCode, Is.EqualTo(2));
        Assert.That(command.Error, Does.Contain("--hidden").And.Contains("even"));
    }

    private static CommandLine Run(params string[] args)
    {
        string data = Path.GetDirectoryName(SharedData.Require("signed"))!;
        return CommandLine.Run(["sign", "--data", data, .. args]);
    }
}

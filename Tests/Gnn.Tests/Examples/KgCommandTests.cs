using System.Text.Json;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
internal sealed class KgCommandTests
{
    [TestCase("complex")]
    [TestCase("distmult")]
    [TestCase("rotate")]
    [TestCase("transe")]
    [TestCase("rgcn")]
    public void Kg_Nations_PrintsTheBaselinesBesideTheModel(string model)
    {
        CommandLine command = Run("--dataset", "nations", "--model", model, "--dimension", "8", "--epochs", "2", "--batch", "500", "--negatives", "8", "--gamma", "4", "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        JsonElement json = JsonDocument.Parse(command.LastLine).RootElement;
        Assert.That(json.GetProperty("task").GetString(), Is.EqualTo("kg"));
        Assert.That(json.GetProperty("unseen_entities").GetInt32(), Is.Zero);
        Assert.That(json.GetProperty("test").GetProperty("mrr_mean").GetDouble(), Is.InRange(0.2, 1));
        Assert.That(json.GetProperty("baselines").GetProperty("relation frequency").GetProperty("mrr_mean").GetDouble(), Is.InRange(0.2, 1));
        Assert.That(command.Error, Does.Contain("inverse relations").And.Contains("201 test"));
    }

    [Test]
    public void Kg_BadUsage_NamesTheOption()
    {
        Assert.Multiple(() =>
        {
            Check("--n3", "--model", "rotate", "--n3", "0.1");
            Check("--norm", "--model", "transe", "--norm", "3");
            Check("--loss", "--loss", "other");
            Check("--checkpoint", "--checkpoint", "x.safetensors", "--runs", "2");
            Check("--minutes", "--minutes", "0");
        });

        static void Check(string named, params string[] args)
        {
            CommandLine command = CommandLine.Run(["kg", .. args]);
            Assert.That(command.ExitCode, Is.EqualTo(2), named);
            Assert.That(command.Error, Does.Contain(named));
        }
    }

    private static CommandLine Run(params string[] args)
    {
        string data = Path.GetDirectoryName(SharedData.Require("kg"))!;
        return CommandLine.Run(["kg", "--data", data, .. args]);
    }
}

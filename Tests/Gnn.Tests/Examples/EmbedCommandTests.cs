using System.Text.Json;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
internal sealed class EmbedCommandTests
{
    [TestCase("deepwalk")]
    [TestCase("node2vec")]
    public void Embed_Ppi_PrintsBothProtocolsAndTheBaselines(string model)
    {
        using var folder = new ScratchFolder();
        string data = Path.GetDirectoryName(SharedData.Require("embedding"))!;
        CommandLine command = CommandLine.Run(
            "embed", "--data", data, "--dataset", "ppi", "--model", model, "--dimension", "8", "--walks", "1", "--walk-length", "10", "--context", "3", "--epochs", "2", "--negatives", "2",
            "--label-shares", "0.1", "--runs", "2", "--out", folder["rows.npy"], "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        JsonElement json = JsonDocument.Parse(command.LastLine).RootElement;
        Assert.That(json.GetProperty("task").GetString(), Is.EqualTo("embed"));
        Assert.That(
            json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("scores").GetString()),
            Is.EqualTo(new[] { "most frequent labels", "logarithm of the degree", "labels of neighbours", model }));
        Assert.That(json.GetProperty("results")[3].GetProperty("number_given").GetProperty("micro_f1_mean").GetDouble(), Is.InRange(0.04, 0.3));
        Assert.That(json.GetProperty("results")[3].GetProperty("threshold").GetProperty("macro_f1_mean").GetDouble(), Is.InRange(0.005, 0.3));
        Assert.That(command.Error, Does.Contain("number given").IgnoreCase.And.Contains("an embedding of its own"));
        Assert.That(NpyFile.Read<float>(folder["rows.npy"], out Shape shape), Has.All.Matches<float>(float.IsFinite));
        Assert.That((shape[0], shape[1]), Is.EqualTo((3890L, 8L)));
    }

    [Test]
    public void Embed_BadUsage_IsRefused()
    {
        (string[] Arguments, string Expected)[] cases =
        [
            (["--model", "deepwalk", "--p", "0.5"], "p = q = 1"),
            (["--label-shares", "0.1,1"], "between 0 and 1"),
            (["--walk-length", "1"], "at least 2"),
            (["--out", "/no/such/folder/x.npy"], "does not exist"),
        ];
        foreach ((string[] arguments, string expected) in cases)
        {
            CommandLine command = CommandLine.Run(["embed", .. arguments]);
            Assert.That((command.ExitCode, command.Error), Is.EqualTo((2, command.Error)));
            Assert.That(command.Error, Does.Contain(expected));
        }
    }
}

using System.Text.Json;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
internal sealed class GenerateCommandTests
{
    private ScratchFolder _scratch = null!;

    [SetUp]
    public void SetUp() => _scratch = new ScratchFolder();

    [TearDown]
    public void TearDown() => _scratch.Dispose();

    [Test]
    public void Generate_RMat_WritesWhatBenchMeasuresOn()
    {
        CommandLine command = CommandLine.Run(
            "generate", "rmat", "--nodes", "1500", "--edges", "20000", "--features", "6", "--classes", "3", "--train", "100", "--seed", "1", "--out", _scratch["rmat"]);

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        Assert.That(command.LastLine, Does.StartWith($"wrote {_scratch["rmat"]}: 1500 nodes, 20000 edges, 6 features"));
        foreach (string[] work in (string[][])[["sample", "--batch", "20"], ["gather", "--store", "file", "--rows", "50"], ["gather", "--store", "mapped", "--rows", "50"],
            ["gather", "--store", "cached", "--rows", "50"]])
        {
            CommandLine bench = CommandLine.Run(["bench", .. work, "--graph", _scratch["rmat"], "--repeats", "1", "--json"]);
            Assert.That(bench.ExitCode, Is.Zero, bench.Error);
            Assert.That(JsonDocument.Parse(bench.Output.Split('\n')[0]).RootElement.GetProperty("work").GetString(), Does.StartWith(work[0]));
        }
    }

    [TestCase("name the folder", "--nodes", "5")]
    [TestCase("--train takes at most", "--nodes", "5", "--train", "6", "--out", "x")]
    [TestCase("--nodes takes", "--nodes", "0", "--out", "x")]
    [TestCase("there already", "--out", ".")]
    public void Generate_BadUsage_SaysWhatIsWrong(string message, params string[] arguments)
    {
        CommandLine command = CommandLine.Run(["generate", "rmat", .. arguments]);

        Assert.That(command.ExitCode, Is.EqualTo(2));
        Assert.That(command.Error, Does.Contain(message));
    }
}

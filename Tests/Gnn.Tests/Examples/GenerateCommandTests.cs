using System.CommandLine;
using System.Text.Json;
using Gnn.Cli;
using Gnn.Cli.Benchmarks;
using Gnn.Cli.Commands;
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
        foreach (string[] work in (string[][])[["sample", "--batch", "20"], ["gather", "--store", "file"], ["gather", "--store", "mapped"], ["gather", "--store", "cached"]])
        {
            Assert.That(Bench([.. work, "--graph", _scratch["rmat"]]), Does.StartWith(work[0]));
        }
    }

    /// <summary>Measures with small sizes, and gives the name of the first measurement.</summary>
    private static string Bench(string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var sizes = new BenchmarkSizes { StreamBytes = 4096, GatheredRows = 50, WarmUp = TimeSpan.Zero };
        Command command = BenchCommand.Create(new CommandContext(output, TextWriter.Null, IsInteractive: false, CancellationToken.None), sizes);

        Assert.That(command.Parse([.. args, "--repeats", "1", "--json"]).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false }), Is.Zero);

        return JsonDocument.Parse(output.ToString().Split('\n')[0]).RootElement.GetProperty("work").GetString()!;
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

using System.CommandLine;
using System.Text.Json;
using Gnn.Cli;
using Gnn.Cli.Benchmarks;
using Gnn.Cli.Commands;
using Gnn.Graphs.Hypergraphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
internal sealed class BenchCommandTests
{
    private const int Nodes = 12;
    private const int Features = 5;

    private static readonly BenchmarkSizes Tiny = new()
    {
        Products = [(6, 5, 4)],
        Widths = [4, 8],
        Rows = 10,
        Parameters = 100,
        Hypergraph = (12, 6, 20),
        Build = (10, 40),
        Embedding = (20, 40),
        SharedOperation = 100,
        StreamBytes = 4096,
        GatheredRows = 7,
        WarmUp = TimeSpan.Zero,
    };

    private static readonly string[] Figures = ["median_ms", "min_ms", "stream_gb_per_second", "peak_memory_mb", "allocated_bytes"];

    /// <summary>Runs the command with small works.</summary>
    private static JsonElement[] Bench(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        Command command = BenchCommand.Create(new CommandContext(output, error, IsInteractive: false, CancellationToken.None), Tiny);
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error };

        Assert.That(command.Parse([.. args, "--json", "--repeats", "3"]).Invoke(invocation), Is.Zero, error.ToString());

        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>A ring of nodes with both directions, as the arrays that the command reads.</summary>
    private static void WriteGraph(ScratchFolder folder)
    {
        NpyFile.Write(folder["rowptr.npy"], [.. Enumerable.Range(0, Nodes + 1).Select(row => 2L * row)], Nodes + 1);
        long[] columns = [.. Enumerable.Range(0, Nodes).SelectMany(row => (long[])[(row + Nodes - 1) % Nodes, (row + 1) % Nodes]).ToArray()];
        NpyFile.Write(folder["col.npy"], columns, columns.Length);
        NpyFile.Write(folder["val.npy"], [.. columns.Select(_ => 0.5f)], columns.Length);
        using var engine = new CpuEngine(1);
        using Tensor x = Tensor.Normal((Nodes, Features), new RandomSource(0), engine: engine);
        NpyFile.Write(folder["x.npy"], x);
        NpyFile.Write(folder["y.npy"], [.. Enumerable.Range(0, Nodes).Select(node => node % 3L)], Nodes);
        NpyFile.Write(folder["edge_time.npy"], [.. columns.Select((_, edge) => (long)edge)], columns.Length);
        NpyFile.Write(folder["node_time.npy"], [.. Enumerable.Range(0, Nodes).Select(_ => 20L)], Nodes);
        NpyFile.Write(folder["train.npy"], [0L, 1, 5], 3);
    }

    private static string[] Names(IEnumerable<JsonElement> lines) => [.. lines.Select(line => line.GetProperty("work").GetString()!)];

    [Test]
    public void Bench_Build_HasSizeAndResult()
    {
        JsonElement line = Bench("build", "--nodes", "20", "--edges", "300")[0];

        Assert.That(line.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()), Is.EqualTo(new[] { 20, 300 }));
        Assert.That(line.GetProperty("result_mb").GetDouble(), Is.EqualTo(((300 * 28) + (21 * 8)) / (1024.0 * 1024)).Within(1).Percent);
        Assert.That(line.GetProperty("million_edges_per_second").GetDouble(), Is.Positive);
    }

    [Test]
    public void Bench_Walk_HasWalksAndStepsPerSecond()
    {
        using var folder = new ScratchFolder();
        WriteGraph(folder);

        JsonElement[] lines = Bench("walk", "--graph", folder.Path, "--p", "0.5", "--q", "2", "--length", "7");

        Assert.That(Names(lines), Does.Contain("node2vec"));
        foreach (JsonElement line in lines.Where(line => line.TryGetProperty("walks_per_second", out _)))
        {
            double walks = line.GetProperty("walks_per_second").GetDouble();
            Assert.That(line.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()), Is.EqualTo(new[] { Nodes, 7 }));
            Assert.That(walks, Is.Positive);
            Assert.That(line.GetProperty("steps_per_second").GetDouble(), Is.EqualTo(7 * walks).Within(0.1).Percent);
        }
    }

    [TestCase("gemm", 3)]
    [TestCase("elementwise", 9)]
    [TestCase("embed", 1)]
    [TestCase("hypergraph", 2)]
    [TestCase("sheaf", 3)]
    [TestCase("build", 1)]
    [TestCase("overhead", 2)]
    [TestCase("stream", 3)]
    [TestCase("walk", 6)]
    [TestCase("spmm", 12)]
    [TestCase("sddmm", 2)]
    [TestCase("attention", 2)]
    [TestCase("gather", 5)]
    [TestCase("sample", 5)]
    [TestCase("link-sample", 3)]
    [TestCase("temporal-sample", 4)]
    [TestCase("epoch", 1)]
    [TestCase("gcn", 1)]
    [TestCase("sage", 1)]
    [TestCase("gat", 1)]
    [TestCase("gin", 1)]
    public void Bench_EveryWork_PrintsALineForEachMeasurement(string work, int count)
    {
        using var folder = new ScratchFolder();
        WriteGraph(folder);
        JsonElement[] lines = Bench(work, "--graph", folder.Path, "--threads", "2", "--hidden", "7");

        Assert.That(lines, Has.Length.EqualTo(count));
        foreach (JsonElement line in lines)
        {
            Assert.That(line.GetProperty("threads").GetInt32(), Is.EqualTo(2));
            Assert.That(line.GetProperty("repeats").GetInt32(), Is.EqualTo(3));
            foreach (string figure in Figures)
            {
                Assert.That(line.GetProperty(figure).GetDouble(), figure == "allocated_bytes" ? Is.GreaterThanOrEqualTo(0) : Is.GreaterThan(0), figure);
            }

            Assert.That(line.GetProperty("min_ms").GetDouble(), Is.LessThanOrEqualTo(line.GetProperty("median_ms").GetDouble()));
            Assert.That(line.TryGetProperty("gb_per_second", out JsonElement rate) && line.TryGetProperty("gflops", out _), Is.True);
            Assert.That(line.GetProperty("stream_share").ValueKind, Is.EqualTo(rate.ValueKind));
        }
    }

    [Test]
    public void Bench_WorksOfThePeer_BearItsNames()
    {
        using var folder = new ScratchFolder();
        WriteGraph(folder);
        string[] graph = ["--graph", folder.Path];

        Assert.That(Names(Bench("gemm")), Is.EqualTo(["gemm A B", "gemm A^T G", "gemm G B^T"]));
        Assert.That(Names(Bench(["spmm", .. graph])), Does.Contain("spmm forward").And.Contain("spmm forward and backward"));
        Assert.That(Names(Bench("elementwise")), Is.SupersetOf(["add", "relu", "exp", "softmax_40", "softmax_256", "dropout", "adam_16m"]));
        Assert.That(Names(Bench("hypergraph")), Does.Contain("hypergraph convolution, forward and backward"));
        foreach (string model in (string[])["gcn", "sage", "gin", "gat"])
        {
            Assert.That(Names(Bench([model, .. graph])), Is.EqualTo([model + " training step"]));
        }
    }

    [Test]
    public void Bench_Sizes_SayWhatWasMeasured()
    {
        using var folder = new ScratchFolder();
        WriteGraph(folder);

        JsonElement[] products = Bench("gemm");
        Assert.That(products[1].GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()), Is.EqualTo([5, 6, 4]));
        Assert.That(Bench("spmm", "--graph", folder.Path).Select(line => line.GetProperty("dim").GetInt32()).Distinct(), Is.EqualTo(Tiny.Widths));
        Assert.That(Bench("gcn", "--graph", folder.Path, "--hidden", "7")[0].GetProperty("hidden").GetInt32(), Is.EqualTo(7));
    }

    [Test]
    public void Bench_Rates_AreTheDocumentedBytesAndOperationsOverTheMedian()
    {
        JsonElement product = Bench("gemm")[0];
        double seconds = product.GetProperty("median_ms").GetDouble() / 1e3;

        // Figures have five digits.
        Assert.That(product.GetProperty("gflops").GetDouble() * 1e9 * seconds, Is.EqualTo(2.0 * 6 * 5 * 4).Within(0.1).Percent);
        Assert.That(product.GetProperty("gb_per_second").GetDouble() * 1e9 * seconds, Is.EqualTo(4.0 * (30 + 20 + 24)).Within(0.1).Percent);
        Assert.That(
            product.GetProperty("stream_share").GetDouble(),
            Is.EqualTo(product.GetProperty("gb_per_second").GetDouble() / product.GetProperty("stream_gb_per_second").GetDouble()).Within(0.1).Percent);
    }

    [Test]
    public void Bench_Gather_HasRowsBytesAndHits()
    {
        using var folder = new ScratchFolder();
        WriteGraph(folder);
        JsonElement[] lines = [.. Bench("gather", "--graph", folder.Path), .. Bench("gather"), .. Bench("gather", "--store", "cached", "--rows", "4")];

        Assert.That(Names(lines[..5]), Is.EqualTo(["gather operation", "gather memory", "gather mapped", "gather file", "gather cached"]));
        Assert.That(Names(lines[10..]), Is.EqualTo(["gather cached"]));
        Assert.That(lines.Select(line => string.Join('x', line.GetProperty("shape").EnumerateArray())), Is.EqualTo((string[])[.. Enumerable.Repeat("7x5", 5), .. Enumerable.Repeat("7x128", 5), "4x128"]));
        foreach (JsonElement line in lines)
        {
            double seconds = line.GetProperty("median_ms").GetDouble() / 1e3;
            JsonElement shape = line.GetProperty("shape");
            Assert.That(line.GetProperty("rows_per_second").GetDouble() * seconds, Is.EqualTo(shape[0].GetInt32()).Within(0.1).Percent);
            Assert.That(line.GetProperty("gigabytes_per_second").GetDouble(), Is.EqualTo(line.GetProperty("gb_per_second").GetDouble()));
        }

        Assert.That(lines[..4].Select(line => line.GetProperty("hit_rate").ToString()), Is.EqualTo((string[])["1", "1", "", "0"]));
        Assert.That(lines[4].GetProperty("hit_rate").GetDouble(), Is.InRange(0, 1));
    }

    [Test]
    public void Measurement_Median_IsTheMiddleOfTheTimes()
    {
        Measurement Of(params double[] times) => new("w", null, null, null, times, default, 0, 0);

        Assert.That(Of(1, 2, 10).Median, Is.EqualTo(2));
        Assert.That(Of(1, 2, 4, 10).Median, Is.EqualTo(3));
        Assert.That(Of(1, 2, 10).Minimum, Is.EqualTo(1));
        Assert.That(Of(1).GigabytesPerSecond, Is.Null);
    }

    [Test]
    public void Run_Measure_CountsManagedBytesOfOneCall()
    {
        using var engine = new CpuEngine(1);
        var run = new BenchmarkRun { Engine = engine, Repeats = 50, Sizes = Tiny };
        byte[][] kept = new byte[1][];
        run.Measure("allocates", () => kept[0] = new byte[10_000]);
        run.Measure("of two", () => kept[0] = new byte[10_000], times: 2);

        // An array's header on top, and what the runtime itself may allocate meanwhile.
        Assert.That(run.Measurements[0].AllocatedBytes, Is.InRange(10_000, 12_000));
        Assert.That(run.Measurements[1].AllocatedBytes, Is.InRange(5_000, 6_000));
        Assert.That(run.Measurements[0].PeakMemory, Is.GreaterThan(10_000_000));
    }

    [Test]
    public void Bench_Table_NamesWorkAndStream()
    {
        using var output = new StringWriter();
        Command command = BenchCommand.Create(new CommandContext(output, output, IsInteractive: false, CancellationToken.None), Tiny);

        Assert.That(command.Parse(["gemm", "--threads", "1", "--repeats", "1"]).Invoke(), Is.Zero);

        Assert.That(output.ToString(), Does.Contain("gemm A^T G").And.Contain("6x5x4").And.Contain("GFLOP/s").And.Match(@"1 thread; stream [\d.]+ GB/s"));
    }

    [TestCase("bench", "'WORK'")]
    [TestCase("bench fft", "WORK is one of gemm, spmm, sddmm, attention, elementwise, gcn, sage, gat, gin, epoch, walk, embed, hypergraph, sheaf, sample, gather, link-sample, temporal-sample, build, load, overhead, stream, got 'fft'")]
    [TestCase("bench gemm spmm", "'spmm'")]
    [TestCase("bench gemm --repeats 0", "--repeats takes a whole number of at least 1, got '0'")]
    [TestCase("bench gemm --threads 0", "--threads takes a whole number from 1 to 1024, got '0'")]
    [TestCase("bench gcn --hidden 0", "--hidden takes a whole number of at least 1, got '0'")]
    [TestCase("bench gather --rows 0", "--rows takes a whole number from 1")]
    [TestCase("bench gather --store disk", "--store takes one of all, operation, memory, mapped, file, cached, got 'disk'")]
    [TestCase("bench spmm", "'bench spmm' measures on a graph: name the folder of its arrays with --graph")]
    [TestCase("bench gat --json", "'bench gat' measures on a graph")]
    [TestCase("bench spmm --graph /nowhere/at/all", "--graph names the folder '/nowhere/at/all', which does not exist")]
    public void Bench_BadUsage_EndsInTwo(string args, string expected)
    {
        CommandLine command = CommandLine.Run(args.Split(' '));

        Assert.That(command.ExitCode, Is.EqualTo(2));
        Assert.That(command.Error, Does.Contain(expected).And.Not.Contain("   at "));
        Assert.That(command.Output, Is.Empty);
    }

    [Test]
    public void Bench_BadFiles_EndInOneLineAndOne()
    {
        byte[] junk = "no array"u8.ToArray();
        AssertRefused("rowptr", path => File.Delete(path), "rowptr.npy' does not exist: --graph takes a folder");
        AssertRefused("col", path => File.WriteAllBytes(path, junk), "col.npy: offset 0x0: expected a .npy file");
        AssertRefused("val", path => File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]), "val.npy: offset 0x80: expected 96 bytes");
        AssertRefused("rowptr", path => NpyFile.Write(path, [0, 2], 2), "expected values from 0 to 0, got 11 at element 0");
        AssertRefused("rowptr", path => NpyFile.Write(path, [.. Enumerable.Repeat(3, Nodes + 1)], Nodes + 1), "rowptr.npy: expected row pointers of 'col'");
        AssertRefused("rowptr", path => NpyFile.Write(path, [0], 1), "expected an offset for each node and one more");
        AssertRefused("col", path => NpyFile.Write(path, [.. Enumerable.Repeat(Nodes, 2 * Nodes)], 2 * Nodes), "col.npy: expected values from 0 to 11, got 12 at element 0");
        AssertRefused("val", path => NpyFile.Write(path, [1f], 1), "val.npy: expected floating [24], a value for each entry of 'col', got Float32 [1]");
        AssertRefused("x", path => NpyFile.Write(path, [1f], 1), "x.npy: expected floating [12, F], a row for each node, got Float32 [1]");
        AssertRefused("y", path => NpyFile.Write(path, [1f], 1), "y.npy: header: expected whole elements");
        AssertRefused("y", path => NpyFile.Write(path, [1], 1), "y.npy: expected [12], a label for each node, got [1]");
        AssertRefused("train", path => NpyFile.Write(path, [Nodes], 1), "train.npy: expected values from 0 to 11, got 12 at element 0");
        AssertRefused("train", path => NpyFile.Write(path, Array.Empty<int>(), 0), "train.npy: expected at least one node, got none");
        AssertRefused("train", path => NpyFile.Write(path, [1], (1, 1)), "train.npy: expected one axis, got [1, 1]");

        static void AssertRefused(string name, Action<string> spoil, string expected)
        {
            using var folder = new ScratchFolder();
            WriteGraph(folder);
            spoil(folder[name + ".npy"]);
            CommandLine command = CommandLine.Run("bench", "gcn", "--graph", folder.Path);

            Assert.That(command.ExitCode, Is.EqualTo(1), command.Error);
            Assert.That(command.Error, Does.Contain(expected));
            Assert.That(command.Error.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(1));
            Assert.That(command.Output, Is.Empty);
        }
    }

    [Test]
    public void Bench_Cancelled_SaysSo()
    {
        CommandLine command = CommandLine.Run(new CancellationToken(canceled: true), "bench", "overhead");

        Assert.That(command.ExitCode, Is.EqualTo(1));
        Assert.That(command.Error, Does.Contain("cancelled"));
    }
}

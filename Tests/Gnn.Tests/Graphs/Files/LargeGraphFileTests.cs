using System.Diagnostics;
using System.Text.Json.Nodes;
using Gnn.Graphs;
using Gnn.Graphs.Files;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Files;

/// <summary>Files larger than memory, and what a file of 20 million edges costs.</summary>
[TestFixture]
internal sealed class LargeGraphFileTests
{
    private const int Nodes = 1 << 20;

    /// <summary>A column of zeros with a few values, in a file of holes that is half as large again as the machine's memory: it opens, and what is asked for is
    /// read, though no such array could be made.</summary>
    [Test]
    [Platform("Linux")]
    public void Open_FileLargerThanMemory_ReadsWhatIsAskedFor()
    {
        using var scratch = new ScratchFolder();
        long width = 64 + (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 * 3 / sizeof(float) / Nodes);
        int[] rows = [0, 1, Nodes / 2, Nodes - 1];
        WriteHoles(scratch["a.gnn"], width, rows);
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        Assert.That(new FileInfo(scratch["a.gnn"]).Length, Is.GreaterThan(memory));

        using var engine = new CpuEngine(threads: 1);
        long before = Process.GetCurrentProcess().WorkingSet64;
        using Graph graph = GraphFile.Open(scratch["a.gnn"], engine);

        Assert.That(graph.Features.Shape, Is.EqualTo(new Shape(Nodes, width)));
        using Tensor index = Tensor.Create(rows, rows.Length, engine);
        using Tensor features = graph.Features.Dense!.GatherRows(index);
        float[] values = features.ToArray<float>();
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.That(values[(i + 1) * width - 1], Is.EqualTo(rows[i] + 0.5f));
            Assert.That(values[i * width], Is.Zero);
        }

        Assert.That(graph.InEdges.Row(Nodes - 1).ToArray(), Is.EqualTo(new[] { 0 }));
        Assert.That(graph.OutDegree(0), Is.EqualTo(1));
        Assert.That(engine.Memory.Peak, Is.LessThan(64 << 20));
        Assert.That(Process.GetCurrentProcess().WorkingSet64 - before, Is.LessThan(256 << 20), "Opening and a few rows cost pages, not the file.");
    }

    /// <remarks>Run with <c>dotnet test -c Release Tests/Gnn.Tests --filter "FullyQualifiedName~LargeGraphFileTests"</c>; needs 3 GB of memory and 1.2 GB of disk.</remarks>
    [Test]
    [Category("Long")]
    [Explicit("20 million edges; prints what it measures")]
    public void Open_TwentyMillionEdges_GivesTheFirstNeighboursAtOnce()
    {
        const int nodes = 1_000_000;
        const int edges = 20_000_000;
        const double mostMilliseconds = 50;
        using var scratch = new ScratchFolder();
        RandomSource random = new RandomSource(1).Stream("edges");
        int[] sources = new int[edges];
        int[] targets = new int[edges];
        RandomSequence sequence = random.Sequence();
        for (int edge = 0; edge < edges; edge++)
        {
            (sources[edge], targets[edge]) = (sequence.NextInt32(nodes), sequence.NextInt32(nodes));
        }

        using Graph graph = FileSamples.Chain(
            Graph.FromEdges(nodes, sources, targets), graph => graph.WithNodeColumn("x", Tensor.Normal((nodes, 64), new RandomSource(2))));
        int[] expected = graph.InEdges.Row(nodes / 2).ToArray();
        _ = graph.OutEdges;
        double save = Milliseconds(() => GraphFile.Save(graph, scratch["a.gnn"]));

        int[] neighbours = [];
        Graph? opened = null;
        double open = Milliseconds(() =>
        {
            opened = GraphFile.Open(scratch["a.gnn"]);
            neighbours = opened.InEdges.Row(nodes / 2).ToArray();
        });
        opened?.Dispose();
        Assert.That(neighbours, Is.EqualTo(expected));

        double checksums;
        using (SectionFile file = SectionFile.Open(scratch["a.gnn"]))
        {
            _ = file.FindAlteredBytes(CancellationToken.None);
            checksums = Milliseconds(() => Assert.That(file.FindAlteredBytes(CancellationToken.None), Is.Empty));
        }

        double verify = Milliseconds(() => Assert.That(GraphFile.Verify(scratch["a.gnn"]).Defects, Is.Empty));
        byte[] bytes = new byte[256 << 20];
        new Random(1).NextBytes(bytes);
        double crc = Enumerable.Range(0, 3).Min(_ => Milliseconds(() => Checksum.Of(bytes)));
        double gigabytes = new FileInfo(scratch["a.gnn"]).Length / 1e9;
        TestContext.Out.WriteLine(
            FormattableString.Invariant($"{gigabytes:0.00} GB: save {save:0} ms, open to first neighbours {open:0.0} ms, ")
            + FormattableString.Invariant($"checksums {checksums:0} ms ({gigabytes / checksums * 1e3:0.0} GB/s), verify {verify:0} ms; ")
            + FormattableString.Invariant($"checksum in memory, one thread: {bytes.Length / crc / 1e6:0.0} GB/s"));
        Assert.That(open, Is.LessThan(mostMilliseconds));
    }

    private static double Milliseconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>A graph file of one edge, 0 -> N - 1, whose column x is holes but for the last value of some rows. Its checksums are left out.</summary>
    private static void WriteHoles(string path, long width, int[] rows)
    {
        using (Graph small = FileSamples.Chain(Graph.FromEdges(Nodes, [0], [Nodes - 1]), graph => graph.WithNodeColumn("x", Tensor.Zeros((Nodes, 0)))))
        {
            GraphFile.Save(small, path);
        }

        byte[] file = File.ReadAllBytes(path);
        var frame = FileFrame.ReadFooter(file.AsSpan(file.Length - FileFrame.FooterBytes), file.Length, path);
        SectionTable table = SectionTable.Read(file.AsMemory((int)frame.TableOffset, (int)frame.TableLength), frame.TableOffset, path);
        SectionEntry x = table.Sections[^1] with { Shape = new Shape(Nodes, width), Length = Nodes * width * sizeof(float) };
        var properties = (JsonObject)JsonNode.Parse(file.AsSpan((int)frame.TableOffset, (int)frame.TableLength))!["properties"]!.DeepClone();
        byte[] json = SectionTable.Write(table.Kind, properties, [.. table.Sections.SkipLast(1), x]);

        long tableOffset = FileFrame.Align(x.End);
        long end = FileFrame.Align(tableOffset + json.Length);
        using FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
        stream.SetLength(x.Offset);
        foreach (int row in rows)
        {
            stream.Position = x.Offset + ((((row + 1) * width) - 1) * sizeof(float));
            stream.Write(BitConverter.GetBytes(row + 0.5f));
        }

        stream.Position = tableOffset;
        stream.Write(json);
        stream.Position = end;
        stream.Write(new FileFrame(tableOffset, json.Length, end + FileFrame.FooterBytes, Checksum.Of(json)).Footer());
    }
}

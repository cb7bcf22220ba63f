using System.Diagnostics;
using System.Globalization;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Tables;

/// <summary>How fast a table is read and what memory that takes; run by name, for it needs a machine of its own.</summary>
[TestFixture]
[Explicit("writes and reads a file of 300 MB")]
[Category("Speed")]
internal sealed class TableSpeedTests
{
    [Test]
    public void Read_TenMillionRows_OnTwoThreads()
    {
        const int rows = 10_000_000;
        using var folder = new ScratchFolder();
        TableFiles.WriteEdges(folder["e.csv"], rows, nodes: 1_000_000, seed: 1);
        var options = new EdgeTableOptions { Format = new TableFormat { Threads = 2 } };
        using Process process = Process.GetCurrentProcess();
        GC.Collect();
        process.Refresh();
        long before = process.WorkingSet64;
        double best = double.MaxValue;
        long grown = 0;
        for (int round = 0; round < 3; round++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            using Graph graph = EdgeTable.Read(folder["e.csv"], options).ToGraph();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
            Assert.That(graph.EdgeCount, Is.EqualTo(rows));
            process.Refresh();
            grown = round == 0 ? (process.PeakWorkingSet64 - before) >> 20 : grown;
        }

        TestContext.Out.WriteLine($"{rows / best / 1e6:0.00} million rows/s; peak of the first reading {grown} MB over the start, file {new FileInfo(folder["e.csv"]).Length >> 20} MB");
        Assert.That(rows / best, Is.GreaterThan(1.5e6));
    }

    [Test]
    public void ReadScoped_TenMillionRows_OnTwoThreads()
    {
        const int rows = 10_000_000;
        using var folder = new ScratchFolder();
        string[] types = ["author", "paper", "venue"];
        var random = new Random(2);
        using (var sets = new StreamWriter(folder["s.csv"]))
        using (var heteros = new StreamWriter(folder["h.csv"]))
        {
            sets.WriteLine("graph,source,target");
            heteros.WriteLine("source_type,source,relation,target_type,target");
            for (int row = 0; row < rows; row++)
            {
                sets.WriteLine(string.Create(CultureInfo.InvariantCulture, $"g{row / 100},{random.Next(30)},{random.Next(30)}"));
                heteros.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{types[row % 3]},n{random.Next(300_000)},r{row % 4},{types[row % 2]},n{random.Next(300_000)}"));
            }
        }

        var edges = new EdgeTableOptions { Format = new TableFormat { Threads = 2 } };
        double set = Best(() => GraphSetTable.Read(folder["s.csv"], options: new GraphSetTableOptions { Edges = edges }).RowCount, rows);
        double plain = Best(() => EdgeTable.Read(folder["h.csv"], edges).RowCount, rows);
        double hetero = Best(() => HeteroTable.Read(folder["h.csv"], options: new HeteroTableOptions { Edges = edges }).RowCount, rows);

        TestContext.Out.WriteLine(
            $"{rows / set / 1e6:0.00} million rows/s of a set of graphs, {rows / hetero / 1e6:0.00} of a heterogeneous graph, {rows / plain / 1e6:0.00} of its ends alone");

        // A scope is looked up for each end beside its id, and a relation for each row: the bar is by work, whatever else the machine does.
        Assert.That(Math.Max(set, hetero) / plain, Is.LessThan(5));
    }

    private static double Best(Func<long> read, long rows)
    {
        double best = double.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            Assert.That(read(), Is.EqualTo(rows));
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return best;
    }
}

using System.Diagnostics;
using Gnn.Cli;
using Gnn.Datasets;
using Gnn.Graphs.Files;
using Gnn.Graphs.Partitioning;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

/// <summary>Programs that are killed while they write a partitioned graph: the folder is not there, or it is whole.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)] // Waits for processes of its own, like the other fixtures of this kind.
[Category("Packaging")]
[Platform("Linux")]
internal sealed class KilledPartitionTests
{
    private const int Kills = 20;
    private const int Parts = 60;

    [Test]
    public void Partition_KilledWhileItWrites_LeavesNoFolderOrAWholeOne()
    {
        string data = Path.GetDirectoryName(SharedData.Require("planetoid"))!;
        using var scratch = new ScratchFolder();
        string folder = scratch["parts"];
        var random = new Random(3);
        int torn = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            // After so many of the files of the temporary folder.
            int files = random.Next(Parts + 3);
            using Process process = Start(data, folder);
            while (!process.HasExited && Written(scratch.Path) < files)
            {
                Thread.Yield();
            }

            process.Kill();
            Assert.That(process.WaitForExit(TimeSpan.FromSeconds(60)), Is.True);
            torn += Directory.Exists(folder) ? 0 : 1;
            if (Directory.Exists(folder))
            {
                Assert.That(PartitionedGraph.Open(folder, GraphFileCheck.Checksums).PartCount, Is.EqualTo(Parts), $"kill {kill}");
                Directory.Delete(folder, recursive: true);
            }
        }

        Assert.That(torn, Is.GreaterThan(Kills / 2), "the kills hit folders that were being written");
        using Process last = Start(data, folder);
        string error = last.StandardError.ReadToEnd();
        last.WaitForExit();
        Assert.That(last.ExitCode, Is.Zero, error);
        Assert.That(PartitionedGraph.Open(folder, GraphFileCheck.Contents).PartCount, Is.EqualTo(Parts));
    }

    private static int Written(string around)
    {
        try
        {
            string[] folders = Directory.GetDirectories(around, ".parts.*.tmp");
            return folders.Length == 0 ? 0 : folders.Max(folder => Directory.GetFiles(folder).Length);
        }
        catch (DirectoryNotFoundException)
        {
            // It was moved into place meanwhile.
            return int.MaxValue;
        }
    }

    private static Process Start(string data, string folder)
    {
        // What a killed run left behind would be counted for the next.
        foreach (string old in Directory.GetDirectories(Path.GetDirectoryName(folder)!, ".parts.*.tmp"))
        {
            Directory.Delete(old, recursive: true);
        }

        var start = new ProcessStartInfo(
            "dotnet", [typeof(Application).Assembly.Location, "partition", "--dataset", "cora", "--parts", $"{Parts}", "--passes", "1", "--out", folder])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment[DataRoot.Variable] = data;
        start.Environment[ProcessedCopies.Variable] = "off";
        return Process.Start(start)!;
    }
}

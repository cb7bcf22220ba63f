using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Gnn.Cli;
using Gnn.Datasets;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

/// <summary>Programs that are killed while they download or keep a copy: the next one finds nothing that looks whole and is not.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)] // Waits for processes of its own, like the other fixtures of this kind.
[Category("Packaging")]
[Platform("Linux")]
internal sealed class KilledRunTests
{
    private const int Kills = 50;
    private const string Host = "github.com";

    [Test]
    public void Download_KilledFiftyTimes_SucceedsTheNextTime()
    {
        string planetoid = SharedData.Require("planetoid");
        using var scratch = new ScratchFolder();
        using var server = new MirrorServer(Host, planetoid, scratch["ca.pem"]);
        (string Name, string Value)[] environment =
        [
            ("HTTPS_PROXY", server.Address), ("SSL_CERT_FILE", scratch["ca.pem"]), (ProcessedCopies.Variable, "off"), (DataRoot.Variable, scratch["data"]),
        ];
        RemoteFile[] files = [.. DatasetCatalog.Find("cora").Files];
        long total = files.Sum(file => file.Length!.Value);
        var root = new DataRoot(scratch["data"]);
        var random = new Random(1);
        int torn = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            long before = server.Sent;
            long least = before + random.NextInt64(total / 8);
            using Process process = Start(["info", "--dataset", "cora", "--json"], environment);
            server.AfterPiece = sent =>
            {
                if (sent > least)
                {
                    Kill(process);
                }
            };
            Assert.That(process.WaitForExit(TimeSpan.FromSeconds(60)), Is.True, "the download hangs");
            torn += Directory.Exists(root.Locate("planetoid")) ? Directory.GetFiles(root.Locate("planetoid"), "*.tmp").Length : 0;
            foreach (RemoteFile file in files.Where(file => root.Find(file) is not null))
            {
                Assert.That(new FileInfo(root.Find(file)!).Length, Is.EqualTo(file.Length), $"kill {kill}: {file.Name} is whole or not there");
            }

            if (root.FindMissing(files).Count == 0)
            {
                Directory.Delete(root.Locate("planetoid"), recursive: true);
            }
        }

        Assert.That(torn, Is.GreaterThan(Kills / 5), "the kills hit files that were being written");
        server.AfterPiece = null;
        using Process last = Start(["info", "--dataset", "cora", "--json"], environment);
        AssertIsCora(last);
    }

    [Test]
    public void KeepingACopy_KilledFiftyTimes_SucceedsTheNextTime()
    {
        string data = Path.GetDirectoryName(SharedData.Require("planetoid"))!;
        using var scratch = new ScratchFolder();
        (string Name, string Value)[] environment = [(ProcessedCopies.Variable, scratch["copies"]), (DataRoot.Variable, data)];
        Directory.CreateDirectory(scratch["copies"]);
        var random = new Random(2);
        int torn = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            using Process process = Start(["info", "--dataset", "cora", "--json"], environment);
            while (!process.HasExited && Directory.GetFiles(scratch["copies"]).Length == 0)
            {
                Thread.Yield();
            }

            // The copy is written within some milliseconds, and moved to its place.
            Thread.SpinWait(random.Next(200_000));
            Kill(process);
            Assert.That(process.WaitForExit(TimeSpan.FromSeconds(60)), Is.True);
            torn += Directory.GetFiles(scratch["copies"], "*.tmp").Length;
            if (kill % 5 != 4)
            {
                Array.ForEach(Directory.GetFiles(scratch["copies"]), File.Delete);
            }
            else
            {
                // What the killed left stays there: whatever it is, it does no harm.
                using Process next = Start(["info", "--dataset", "cora", "--json"], environment);
                AssertIsCora(next);
                Array.ForEach(Directory.GetFiles(scratch["copies"]), File.Delete);
            }
        }

        Assert.That(torn, Is.GreaterThan(Kills / 5), "the kills hit copies that were being written");
        using Process last = Start(["info", "--dataset", "cora", "--json"], environment);
        AssertIsCora(last);
        Assert.That(Directory.GetFiles(scratch["copies"], "*.gnn"), Has.Length.EqualTo(1));
    }

    private static void AssertIsCora(Process process)
    {
        string output = process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, error);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.That(json.RootElement.GetProperty("nodes").GetInt32(), Is.EqualTo(2708));
        Assert.That(json.RootElement.GetProperty("content_hash").GetString(), Is.EqualTo(DatasetCatalog.Find("cora").ContentHash));
    }

    private static Process Start(string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Application).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"'{start.FileName}' did not start."));
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }
}

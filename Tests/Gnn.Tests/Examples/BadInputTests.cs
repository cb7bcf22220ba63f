using System.Diagnostics;
using System.Globalization;
using Gnn.Cli;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

/// <summary>Whatever is wrong, the command ends with one clear line and exit code 1 or 2: never a stack trace, never a hang, never half a file.</summary>
[TestFixture]
internal sealed class BadInputTests
{
    [TestCase("--epochs 0", "--epochs takes a whole number of at least 1, got '0'")]
    [TestCase("--epochs many", "--epochs takes a whole number of at least 1, got 'many'")]
    [TestCase("--threads 0", "--threads takes a whole number from 1 to 1024, got '0'")]
    [TestCase("--threads 4096", "--threads takes a whole number from 1 to 1024, got '4096'")]
    [TestCase("--engine reference --threads 2", "the engine 'reference' takes no number of threads, got --threads 2")]
    [TestCase("--patience 0", "--patience takes a whole number of at least 1, got '0'")]
    [TestCase("--runs 0", "--runs takes a whole number of at least 1, got '0'")]
    [TestCase("--hidden -3", "--hidden takes a whole number of at least 1, got '-3'")]
    [TestCase("--layers 0", "--layers takes a whole number of at least 1, got '0'")]
    [TestCase("--dropout 1", "--dropout takes a number of at least 0 and below 1, got '1'")]
    [TestCase("--lr 0", "--lr takes a number above 0 in single precision, got '0'")]
    [TestCase("--lr NaN", "--lr takes a number above 0 in single precision, got 'NaN'")]
    [TestCase("--weight-decay -1", "--weight-decay takes a number of at least 0, got '-1'")]
    [TestCase("--seed -1", "--seed takes a whole number of at least 0, got '-1'")]
    [TestCase("--model resnet", "--model takes one of gcn, sage, gin, gat, gatv2, ")]
    [TestCase("--engine gpu", "--engine takes one of cpu, reference, torch-cpu, cuda, cuda:N, got 'gpu'")]
    [TestCase("--engine cuda:x", "--engine takes one of cpu, reference, torch-cpu, cuda, cuda:N, got 'cuda:x'")]
    [TestCase("--engine cuda --threads 2", "the engine 'cuda' takes no number of threads, got --threads 2")]
    [TestCase("--dataset reddit", "got 'reddit'")]
    [TestCase("--data /nowhere/at/all --dataset cora", "--data names the folder '/nowhere/at/all', which does not exist")]
    [TestCase("--save /nowhere/at/all/model.safetensors", "the folder '/nowhere/at/all' does not exist")]
    [TestCase("--predictions /nowhere/at/all/p.csv", "the folder '/nowhere/at/all' does not exist")]
    [TestCase("--lr 1e-46", "--lr takes a number above 0 in single precision, got '1e-46'")]
    [TestCase("--save model.json", "--save names the parameters, and 'model.json' is where their options go: name it model.safetensors")]
    [TestCase("--save model.safetensors --predictions model.json", "--predictions names 'model.json', which --save writes as well")]
    [TestCase("--colour red", "'--colour'")]
    public void Node_BadOption_EndsInOneLineAndTwo(string options, string expected)
    {
        CommandLine command = CommandLine.Run(["node", .. options.Split(' ')]);

        Assert.That(command.ExitCode, Is.EqualTo(2), command.Error);
        AssertOneError(command, expected);
    }

    [TestCase("node", "--lr", "1e30")]
    [TestCase("node", "--lr", "1e30", "--model", "gin")]
    public void Node_LearningRateThatBlowsUp_NamesTheEpochAndTheCure(params string[] args)
    {
        CommandLine command = CommandLine.Run(args);

        Assert.That(command.ExitCode, Is.EqualTo(1), command.Error);
        AssertOneError(command, "epoch");
        Assert.That(command.Error, Does.Contain("learning rate"));
    }

    [Test]
    public void Command_Unknown_EndsInTwo()
    {
        CommandLine command = CommandLine.Run("nodes");

        Assert.That(command.ExitCode, Is.EqualTo(2));
        Assert.That(command.Error, Does.Contain("'nodes'").And.Not.Contain("   at "));
    }

    [Test]
    public void Predict_MissingModelFile_IsNamed()
    {
        using var folder = new ScratchFolder();
        CommandLine command = CommandLine.Run("predict", "--model", folder["missing.safetensors"], "--dataset", "karate");

        Assert.That(command.ExitCode, Is.EqualTo(1));
        AssertOneError(command, "missing.");
    }

    [Test]
    public void Predict_ModelOfAnotherDataSet_NamesBothWidths()
    {
        string data = Path.GetDirectoryName(SharedData.Require("planetoid"))!;
        using var folder = new ScratchFolder();
        string model = folder["karate.safetensors"];
        Assert.That(CommandLine.Run("node", "--epochs", "2", "--save", model).ExitCode, Is.Zero);

        CommandLine command = CommandLine.Run("predict", "--model", model, "--dataset", "cora", "--data", data);

        Assert.That(command.ExitCode, Is.EqualTo(1));
        AssertOneError(command, "1433");
        Assert.That(command.Error, Does.Contain("34"));
    }

    [Test]
    public void Node_TruncatedOrHostileFile_NamesTheFileAndLeavesTheFolderAsItWas()
    {
        string upstream = SharedData.Require("planetoid");
        using var folder = new ScratchFolder();
        string family = Directory.CreateDirectory(folder["planetoid"]).FullName;
        foreach (string file in Directory.GetFiles(upstream, "ind.cora.*"))
        {
            File.Copy(file, Path.Combine(family, Path.GetFileName(file)));
        }

        string allx = Path.Combine(family, "ind.cora.allx");
        byte[] whole = File.ReadAllBytes(allx);
        foreach (byte[] bad in new[] { [], whole[..100], whole[..^1], "cos\nsystem\n(S'true'\ntR."u8.ToArray(), [0x80, 0x04, 0x8e, 0, 0, 0, 0, 0, 0, 0, 0x10] })
        {
            File.Delete(allx);
            File.WriteAllBytes(allx, bad);
            string[] before = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);

            CommandLine command = CommandLine.Run("node", "--dataset", "cora", "--data", folder.Path);

            Assert.That(command.ExitCode, Is.EqualTo(1));
            AssertOneError(command, "ind.cora.allx");
            Assert.That(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories), Is.EquivalentTo(before));
        }

        Assert.That(whole, Has.Length.GreaterThan(100));
    }

    [Test]
    public void Node_CancelledInTheMiddle_WritesNothing()
    {
        using var folder = new ScratchFolder();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        CommandLine command = CommandLine.Run(
            cancellation.Token, "node", "--epochs", "2000000", "--save", folder["m.safetensors"], "--predictions", folder["p.csv"], "--json");

        Assert.That(command.ExitCode, Is.EqualTo(1));
        Assert.That(command.Error, Does.EndWith("gnn: cancelled; no result was written.\n"));
        Assert.That(command.Output, Is.Empty);
        Assert.That(Directory.GetFileSystemEntries(folder.Path), Is.Empty);
    }

    [TestCase("INT", 1 << 1)]
    [TestCase("TERM", 1 << 14)]
    [Platform("Linux")]
    public void Node_Interrupted_EndsWithOneLine(string signal, long bit)
    {
        if ((IgnoredSignals() & bit) != 0)
        {
            Assert.Ignore($"These tests were started so that they ignore SIG{signal}, as background jobs of a script are, and so would the command.");
        }

        string program = typeof(Application).Assembly.Location;
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, "node", "--epochs", "100000000"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            // The first line on standard output says that the data are there and training begins.
            Assert.That(process.StandardOutput.ReadLine(), Does.StartWith("karate"));
            Thread.Sleep(300);
            using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
            Assert.That(process.WaitForExit(TimeSpan.FromSeconds(20)), Is.True, "the command goes on");
            Assert.That(process.ExitCode, Is.EqualTo(1));
            Assert.That(process.StandardError.ReadToEnd(), Is.EqualTo("gnn: cancelled; no result was written." + Environment.NewLine));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    // A bit for each signal from 1 on.
    private static long IgnoredSignals()
    {
        const string field = "SigIgn:";
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line[field.Length..], NumberStyles.HexNumber | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
    }

    private static void AssertOneError(CommandLine command, string expected)
    {
        string[] lines = [.. command.Error.TrimEnd('\n').Split('\n').Where(line => !line.Contains("--help", StringComparison.Ordinal))];
        Assert.That(lines, Has.Length.EqualTo(1), command.Error);
        Assert.That(lines[0], Does.StartWith("gnn: ").And.Contain(expected));
        Assert.That(command.Error, Does.Not.Contain("   at ").And.Not.Contain("Exception"));
    }
}

using System.Text.Json;
using Gnn.Graphs;
using Gnn.Graphs.Files;
using Gnn.Testing;
using Gnn.Tests.Graphs;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
internal sealed class VerifyCommandTests
{
    private ScratchFolder _scratch = null!;

    [SetUp]
    public void SetUp()
    {
        _scratch = new ScratchFolder();
        using Graph graph = SampleGraphs.A();
        GraphFile.Save(graph, _scratch["good.gnn"]);
        byte[] bytes = File.ReadAllBytes(_scratch["good.gnn"]);
        bytes[70] ^= 1;
        File.WriteAllBytes(_scratch["bad.gnn"], bytes);
    }

    [TearDown]
    public void TearDown() => _scratch.Dispose();

    [Test]
    public void Verify_SoundFiles_EndsInZeroAndSaysWhatTheyHold()
    {
        CommandLine command = CommandLine.Run("verify", _scratch["good.gnn"], _scratch["good.gnn"]);

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        Assert.That(command.Output.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(2).And.All.Contains("sound. Graph: 10 nodes, 24 edges"));
    }

    [Test]
    public void Verify_OneBadFileAmongOthers_ChecksAllAndEndsInOne()
    {
        CommandLine command = CommandLine.Run("verify", _scratch["bad.gnn"], _scratch["none.gnn"], _scratch.Path, _scratch["good.gnn"]);

        Assert.That(command.ExitCode, Is.EqualTo(1));
        Assert.That(command.Output, Does.Contain($"{_scratch["bad.gnn"]}: 1 defect").And.Contains("section 'edges/sources', 96 bytes at offset 64: expected the checksum"));
        Assert.That(command.Output, Does.Contain($"{_scratch["none.gnn"]}: 1 defect").And.Contains("cannot be read"));
        Assert.That(command.LastLine, Does.Contain("good.gnn: sound"));
        Assert.That(command.Error, Is.Empty);
    }

    [Test]
    public void Verify_Json_IsOneObject()
    {
        CommandLine command = CommandLine.Run("verify", _scratch["good.gnn"], _scratch["bad.gnn"], "--json");

        Assert.That(command.ExitCode, Is.EqualTo(1));
        JsonElement[] files = [.. JsonDocument.Parse(command.Output).RootElement.GetProperty("files").EnumerateArray()];
        Assert.That(files.Select(file => file.GetProperty("sound").GetBoolean()), Is.EqualTo(new[] { true, false }));
        Assert.That(files[1].GetProperty("defects")[0].GetString(), Does.StartWith("section 'edges/sources'"));
        Assert.That(files[0].GetProperty("contents").GetString(), Does.StartWith("Graph: 10 nodes"));
    }

    [Test]
    public void Verify_NoFile_IsBadUsage() => Assert.That(CommandLine.Run("verify").ExitCode, Is.EqualTo(2));
}

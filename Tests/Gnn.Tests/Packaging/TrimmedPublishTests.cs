using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gnn.Testing;
using Gnn.Tests.Architecture;
using Gnn.Tests.Examples;
using NUnit.Framework;
using ProcessArchitecture = System.Runtime.InteropServices.Architecture;

namespace Gnn.Tests.Packaging;

/// <summary>The profile Trimmed makes <c>gnn</c> one small file, which computes the same bits as the ordinary build.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)] // Waits for processes of its own, like the other fixtures of this kind.
[Category("Packaging")]
internal sealed partial class TrimmedPublishTests
{
    private const long LargestFile = 20_000_000;

    // A whole training run on karate: the goal on an idle machine, and what a machine that does other work at the same time must still keep.
    private static readonly TimeSpan Goal = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private ScratchFolder _folder = null!;
    private ProgramRun _publish = null!;

    private string Published => _folder["published"];

    [OneTimeSetUp]
    public void Publish()
    {
        _folder = new ScratchFolder();
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != ProcessArchitecture.X64 || RuntimeInformation.RuntimeIdentifier.Contains("musl"))
        {
            Assert.Ignore($"The profile publishes for linux-x64, which {RuntimeInformation.RuntimeIdentifier} does not run.");
        }

        // Builds in the temporary folder, so that nothing of it reaches the repository's own output.
        _publish = DotnetCommand.Try(
            Repository.Root,
            Limit,
            [
                "publish", Path.Combine("Examples", "Gnn.Cli", "Gnn.Cli.csproj"), "-nodeReuse:false", "-p:PublishProfile=Trimmed", "-p:RunAnalyzers=false",
                $"-p:ArtifactsPath={_folder["artifacts"]}", "-o", Published,
            ]);
        if (_publish.ExitCode != 0 && MissingPackage().Match(_publish.Output) is { Success: true } missing)
        {
            Assert.Ignore($"What publishes for linux-x64 cannot be restored here: {missing.Value}");
        }

        Assert.That(_publish.ExitCode, Is.Zero, $"{_publish.Output}\n{_publish.Error}");
    }

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Publish_Trimmed_PrintsNoWarning()
    {
        Assert.That(_publish.Output, Does.Not.Match(@"\bwarning [A-Z]+\d+"));
        Assert.That(_publish.Error, Is.Empty);
    }

    [Test]
    public void Publish_Trimmed_IsOneSmallFile()
    {
        FileInfo[] files = new DirectoryInfo(Published).GetFiles("*", SearchOption.AllDirectories);

        Assert.That(files.Select(file => file.Name), Is.EqualTo(["gnn"]));
        TestContext.Out.WriteLine($"{files[0].Length / 1e6:F2} MB of {LargestFile / 1e6:F0}");
        Assert.That(files[0].Length, Is.LessThanOrEqualTo(LargestFile));
    }

    [Test]
    public void Node_Karate_GivesTheBitsOfTheOrdinaryBuild()
    {
        string[] args = ["node", "--dataset", "karate", "--json"];
        JsonElement published = Json(Run(args));
        JsonElement ordinary = JsonDocument.Parse(CommandLine.Run(args).Output).RootElement;

        Assert.That(published.GetProperty("test_accuracy_mean").GetDouble(), Is.InRange(0.8, 1));
        foreach (string name in (string[])["parameters_sha256", "test_accuracy_mean", "val_accuracy_mean", "threads"])
        {
            Assert.That(published.GetProperty(name).ToString(), Is.EqualTo(ordinary.GetProperty(name).ToString()), name);
        }
    }

    // The ordinary build chose its vectors when it ran; code that was compiled ahead of time must choose the same.
    [TestCase]
    [TestCase("DOTNET_EnableAVX512", "0")]
    [TestCase("DOTNET_EnableAVX2", "0")]
    [TestCase("DOTNET_EnableHWIntrinsic", "0")]
    [TestCase("GNN_KERNEL", "128")]
    public void Engines_Switches_ChooseTheVectorsOfTheOrdinaryBuild(params string[] variable)
    {
        Dictionary<string, string> environment = variable is [string name, string value] ? new() { [name] = value } : [];
        string ordinary = DotnetCommand.Run(Path.GetDirectoryName(typeof(Cli.Application).Assembly.Location)!, Limit, ["gnn.dll", "engines", "--json"], environment);

        string expected = Detail(JsonDocument.Parse(ordinary).RootElement);
        Assert.That(Detail(Json(Run(["engines", "--json"], environment))), Is.EqualTo(expected).And.Contains("vectors"));
    }

    [Test]
    public void Run_Avx2SwitchedOff_WarnsUnlessTheKernelsWereChosen()
    {
        ProgramRun Engines(string avx2, string kernel) => Run(["engines"], new() { ["DOTNET_EnableAVX2"] = avx2, ["GNN_KERNEL"] = kernel });

        Assert.That(Engines("0", "").Error, Does.StartWith("gnn: warning: ").And.Contains("256-bit"));
        Assert.That(Engines("0", "128").Error, Is.Empty);
        if (Vector256.IsHardwareAccelerated)
        {
            Assert.That(Engines("1", "").Error, Is.Empty);
        }
    }

    [Test]
    public void Node_Karate_TrainsWithinTheBound()
    {
        ProgramRun[] runs = [.. Enumerable.Range(0, 5).Select(_ => Run(["node", "--dataset", "karate"]))];

        TimeSpan best = runs.Min(run => run.Elapsed);
        TestContext.Out.WriteLine($"best of {runs.Length}: {best.TotalSeconds:F3} s; goal {Goal.TotalSeconds} s, bound {Bound.TotalSeconds} s");
        Assert.That(runs.Select(run => run.Output), Is.All.Contains("test accuracy"));
        Assert.That(best, Is.LessThan(Bound));
    }

    private ProgramRun Run(string[] args, Dictionary<string, string>? environment = null)
    {
        ProgramRun run = ProgramRun.Of(Path.Combine(Published, "gnn"), _folder.Path, TimeSpan.FromMinutes(1), args, environment);
        Assert.That(run.ExitCode, Is.Zero, $"'{run.Command}' failed.\n{run.Output}\n{run.Error}");
        return run;
    }

    private static JsonElement Json(ProgramRun run) => JsonDocument.Parse(run.Output).RootElement;

    private static string Detail(JsonElement engines) => engines.GetProperty("engines").EnumerateArray()
        .Single(engine => engine.GetProperty("engine").GetString() == "cpu").GetProperty("detail").GetString()!;

    // A package or a version that no source has, or a source that does not answer.
    [GeneratedRegex(@"error NU(110[123]|1301): .*(Microsoft\.NETCore\.App|Microsoft\.NET\.ILLink|Unable to load).*")]
    private static partial Regex MissingPackage();
}

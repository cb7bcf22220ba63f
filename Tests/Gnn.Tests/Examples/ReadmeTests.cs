using System.Globalization;
using System.Text.RegularExpressions;
using Gnn.Tests.Architecture;
using Gnn.Tests.Packaging;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
public sealed partial class ReadmeTests
{
    private const string NodeCommand = "dotnet run -c Release --project Examples/Gnn.Cli -- node";
    private const string TestCommand = "dotnet test -c Release Gnn.sln";
    private const int LongestReadme = 250;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);
    private static readonly string[] Projects = ["Datasets/Gnn.Datasets", "Training/Gnn.Training", "Sampling/Gnn.Sampling"];

    private static string Text => File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");

    [Test]
    public void Commands_FirstTwo_AreTheOnesThatCiRuns()
    {
        string[] commands = [.. Blocks("sh").SelectMany(block => block.Split('\n')).Where(line => line.StartsWith("dotnet ", StringComparison.Ordinal))];
        string ci = File.ReadAllText(Path.Combine(Repository.Root, ".ci", "run"));
        string workflow = File.ReadAllText(Path.Combine(Repository.Root, ".github", "workflows", "build.yml"));

        Assert.That(commands.Take(2), Is.EqualTo([NodeCommand, TestCommand]));
        Assert.That(ci, Does.Contain("readme_command 'dotnet test '").And.Contains("readme_command 'dotnet run .* -- node'"));
        Assert.That(workflow, Does.Contain("run: " + TestCommand));
    }

    [Test]
    public void Commands_InTheFirstScreen_AreThere()
    {
        string firstScreen = string.Join('\n', Text.Split('\n').Take(60));

        Assert.That(firstScreen, Does.Contain(NodeCommand).And.Contains(TestCommand).And.Contains("-p:GnnAdapters=true"));
    }

    [Test]
    public void Text_Length_IsShort() => Assert.That(Text.Split('\n'), Has.Length.LessThan(LongestReadme));

    [Test]
    public void Links_IntoTheRepository_Exist()
    {
        IEnumerable<string> links = Link().Matches(Text).Select(match => match.Groups[1].Value);
        string[] targets = [.. links.Where(link => !link.Contains("://", StringComparison.Ordinal))];

        Assert.That(targets, Is.Not.Empty);
        Assert.That(targets.Where(target => !Path.Exists(Path.Combine(Repository.Root, target))), Is.Empty);
    }

    [Test]
    [Category("Packaging")]
    public void Samples_CompiledAndRun_PrintAnAccuracy()
    {
        string data = Environment.GetEnvironmentVariable("GNN_DATA") ?? Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data"));
        if (!Directory.Exists(Path.Combine(data, "planetoid")))
        {
            Assert.Ignore($"The README's sample reads Cora, and '{data}' has no folder 'planetoid'; set GNN_DATA.");
        }

        string[] samples = [.. Blocks("csharp")];
        Assert.That(samples, Is.Not.Empty);
        foreach (string sample in samples)
        {
            string output = Run(sample, data);

            bool isNumber = double.TryParse(output.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double accuracy);
            Assert.That(isNumber, $"the sample must print a number:\n{output}");
            Assert.That(accuracy, Is.InRange(0.78, 0.85));
        }
    }

    private static string Run(string sample, string data)
    {
        string folder = Directory.CreateTempSubdirectory("gnn-readme-").FullName;
        try
        {
            IEnumerable<string> header = Projects.Select(project => $"#:project {Path.Combine(Repository.Root, project)}\n");
            string path = Path.Combine(folder, "sample.cs");
            string props = Path.Combine(folder, "Directory.Build.props");
            File.WriteAllText(props, $"<Project><PropertyGroup><ArtifactsPath>{folder}/artifacts</ArtifactsPath></PropertyGroup></Project>");
            File.WriteAllText(path, $"{string.Concat(header)}#:property PublishAot=false\n{sample}");
            return DotnetCommand.Run(folder, Limit, ["run", "-c", "Release", path], new Dictionary<string, string> { ["GNN_DATA"] = data });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Blocks(string language) =>
        Fence().Matches(Text).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["text"].Value);

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();
}

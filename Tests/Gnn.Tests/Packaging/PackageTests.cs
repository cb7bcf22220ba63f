using Gnn.Tests.Architecture;
using Gnn.Tests.Examples;
using NUnit.Framework;

namespace Gnn.Tests.Packaging;

[TestFixture]
[Parallelizable(ParallelScope.Self)] // Waits for processes of its own, like the other fixtures of this kind.
[Category("Packaging")]
public sealed class PackageTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("gnn-package-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Pack_FreshConsoleProjectOnGnn_ClassifiesKarate()
    {
        string version = $"0.0.0-test.{Guid.NewGuid():N}";
        string feed = Pack(version);
        string project = WriteProject(feed, version);

        DotnetCommand.Run(project, Limit, ["build", "-c", "Release", "-nodeReuse:false"]);
        string output = DotnetCommand.Run(project, Limit, ["run", "-c", "Release", "--no-build"]);

        Assert.That(ScriptTests.Accuracy(output), Is.InRange(0.8, 1), output);
    }

    // Builds in the temporary folder, so that neither the version nor the packages reach the repository's own output.
    private string Pack(string version)
    {
        string feed = Path.Combine(_folder, "feed");
        Directory.CreateDirectory(feed);
        DotnetCommand.Run(
            Repository.Root,
            Limit,
            [
                "build", Path.Combine("Gnn", "Gnn.csproj"), "-c", "Release", "-nodeReuse:false", "-p:GeneratePackageOnBuild=true", "-p:RunAnalyzers=false",
                $"-p:Version={version}", $"-p:ArtifactsPath={Path.Combine(_folder, "artifacts")}", $"-p:PackageOutputPath={feed}",
            ]);

        IEnumerable<string> expected = ProjectRule.All.Where(rule => rule.Kind is ProjectKind.Library or ProjectKind.Meta)
            .Select(rule => $"{rule.Name}.{version}.nupkg");
        Assert.That(Directory.EnumerateFiles(feed, "*.nupkg").Select(Path.GetFileName), Is.EquivalentTo(expected));
        return feed;
    }

    private string WriteProject(string feed, string version)
    {
        string project = Path.Combine(_folder, "Karate");
        Directory.CreateDirectory(project);
        string script = Path.Combine(Repository.Root, "Examples", "Scripts", "node-classification.cs");
        File.WriteAllLines(Path.Combine(project, "Program.cs"), File.ReadLines(script).Where(line => !line.StartsWith("#:", StringComparison.Ordinal)));
        File.WriteAllText(Path.Combine(project, "nuget.config"), $"""
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <packageSources>
                <add key="gnn-test-feed" value="{feed}" />
              </packageSources>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(project, "Karate.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <RestorePackagesPath>{Path.Combine(_folder, "packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{Fallback()}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Gnn" Version="[{version}]" />
              </ItemGroup>
            </Project>
            """);
        return project;
    }

    // The user's package cache is read, so that nothing is downloaded twice, but the packages of this test never enter it.
    private static string Fallback()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(home, ".nuget", "packages");
        return Directory.Exists(cache) ? cache : "";
    }
}

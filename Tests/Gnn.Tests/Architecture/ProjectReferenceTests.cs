using NUnit.Framework;

namespace Gnn.Tests.Architecture;

[TestFixture]
public sealed class ProjectReferenceTests
{
    private string _copy = "";

    [SetUp]
    public void CopyProjectFiles()
    {
        _copy = Directory.CreateTempSubdirectory("gnn-projects-").FullName;
        string[] shared = ["Gnn.sln", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];
        foreach (string source in Repository.Files(Repository.Root, "*.csproj").Concat(shared.Select(name => Path.Combine(Repository.Root, name))))
        {
            string target = Path.Combine(_copy, Repository.Relative(Repository.Root, source));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
        }
    }

    [TearDown]
    public void DeleteCopy() => Directory.Delete(_copy, recursive: true);

    [Test]
    public void Check_ThisRepository_HasNoDefect() => Assert.That(ProjectReferences.Check(Repository.Root), Is.Empty);

    [Test]
    public void Check_UntouchedCopy_HasNoDefect() => Assert.That(ProjectReferences.Check(_copy), Is.Empty);

    [TestCase("Layers/Gnn.Layers", "Sampling/Gnn.Sampling", "Gnn.Layers: must not reference the project Gnn.Sampling; allowed: Gnn.Graphs, Gnn.Tensors.")]
    [TestCase("Sampling/Gnn.Sampling", "Datasets/Gnn.Datasets", "Gnn.Sampling: must not reference the project Gnn.Datasets; allowed: Gnn.Graphs, Gnn.Tensors.")]
    [TestCase("Tensors/Gnn.Tensors", "Graphs/Gnn.Graphs", "Gnn.Tensors: must not reference the project Gnn.Graphs; allowed: none.")]
    [TestCase("Benchmarks/Gnn.Benchmarks", "Datasets/Gnn.Parquet",
        "Gnn.Benchmarks: must not reference the adapter Gnn.Parquet; only the application and the tests may.")]
    [TestCase("Tests/Gnn.Tests", "Datasets/Gnn.Parquet",
        "Gnn.Tests: must reference the adapter Gnn.Parquet under Condition=\"'$(GnnParquet)' == 'true'\" only.")]
    [TestCase("Examples/Gnn.Cli", "Graphs/Gnn.QuikGraph",
        "Gnn.Cli: must reference the adapter Gnn.QuikGraph under Condition=\"'$(GnnQuikGraph)' == 'true'\" only.")]
    public void Check_ForbiddenProjectReference_NamesIt(string project, string target, string defect)
    {
        Add(project, $"""<ProjectReference Include="../../{target}/{Path.GetFileName(target)}.csproj" />""");

        Assert.That(ProjectReferences.Check(_copy), Is.EqualTo([defect]));
    }

    [Test]
    public void Check_TrainingOnDatasets_NamesIt()
    {
        Add("Training/Gnn.Training", """<ProjectReference Include="..\..\Datasets\Gnn.Datasets\Gnn.Datasets.csproj" />""");

        Assert.That(ProjectReferences.Check(_copy), Has.One.StartsWith("Gnn.Training: must not reference the project Gnn.Datasets;"));
    }

    [TestCase("Tensors/Gnn.Tensors", "MathNet.Numerics", "Gnn.Tensors: must not reference the package MathNet.Numerics; allowed: System.Numerics.Tensors.")]
    [TestCase("Layers/Gnn.Layers", "CsvHelper", "Gnn.Layers: must not reference the package CsvHelper; allowed: none.")]
    [TestCase("Tests/Gnn.Tests", "TorchSharp-cpu", "Gnn.Tests: must not reference the adapters' package TorchSharp-cpu.")]
    [TestCase("Examples/Gnn.Cli", "QuikGraph", "Gnn.Cli: must reference the package QuikGraph under Condition=\"'$(GnnQuikGraph)' == 'true'\" only.")]
    [TestCase("Tests/Gnn.Tests", "Some.Package", "Gnn.Tests: the package Some.Package has no version in Directory.Packages.props.")]
    public void Check_ForbiddenPackageReference_NamesIt(string project, string package, string defect)
    {
        Add(project, $"""<PackageReference Include="{package}" />""");

        Assert.That(ProjectReferences.Check(_copy), Is.EqualTo([defect]));
    }

    [Test]
    public void Check_AdapterWithoutItsPackage_NamesIt()
    {
        Edit("Tensors/Gnn.TorchSharp", """<PackageReference Include="TorchSharp" />""", "");

        Assert.That(ProjectReferences.Check(_copy), Is.EqualTo(["Gnn.TorchSharp: the adapter must name its package TorchSharp."]));
    }

    [Test]
    public void Check_AdapterPackageWithoutCondition_NamesIt()
    {
        Edit("Graphs/Gnn.QuikGraph", """<ItemGroup Condition="'$(GnnQuikGraph)' == 'true'">""", "<ItemGroup>");

        Assert.That(ProjectReferences.Check(_copy), Has.One.StartsWith("Gnn.QuikGraph: must reference the package QuikGraph under Condition="));
    }

    [Test]
    public void Check_AdapterUnderAnothersCondition_NamesIts()
    {
        Edit("Graphs/Gnn.QuikGraph", "$(GnnQuikGraph)", "$(GnnTorchSharp)");

        Assert.That(ProjectReferences.Check(_copy), Is.EqualTo(
        [
            "Gnn.QuikGraph: must reference the package QuikGraph under Condition=\"'$(GnnQuikGraph)' == 'true'\" only.",
            "Gnn.QuikGraph: must set <GnnAdapter>$(GnnQuikGraph)</GnnAdapter>.",
        ]));
    }

    [Test]
    public void Check_MetaPackageWithoutALibrary_NamesIt()
    {
        Edit("Gnn", """<ProjectReference Include="../Layers/Gnn.Layers/Gnn.Layers.csproj" />""", "");

        Assert.That(ProjectReferences.Check(_copy), Is.EqualTo(["Gnn: must reference the library Gnn.Layers."]));
    }

    [Test]
    public void Check_ProjectAboveAnother_NamesBoth()
    {
        File.WriteAllText(Path.Combine(_copy, "Layers", "Gnn.Extra.csproj"), """<Project Sdk="Microsoft.NET.Sdk" />""");

        IReadOnlyList<string> defects = ProjectReferences.Check(_copy);

        Assert.That(defects, Has.One.EqualTo("Layers/Gnn.Extra.csproj stands above Layers/Gnn.Layers/Gnn.Layers.csproj; give each its own folder."));
        Assert.That(defects, Has.One.EqualTo("Gnn.sln: Layers/Gnn.Extra.csproj is missing; dotnet sln add it."));
        Assert.That(defects, Has.One.EqualTo("Layers/Gnn.Extra.csproj: no rule of the architecture names this project."));
    }

    [Test]
    public void Check_FloatingVersion_NamesIt()
    {
        string path = Path.Combine(_copy, "Directory.Packages.props");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"CsvHelper\" Version=\"34.0.0\"", "\"CsvHelper\" Version=\"34.*\"", StringComparison.Ordinal));

        Assert.That(ProjectReferences.Check(_copy),
            Is.EqualTo(["Directory.Packages.props: CsvHelper must have an exact version such as 1.2.3, got '34.*'."]));
    }

    private void Add(string project, string item) => Edit(project, "</Project>", $"<ItemGroup>{item}</ItemGroup></Project>");

    private void Edit(string project, string old, string replacement)
    {
        string path = Path.Combine(_copy, project, Path.GetFileName(project) + ".csproj");
        string text = File.ReadAllText(path);
        Assert.That(text, Does.Contain(old), "the self-test edits text that is no longer there");
        File.WriteAllText(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }
}

using NUnit.Framework;

namespace Gnn.Tests.Architecture;

[TestFixture]
public sealed class SourceRuleTests
{
    private static IEnumerable<TestCaseData> Projects() =>
        from path in Repository.Files(Repository.Root, "*.csproj")
        let name = Path.GetFileNameWithoutExtension(path)
        let rule = ProjectRule.All.FirstOrDefault(rule => rule.Name == name)
        select new TestCaseData(Path.GetDirectoryName(path)!, rule?.Kind is ProjectKind.Library or ProjectKind.Adapter).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Projects))]
    public void Check_Project_HasNoDefect(string folder, bool isLibrary) =>
        Assert.That(SourceRules.Check(Repository.Root, folder, isLibrary), Is.Empty);

    [Test]
    public void StaleExceptions_ThisRepository_AreNone() => Assert.That(SourceRules.StaleExceptions(Repository.Root), Is.Empty);

    [TestCase("namespace Gnn.Fake.Part;|public class Thing;|public enum Other;", "declares Thing and Other; one public type a file.")]
    [TestCase("namespace Gnn.Fake.Part;|public readonly record struct Other(int X);", "declares Other; a file bears the name of its public type.")]
    [TestCase("namespace Gnn.Fake;|internal sealed class Thing;", "must be in 'namespace Gnn.Fake.Part;' (a folder is a namespace), got 'Gnn.Fake'.")]
    [TestCase("public class Thing;", "must be in 'namespace Gnn.Fake.Part;' (a folder is a namespace), got 'none'.")]
    [TestCase("namespace Gnn.Fake.Part;|  #region x", "(2): no regions; split the file instead.")]
    [TestCase("namespace Gnn.Fake.Part;|// TO" + "DO: later", "(2): no TO" + "DO; do it or leave it out.")]
    [TestCase("namespace Gnn.Fake.Part;|    Console.WriteLine();", "(2): a library does not write to the console.")]
    public void Check_BadSource_SaysWhy(string source, string expected)
    {
        string defect = CheckSource(source).Single();

        Assert.That(defect, Does.StartWith("Gnn.Fake/Part/Thing.cs").And.EndsWith(expected));
    }

    [Test]
    public void Check_LongFile_SaysWhy()
    {
        string source = "namespace Gnn.Fake.Part;" + new string('|', 351);

        Assert.That(CheckSource(source), Is.EqualTo(["Gnn.Fake/Part/Thing.cs: 351 lines; split a file at 350."]));
    }

    [Test]
    public void Check_GoodSource_HasNoDefect()
    {
        const string source = "namespace Gnn.Fake.Part;|/// <c>Console.WriteLine</c>|public sealed partial class Thing<T>;|internal struct Other;";

        Assert.That(CheckSource(source), Is.Empty);
    }

    private static IReadOnlyList<string> CheckSource(string source)
    {
        string root = Directory.CreateTempSubdirectory("gnn-sources-").FullName;
        try
        {
            string project = Path.Combine(root, "Gnn.Fake");
            Directory.CreateDirectory(Path.Combine(project, "Part"));
            File.WriteAllText(Path.Combine(project, "Part", "Thing.cs"), source.Replace('|', '\n'));
            return SourceRules.Check(root, project, isLibrary: true);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}

using System.Reflection;
using NUnit.Framework;

namespace Gnn.Tests.Architecture;

[TestFixture]
public sealed class PublicApiTests
{
    private const string Cure =
        "If the change is meant, run the tests of this fixture once with GNN_ACCEPT=1, which rewrites the file, and have the file reviewed with the code.";

    private static IEnumerable<string> Libraries() =>
        ProjectRule.All.Where(rule => rule.Kind == ProjectKind.Library || CompiledAdapters.Names.Contains(rule.Name)).Select(rule => rule.Name);

    [TestCaseSource(nameof(Libraries))]
    public void PublicApi_Library_IsTheReviewedText(string library)
    {
        string actual = PublicApi.Of(Assembly.Load(library));
        string name = $"Tests/PublicApi/{library}.txt";
        string path = Path.Combine(Repository.Root, name);
        if (Environment.GetEnvironmentVariable("GNN_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            Assert.Warn($"{name} was rewritten (GNN_ACCEPT=1): {actual.Count(character => character == '\n')} lines.");
            return;
        }

        Assert.That(path, Does.Exist, $"The reviewed API of {library} is missing. {Cure}");
        string reviewed = File.ReadAllText(path).ReplaceLineEndings("\n");
        Assert.That(actual == reviewed, $"The public API of {library} is not the reviewed text in {name}:\n{Difference(reviewed, actual)}\n{Cure}");
    }

    [Test]
    public void PublicApi_Files_AreOfLibraries()
    {
        string[] files = Directory.GetFiles(Path.Combine(Repository.Root, "Tests", "PublicApi"), "*.txt");
        IEnumerable<string> adapters = ProjectRule.All.Where(rule => rule.Kind == ProjectKind.Adapter).Select(rule => rule.Name);

        Assert.That(files.Select(Path.GetFileNameWithoutExtension), Is.SupersetOf(Libraries()).And.SubsetOf(Libraries().Union(adapters)));
    }

    [Test]
    public void PublicApi_Sample_WritesEveryKindOfMember()
    {
        string text = PublicApi.Of(typeof(PublicApiSample<,>).Assembly);
        IEnumerable<string> sample = text.Split('\n').SkipWhile(line => !line.Contains("PublicApiSample", StringComparison.Ordinal));

        Assert.That(sample.TakeWhile((line, i) => i == 0 || line.StartsWith("    ", StringComparison.Ordinal)), Is.EqualTo(
        [
            "  abstract class PublicApiSample<TKey, TValue> : IDisposable where TKey : unmanaged where TValue : class, new()",
            "    constructor protected (int size = 3)",
            "    event EventHandler Changed",
            "    field const float Half = 0.5",
            "    method abstract void Dispose()",
            "    method (int, string?) Pair(in TKey key, out long count)",
            "    method protected static int Sum(params ReadOnlySpan<int> values)",
            "    method Dictionary<string, TValue?> Table(string? name = null, DayOfWeek day = DayOfWeek.Monday)",
            "    method override string ToString()",
            "    property TValue? this[int index] { get; }",
            "    property virtual int? Limit { get; protected set; }",
            "    property required int Size { get; init; }",
        ]));
    }

    private static string Difference(string reviewed, string actual)
    {
        string[] before = Qualified(reviewed);
        string[] after = Qualified(actual);
        return string.Join('\n', before.Except(after).Select(line => "- " + line).Concat(after.Except(before).Select(line => "+ " + line)));
    }

    // A member's line says the type it is in, so that equal members of two types stay apart.
    private static string[] Qualified(string text)
    {
        string type = "";
        List<string> lines = [];
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            bool isMember = line.StartsWith("    ", StringComparison.Ordinal);
            type = isMember ? type : line.Trim();
            lines.Add(isMember ? $"{type} | {line.Trim()}" : line.Trim());
        }

        return [.. lines];
    }
}

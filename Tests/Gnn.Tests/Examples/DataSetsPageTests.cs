using System.Text.RegularExpressions;
using Gnn.Datasets;
using Gnn.Tests.Architecture;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

/// <summary>Holds docs/data-sets.md to the catalog.</summary>
[TestFixture]
internal sealed partial class DataSetsPageTests
{
    private static string Text => File.ReadAllText(Path.Combine(Repository.Root, "docs", "data-sets.md"));

    [Test]
    public void Families_TogetherNameTheWholeCatalog()
    {
        string table = Text[Text.IndexOf("| loader | names |", StringComparison.Ordinal)..Text.IndexOf("Any file in these formats", StringComparison.Ordinal)];
        string[] named = [.. table.Split('\n').Skip(2).Where(row => row.StartsWith('|')).SelectMany(row => Name().Matches(row.Split('|')[2]).Select(match => match.Groups[1].Value))];

        Assert.That(named.Where(name => !name.EndsWith('-')), Is.EquivalentTo(DatasetCatalog.Names));
    }

    [Test]
    public void Loaders_AreThoseOfTheLibrary()
    {
        string[] facades = [.. typeof(DatasetCatalog).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == "Gnn.Datasets" && type.GetProperty("Names") is not null && type != typeof(DatasetCatalog)).Select(type => type.Name)];

        Assert.That(facades, Has.Length.GreaterThan(15));
        Assert.That(facades, Is.All.Matches<string>(name => Text.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    [GeneratedRegex("`([a-z0-9-]+)`")]
    private static partial Regex Name();
}

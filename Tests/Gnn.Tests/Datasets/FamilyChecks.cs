using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

/// <summary>What holds of every data set of a family.</summary>
internal static class FamilyChecks
{
    /// <summary>The data root that a folder of real data is in, or the running test is skipped.</summary>
    public static string Root(string folder)
    {
        string path = SharedData.Require(folder);
        return folder.Split('/').Aggregate(path, (at, _) => Path.GetDirectoryName(at)!);
    }

    /// <summary>Loads a data set twice and checks that both are sound and the same, of the size and with the hash of the entry.</summary>
    public static Dataset LoadTwice(string name, string root)
    {
        DatasetEntry entry = DatasetCatalog.Find(name);
        using Dataset second = entry.Load(root);
        Dataset first = entry.Load(root);
        string hash = first.ComputeContentHash();
        Assert.That(hash, Is.EqualTo(second.ComputeContentHash()));
        Assert.That(hash, Is.EqualTo(entry.ContentHash ?? hash));
        Assert.That(DatasetSize.Of(first.Structure), Is.EqualTo(entry.Size));
        Assert.That(first.Structure.Validate(), Is.Empty);
        return first;
    }

    /// <summary>The number of labels of each class, in order of class.</summary>
    public static int[] CountClasses(ReadOnlySpan<int> labels) => [.. labels.ToArray().CountBy(label => label).OrderBy(pair => pair.Key).Select(pair => pair.Value)];
}

using Gnn.Datasets;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

public sealed class DataRootTests
{
    private static readonly RemoteFile First = new("family/part", "first.txt", new Uri("https://example.org/first.txt"), 1, new string('0', 64));
    private static readonly RemoteFile Second = new("family/part", "second.txt", new Uri("https://example.org/second.txt"), 1, new string('0', 64));

    private static DataRoot Choose(string? path, string current, params (string Name, string Value)[] variables)
    {
        var environment = variables.ToDictionary(pair => pair.Name, pair => pair.Value);
        return new DataRoot(path, name => environment.GetValueOrDefault(name), current);
    }

    [Test]
    public void Path_IsTheFirstOfCallerVariableFolderAndCache()
    {
        using var scratch = new ScratchFolder();
        (string, string)[] variables = [("GNN_DATA", scratch["named"]), ("XDG_CACHE_HOME", scratch["cache"])];
        Assert.That(Choose(scratch["mine"], scratch.Path, variables).Path, Is.EqualTo(scratch["mine"]));
        Assert.That(Choose(null, scratch.Path, variables).Path, Is.EqualTo(scratch["named"]));
        Assert.That(Choose(null, scratch.Path, variables[1..]).Path, Is.EqualTo(Path.Combine(scratch["cache"], "gnn")));
        Directory.CreateDirectory(scratch["data"]);
        Assert.That(Choose("", scratch.Path, variables[1..]).Path, Is.EqualTo(scratch["data"]));
    }

    [Test]
    public void Path_RelativeCacheVariable_IsIgnored()
    {
        using var scratch = new ScratchFolder();
        string path = Choose(null, scratch.Path, ("XDG_CACHE_HOME", "relative"), ("HOME", scratch.Path)).Path;
        Assert.That(path, Does.EndWith("gnn").And.Not.Contain("relative"));
        Assert.That(Path.IsPathFullyQualified(path));
    }

    [Test]
    public void Require_AllThere_Passes()
    {
        using var scratch = new ScratchFolder();
        var root = new DataRoot(scratch.Path);
        Directory.CreateDirectory(root.Locate("family/part"));
        File.WriteAllText(root.Locate(First), "1");
        Assert.That(() => root.Require([First]), Throws.Nothing);
        Assert.That(root.FindMissing([First, Second]), Is.EqualTo(new[] { Second }));
    }

    [Test]
    public void Require_SomeMissing_NamesEachFileItsPlaceAndItsSource()
    {
        using var scratch = new ScratchFolder();
        var root = new DataRoot(scratch.Path);
        var exception = Assert.Throws<DatasetNotFoundException>(() => root.Require([First, Second]));
        foreach (RemoteFile file in (RemoteFile[])[First, Second])
        {
            Assert.That(exception!.Message, Does.Contain(root.Locate(file)).And.Contain(file.Source.ToString()));
        }

        Assert.That(exception!.Message, Does.Contain("GNN_DATA"));
        Assert.That(exception.Missing, Is.EqualTo(new[] { First, Second }));
    }

    [TestCase("..")]
    [TestCase("a/../b")]
    [TestCase("/etc")]
    [TestCase("a\\b")]
    [TestCase("c:")]
    public void Locate_PathOutOfTheRoot_Throws(string family)
    {
        var root = new DataRoot("root");
        Assert.That(() => root.Locate(family), Throws.ArgumentException);
        Assert.That(() => new RemoteFile(family, "x", new Uri("https://example.org/x"), 0, new string('0', 64)), Throws.ArgumentException);
        Assert.That(() => new RemoteFile("x", family, new Uri("https://example.org/x"), 0, new string('0', 64)), Throws.ArgumentException);
    }

    [Test]
    public void RemoteFile_BadSourceOrDigest_Throws()
    {
        Assert.That(() => new RemoteFile("f", "n", new Uri("http://example.org/n"), 0, new string('0', 64)), Throws.ArgumentException);
        Assert.That(() => new RemoteFile("f", "n", new Uri("https://example.org/n"), 0, new string('0', 63)), Throws.ArgumentException);
        Assert.That(() => new RemoteFile("f", "n", new Uri("https://example.org/n"), 0, new string('g', 64)), Throws.ArgumentException);
    }
}

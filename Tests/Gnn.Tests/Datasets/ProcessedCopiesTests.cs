using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class ProcessedCopiesTests
{
    private readonly RemoteFile _file = new("family", "numbers.txt", new Uri("https://example.org/numbers.txt"));
    private int _reads;

    private DatasetEntry Entry(int version = 1) => new("numbers", Read, [_file])
    {
        Title = "a path",
        Source = "this test",
        Licence = "none",
        Citation = "none",
        Version = version,
    };

    [Test]
    public void Load_SecondTime_OpensTheCopy()
    {
        using var scratch = new ScratchFolder();
        (DatasetFiles files, ProcessedCopies copies) = Arrange(scratch);
        string first = HashOf(copies, Entry(), files);
        using Dataset second = copies.OpenOrMake(Entry(), files, Engine.Default);

        Assert.That(_reads, Is.EqualTo(1));
        Assert.That(second.ComputeContentHash(), Is.EqualTo(first));
        Assert.That(second.NodeSplits.Single().Test.ToArray(), Is.EqualTo(new[] { 2 }));
        Assert.That(second.Names["node"], Is.EqualTo(new[] { "a", "b", "c" }));
        using Dataset doubles = copies.OpenOrMake(Entry(), files, TestEngines.Reference);
        Assert.That((doubles.As<Graph>().Features.Engine, _reads), Is.EqualTo((TestEngines.Reference, 1)));
    }

    [Test]
    public void Load_ChangedFilesOrVersion_ReadsAgain()
    {
        using var scratch = new ScratchFolder();
        (DatasetFiles files, ProcessedCopies copies) = Arrange(scratch);
        string first = HashOf(copies, Entry(), files);
        File.WriteAllText(files.PathOf("numbers.txt"), "0 2\n0 1\n");
        string changed = HashOf(copies, Entry(), files);
        string newer = HashOf(copies, Entry(version: 2), files);

        Assert.That(_reads, Is.EqualTo(3));
        Assert.That(changed, Is.Not.EqualTo(first));
        Assert.That(newer, Is.EqualTo(changed));
        Assert.That(Directory.GetFiles(copies.Folder!), Has.Length.EqualTo(1), "the stale copy was replaced");
    }

    [Test]
    public void Load_TornOrAlteredCopy_MakesItAnew()
    {
        using var scratch = new ScratchFolder();
        (DatasetFiles files, ProcessedCopies copies) = Arrange(scratch);
        string hash = HashOf(copies, Entry(), files);
        string path = copies.PathOf(Entry(), files)!;
        byte[] whole = File.ReadAllBytes(path);
        var random = new Random(3);
        for (int round = 0; round < 40; round++)
        {
            int reads = _reads;
            byte[] altered = [.. whole];
            altered[random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, round % 2 == 0 ? altered : whole[..random.Next(whole.Length)]);

            Assert.That(HashOf(copies, Entry(), files), Is.EqualTo(hash), $"round {round}");
            Assert.That(_reads - reads, Is.EqualTo(1), $"round {round}: the files were read again");
            Assert.That(File.ReadAllBytes(path), Is.EqualTo(whole), $"round {round}: the copy is whole again");
        }
    }

    [Test]
    public void Load_FolderThatCannotBeWritten_GivesTheDataAllTheSame()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(scratch["file"], "");
        (DatasetFiles files, _) = Arrange(scratch);
        var copies = new ProcessedCopies(name => name == ProcessedCopies.Variable ? Path.Combine(scratch["file"], "below") : null);
        using Dataset dataset = copies.OpenOrMake(Entry(), files, Engine.Default);

        Assert.That(dataset.As<Graph>().EdgeCount, Is.EqualTo(2));
    }

    [Test]
    public void Folder_IsNamedOrOffOrInTheCache()
    {
        Assert.That(new ProcessedCopies(name => name == "GNN_CACHE" ? "OFF" : null).Folder, Is.Null);
        Assert.That(new ProcessedCopies(name => name == "GNN_CACHE" ? "here" : null).Folder, Is.EqualTo(Path.GetFullPath("here")));
        using var scratch = new ScratchFolder();
        Assert.That(new ProcessedCopies(name => name == "XDG_CACHE_HOME" ? scratch.Path : null).Folder, Is.EqualTo(Path.Combine(scratch.Path, "gnn", "processed")));
    }

    private (DatasetFiles Files, ProcessedCopies Copies) Arrange(ScratchFolder scratch)
    {
        var root = new DataRoot(scratch["data"]);
        Directory.CreateDirectory(root.Locate("family"));
        File.WriteAllText(root.Locate(_file), "0 1\n1 2\n");
        _reads = 0;
        return (new DatasetFiles(root, [_file]), new ProcessedCopies(name => name == ProcessedCopies.Variable ? scratch["copies"] : null));
    }

    private static string HashOf(ProcessedCopies copies, DatasetEntry entry, DatasetFiles files)
    {
        using Dataset dataset = copies.OpenOrMake(entry, files, Engine.Default);
        return dataset.ComputeContentHash();
    }

    private Dataset Read(DatasetFiles files)
    {
        _reads++;
        var scanner = files.Scan("numbers.txt");
        var (sources, targets) = (new List<int>(), new List<int>());
        while (scanner.NextContent())
        {
            sources.Add(scanner.ReadInt32("a node", 0, 2));
            targets.Add(scanner.ReadInt32("a node", 0, 2));
        }

        using Graph bare = Graph.FromEdges(3, sources.ToArray(), targets.ToArray());
        return new Dataset(bare.WithFeatures(Gnn.Tensors.Tensor.Create([1f, 2, 3], new Gnn.Tensors.Shape(3, 1))))
        {
            NodeSplits = [new NodeSplit("public", 3, [0], [1], [2])],
            Names = new Dictionary<string, IReadOnlyList<string>> { ["node"] = ["a", "b", "c"] },
        };
    }
}

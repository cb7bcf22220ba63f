using System.Buffers.Binary;
using System.Text;
using Gnn.Graphs;
using Gnn.Graphs.Files;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Testing;
using Microsoft.Win32.SafeHandles;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Files;

/// <summary>Files that were cut, altered or made up.</summary>
[TestFixture]
internal sealed class GraphFileDamageTests
{
    private readonly byte[] _small = FileSamples.SmallFile();
    private ScratchFolder _scratch = null!;

    [SetUp]
    public void SetUp() => _scratch = new ScratchFolder(isSmall: true);

    [TearDown]
    public void TearDown() => _scratch.Dispose();

    [TestCaseSource(typeof(DatasetSamples), nameof(DatasetSamples.Kinds))]
    public void Verify_AnySingleByteAltered_FindsIt(string kind)
    {
        string path = _scratch["a.gnn"];
        byte[] small = DatasetSamples.SmallFile(kind);
        File.WriteAllBytes(path, small);
        foreach (byte change in (byte[])[0x01, 0x80, 0xff])
        {
            for (int at = 0; at < small.Length; at++)
            {
                Alter(path, at, change);
                Assert.That(GraphFile.Verify(path).IsSound, Is.False, $"byte {at} of {small.Length} changed by {change:x2}");
                Alter(path, at, change);
            }
        }

        Assert.That(GraphFile.Verify(path).Defects, Is.Empty);
    }

    [Test]
    public void Verify_RandomByteOfALargeFileAltered_FindsItAndNamesTheSection()
    {
        string path = _scratch["a.gnn"];
        RandomEdges edges = RandomGraphs.Create(20_000, 150_000, seed: 8);
        using (Graph graph = FileSamples.Chain(
            Graph.FromEdges(20_000, edges.Sources, edges.Targets), graph => graph.WithNodeColumn("x", Tensor.Normal((20_000, 24), new RandomSource(2)))))
        {
            GraphFile.Save(graph, path);
        }

        RandomSequence random = new RandomSource(4).Stream("bytes").Sequence();
        SectionEntry[] sections;
        using (SectionFile file = SectionFile.Open(path))
        {
            sections = [.. file.Sections];
        }

        long span = sections[^1].End - sections[0].Offset;
        for (int round = 0; round < 60; round++)
        {
            // Wherever it falls, in the gap between two sections too.
            long at = sections[0].Offset + (long)(random.NextDouble() * span);
            byte change = (byte)(1 + random.NextInt32(255));
            Alter(path, at, change);
            GraphFileReport report = GraphFile.Verify(path);
            SectionEntry? hit = Array.Find(sections, section => at >= section.Offset && at < section.End);
            Assert.That(report.Defects, Has.Count.EqualTo(1).And.One.Contains(hit is null ? $"offset {at}" : $"'{hit.Name}'"), $"byte {at}");
            Alter(path, at, change);
        }

        Assert.That(GraphFile.Verify(path).Defects, Is.Empty);
    }

    [TestCaseSource(typeof(DatasetSamples), nameof(DatasetSamples.Kinds))]
    public void Open_EveryPrefix_IsRefused(string kind)
    {
        string path = _scratch["a.gnn"];
        byte[] small = DatasetSamples.SmallFile(kind);
        FileSamples.OpenVerified(small, path);
        for (int length = small.Length - 1; length >= 0; length--)
        {
            using (FileStream stream = File.OpenWrite(path))
            {
                stream.SetLength(length);
            }

            Assert.That(() => GraphFile.OpenDataset(path), Throws.TypeOf<DataFormatException>().With.Message.StartsWith(path), $"the first {length} bytes");
        }
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows lets nobody cut a file that is mapped.")]
    public void FindAlteredBytes_FileCutSinceItWasOpened_IsRefused()
    {
        string path = _scratch["a.gnn"];
        File.WriteAllBytes(path, _small);
        using SectionFile file = SectionFile.Open(path);
        using (FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.SetLength(100);
        }

        Assert.That(() => file.FindAlteredBytes(CancellationToken.None), Throws.TypeOf<DataFormatException>().With.Message.Contains("that was cut"));
    }

    [Test]
    public void Open_MoreBytesThanWereWritten_IsRefused()
    {
        for (int more = 1; more <= 130; more++)
        {
            Assert.That(
                () => FileSamples.Open([.. _small, .. new byte[more]], _scratch["a.gnn"]), Throws.TypeOf<DataFormatException>(), $"{more} zeros after the end");
        }

        // The end of a file, at a place where a whole file might end.
        byte[] middle = [.. _small[..64], .. new byte[128], .. _small[64..]];
        Assert.That(() => FileSamples.Open(middle, _scratch["a.gnn"]), Throws.TypeOf<DataFormatException>().With.Message.Contains("expected a file of"));
    }

    [TestCaseSource(typeof(DatasetSamples), nameof(DatasetSamples.Kinds))]
    public void Open_RandomAlterations_AreReadOrRefused(string kind)
    {
        int rounds = kind == Graph.FileKind ? 1000 : 200;
        int refused = ParserFuzz.SurvivesMutations(DatasetSamples.SmallFile(kind), bytes => FileSamples.OpenVerified(bytes, _scratch["a.gnn"]), rounds, allocationFactor: 40, fixedBytes: 256 * 1024);
        Assert.That(refused, Is.GreaterThan(rounds * 95 / 100));
    }

    [TestCaseSource(typeof(DatasetSamples), nameof(DatasetSamples.Kinds))]
    public void Open_RandomAlterationsOfTheTableWithRightChecksums_AreReadOrRefused(string kind)
    {
        byte[] small = DatasetSamples.SmallFile(kind);
        FileFrame frame = FileFrame.ReadFooter(small.AsSpan(small.Length - FileFrame.FooterBytes), small.Length, "sample");
        byte[] body = small[..(int)frame.TableOffset];
        byte[] table = small[(int)frame.TableOffset..(int)(frame.TableOffset + frame.TableLength)];

        int rounds = kind == Graph.FileKind ? 1500 : 300;
        int refused = ParserFuzz.SurvivesMutations(
            table, bytes => FileSamples.OpenVerified(FileSamples.Frame(body, bytes), _scratch["a.gnn"]), rounds, allocationFactor: 100, fixedBytes: 256 * 1024);

        Assert.That(refused, Is.GreaterThan(rounds * 2 / 3));
    }

    [Test]
    public void Verify_RandomIndicesWithRightChecksums_AreFoundAndNotFollowed()
    {
        RandomSequence random = new RandomSource(6).Stream("indices").Sequence();
        int[] values = [-1, 0, 1, 2, 3, 4, 5, int.MinValue, int.MaxValue, 1 << 20];
        int found = 0;
        for (int round = 0; round < 400; round++)
        {
            int target = random.NextInt32(17);
            int changed = 0;
            int seen = 0;
            byte[] bytes = FileSamples.Remake(_small, section: (entry, content) =>
            {
                if (entry.Type == SectionType.Int32 && entry.Length > 0 && seen++ == target)
                {
                    Span<byte> place = content.AsSpan(sizeof(int) * random.NextInt32(content.Length / sizeof(int)));
                    int value = values[random.NextInt32(values.Length)];
                    changed = value != BinaryPrimitives.ReadInt32LittleEndian(place) && !entry.Name.StartsWith("node/y", StringComparison.Ordinal) ? 1 : 0;
                    BinaryPrimitives.WriteInt32LittleEndian(place, value);
                }
            });
            FileSamples.Write(bytes, _scratch["a.gnn"]);
            GraphFileReport report = GraphFile.Verify(_scratch["a.gnn"]);

            // A split of other nodes may be a split all the same.
            if (changed == 1 && !report.IsSound)
            {
                Assert.That(report.Defects[0], Does.Contain("expected"));
                found++;
            }
        }

        Assert.That(found, Is.GreaterThan(200));
    }

    [TestCase("in/columns", 1, 2, "section 'in/transpose/entries', place 0: expected an entry after -1 in row 1 and column 0, got 1")]
    [TestCase("in/columns", 0, 3, "section 'in/columns', entry 0: expected a number in [0, 3), got 3")]
    [TestCase("in/pointers", 1, 5, "section 'in/pointers', row 1: expected pointers that never fall, got 5 and then 3")]
    [TestCase("in/pointers", 0, 1, "expected pointers from 0 to 4, got 1 to 4")]
    [TestCase("in/edges", 3, -1, "section 'in/edges', entry 3: expected a number in [0, 4), got -1")]
    [TestCase("in/transpose/entries", 2, 9, "section 'in/transpose/entries', place 2: expected an entry after 0 in row 2")]
    [TestCase("in/transpose/columns", 2, 3, "section 'in/transpose/columns', entry 2: expected a number in [0, 3), got 3")]
    [TestCase("edges/sources", 0, 2, "section 'in/edges', entry 1")]
    [TestCase("edges/targets", 0, 70_000, "section 'in/edges'")]
    [TestCase("node/x/pointers", 1, 2, "section 'node/x/transpose/entries'")]
    [TestCase("splits/0/train", 0, 3, "expected a split of 3 nodes")]
    [TestCase("splits/0/train", 0, 1, "in 'train' and in 'validation'")]
    public void Verify_WrongIndexWithRightChecksum_NamesThePlace(string section, int at, int value, string expected)
    {
        byte[] bytes = FileSamples.Remake(_small, section: (entry, content) =>
        {
            if (entry.Name == section)
            {
                BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(sizeof(int) * at), value);
            }
        });
        FileSamples.Write(bytes, _scratch["a.gnn"]);

        GraphFileReport report = GraphFile.Verify(_scratch["a.gnn"]);
        Assert.That(report.Defects, Has.Count.EqualTo(1));
        Assert.That(report.Defects[0], Does.Contain(expected));
        Assert.That(report.ToString(), Does.StartWith($"{_scratch["a.gnn"]}: 1 defect{Environment.NewLine}- "));
        Assert.That(() => GraphFile.Open(_scratch["a.gnn"], check: GraphFileCheck.Contents), Throws.TypeOf<DataFormatException>().With.Message.Contains(_scratch["a.gnn"]));
    }

    [Test]
    public void Verify_BoolOfAnotherValue_IsFound()
    {
        byte[] bytes = FileSamples.Remake(_small, section: (entry, content) => content[1] = entry.Name == "node/mask" ? (byte)2 : content[1]);
        FileSamples.Write(bytes, _scratch["a.gnn"]);
        Assert.That(GraphFile.Verify(_scratch["a.gnn"]).Defects, Is.EqualTo(new[] { "section 'node/mask', element 1: expected 0 or 1, got 2" }));
    }

    [Test]
    public void Verify_UndirectedWithoutAReverse_IsFound()
    {
        using (Graph graph = Graph.FromEdges(3, [0, 1, 2], [1, 2, 1]))
        {
            GraphFile.Save(graph, _scratch["a.gnn"]);
        }

        byte[] bytes = FileSamples.Remake(File.ReadAllBytes(_scratch["a.gnn"]), table => table.Replace("\"undirected\":false", "\"undirected\":true", StringComparison.Ordinal));
        FileSamples.Write(bytes, _scratch["a.gnn"]);
        Assert.That(GraphFile.Verify(_scratch["a.gnn"]).Defects, Has.Count.EqualTo(1).And.One.Contains("edges of node 0: expected both directions"));
    }

    [TestCase("\"nodes\":3", "\"nodes\":2", "section 'in/pointers' at offset", "expected Int32 [3], got Int32 [4]")]
    [TestCase("\"nodes\":3", "\"nodes\":3000000000", "table", "'nodes', a whole number from 0 to 2147483647, got 3000000000")]
    [TestCase("\"edges\":4", "\"edges\":-4", "table", "'edges', a whole number from 0")]
    [TestCase("\"edges\":4", "\"edges\":9223372036854775807", "edges/sources", "[9223372036854775807], got Int32 [4]")]
    [TestCase("\"edges\":4", "\"edges\":4.5", "table", "got 4.5")]
    [TestCase("\"edges\":4", "\"nodes\":4", "table", "expected JSON")]
    [TestCase("\"undirected\":true", "\"undirected\":1", "table", "'undirected', true or false")]
    [TestCase("\"classes\":[\"a\",\"b\"]", "\"classes\":[\"a\",7]", "table", "a text, got 7")]
    [TestCase("\"classes\":[\"a\",\"b\"]", "\"classes\":[\"\\ud800\"]", "table", "whole Unicode characters")]
    [TestCase("\"shape\":[4],\"offset\":64", "\"shape\":[3],\"offset\":64", "edges/sources", "take the 16 bytes")]
    [TestCase("\"type\":\"int32\",\"shape\":[4],\"offset\":64", "\"type\":\"int16\",\"shape\":[4],\"offset\":64", "edges/sources", "got 'int16'")]
    [TestCase("\"shape\":[4],\"offset\":64,\"length\":16", "\"shape\":[4611686018427387905,4],\"offset\":64,\"length\":16", "edges/sources", "take the 16 bytes")]
    [TestCase("\"shape\":[4],\"offset\":64,\"length\":16", "\"shape\":[1,1,1,1,4],\"offset\":64,\"length\":16", "edges/sources", "at most 4 axes")]
    [TestCase("\"offset\":64", "\"offset\":65", "edges/sources", "expected it to begin at 64")]
    [TestCase("\"offset\":64", "\"offset\":9223372036854775800", "edges/sources", "expected it to begin at 64")]
    [TestCase("\"shape\":[4],\"offset\":64,\"length\":16", "\"shape\":[1000000000],\"offset\":64,\"length\":4000000000", "edges/sources", "before the table")]
    [TestCase("edges/targets", "edges/sources", "table", "'edges/sources' twice")]
    [TestCase("\"name\":\"mask\",\"sparse\":false", "\"name\":\"y\",\"sparse\":false", "node columns", "got 'y' again")]
    [TestCase("\"name\":\"mask\",\"sparse\":false", "\"name\":\"gone\",\"sparse\":false", "", "expected a section 'node/gone', got none")]
    [TestCase("\"name\":\"x\",\"sparse\":true,\"width\":3", "\"name\":\"x\",\"sparse\":true,\"width\":2147483647", "node/x/transpose/pointers", "[2147483648], got")]
    [TestCase("\"kind\":\"graph\"", "\"kind\":\"tree\"", "table", "got 'tree'")]
    public void Open_TableOfAnotherFile_NamesPlaceAndExpectation(string from, string to, string place, string expected)
    {
        byte[] bytes = FileSamples.Remake(_small, table =>
        {
            int at = table.IndexOf(from, StringComparison.Ordinal);
            Assert.That(at, Is.Not.Negative, table);
            return table[..at] + to + table[(at + from.Length)..];
        });

        Assert.That(
            () => FileSamples.Open(bytes, _scratch["a.gnn"]),
            Throws.TypeOf<DataFormatException>().With.Message.Contains(_scratch["a.gnn"]).And.Message.Contains(place).And.Message.Contains(expected));
    }

    [Test]
    public void Open_OtherFiles_SaysWhatIsExpected()
    {
        foreach (byte[] other in (byte[][])[[], new byte[64], new byte[4096], Encoding.UTF8.GetBytes(new string('x', 500))])
        {
            Assert.That(() => FileSamples.Open(other, _scratch["a.gnn"]), Throws.TypeOf<DataFormatException>().With.Message.Contains("expected a graph file"));
        }

        byte[] newer = [.. _small];
        newer[8] = 2;
        BinaryPrimitives.WriteUInt32LittleEndian(newer.AsSpan(60), Checksum.Of(newer.AsSpan(0, 60)));
        Assert.That(() => FileSamples.Open(newer, _scratch["a.gnn"]), Throws.TypeOf<DataFormatException>().With.Message.Contains("expected version 1, got 2"));
    }

    private static void Alter(string path, long at, byte change)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        byte[] value = new byte[1];
        Assert.That(RandomAccess.Read(file, value, at), Is.EqualTo(1));
        value[0] ^= change;
        RandomAccess.Write(file, value, at);
    }
}

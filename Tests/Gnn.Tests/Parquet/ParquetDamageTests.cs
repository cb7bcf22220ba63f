using System.Text;
using Gnn.Datasets.Tables;
using Gnn.Parquet;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Parquet;

/// <summary>A damaged file is refused or read, in bounded memory and time; a large one is read by row groups.</summary>
[TestFixture]
internal sealed class ParquetDamageTests
{
    // The library makes several objects for each field of the footer and each page, which are a few bytes in the file. It makes room for as many values as a row
    // group says it has, and equal values are honestly a few bytes however many there are: a file of any length may have a million rows, and a thousand for each
    // of its bytes above that.
    private const int Factor = 30;

    // A page of equal values, a megabyte unpacked, may be a few bytes; the library's pools round up to powers of two.
    private const int FixedBytes = 2 * 1024 * 1024;

    [TestCase(ParquetCompression.None)]
    [TestCase(ParquetCompression.Snappy)]
    [TestCase(ParquetCompression.Gzip)]
    [TestCase(ParquetCompression.Brotli)]
    [TestCase(ParquetCompression.Zstandard)]
    [TestCase(ParquetCompression.Lz4)]
    public void ReadEdges_AlteredBytes_AreReadOrRefused(ParquetCompression compression) => Fuzz(compression, ParserFuzz.SuiteRounds);

    [Category(ParserFuzz.LongCategory)]
    [Explicit("20,000 files, minutes: dotnet test -c Release Tests/Gnn.Tests -p:GnnAdapters=Parquet --filter FullyQualifiedName~ManyAlteredFiles")]
    [TestCase(ParquetCompression.None)]
    [TestCase(ParquetCompression.Snappy)]
    [TestCase(ParquetCompression.Gzip)]
    [TestCase(ParquetCompression.Brotli)]
    [TestCase(ParquetCompression.Zstandard)]
    [TestCase(ParquetCompression.Lz4)]
    public void ReadEdges_ManyAlteredFiles_AreReadOrRefused(ParquetCompression compression) => Fuzz(compression, ParserFuzz.LongRounds);

    [Test]
    public void ReadEdges_CutAtEveryByte_IsRefused()
    {
        using var folder = new ScratchFolder();
        string path = folder["e.parquet"];

        ParserFuzz.RefusesEveryPrefix(Write(path, ParquetCompression.Snappy), bytes => Read(path, bytes));
    }

    [TestCase("source,target\na,b\n", "offset 0: expected a Parquet file")]
    [TestCase("PAR1PAR1", "offset 0: expected a Parquet file")]
    [TestCase("PAR1....\xff\xff\xff\x7fPAR1", "expected the end of a Parquet file")]
    [TestCase("PAR1....\x04\0\0\0PARE", "encrypted footer")]
    [TestCase("PAR1\x15\x02\x19\xfc\xff\xff\xff\xff\x07\x0b\0\0\0PAR1", "expected a list within the metadata")]
    public void Open_NotAParquetFile_SaysWhy(string text, string expected)
    {
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder["x.parquet"], Encoding.Latin1.GetBytes(text));

        Assert.That(() => ParquetSource.Open(folder["x.parquet"]), Throws.TypeOf<DataFormatException>().With.Message.Contains(expected));
    }

    [Test]
    public void Open_FooterOfListsInLists_IsRefusedBeforeTheStackEnds()
    {
        using var folder = new ScratchFolder();
        byte[] footer = [0xF9, .. Enumerable.Repeat((byte)0x19, 1_000_000)];
        File.WriteAllBytes(folder["x.parquet"], [.. "PAR1"u8, .. footer, .. BitConverter.GetBytes(footer.Length), .. "PAR1"u8]);

        Assert.That(() => ParquetSource.Open(folder["x.parquet"]), Throws.TypeOf<DataFormatException>().With.Message.Contains("nested at most 32 deep"));
    }

    [Test]
    public void ReadEdges_HundredRowGroups_TakesTheMemoryOfAFew()
    {
        const int rows = 1_000_000;
        using var folder = new ScratchFolder();
        var random = new Random(3);
        IdMap ids = IdMap.FromCount(1000);
        int[] ends = [.. Enumerable.Range(0, rows).Select(_ => random.Next(1000))];
        float[] noise = [.. Enumerable.Range(0, rows).Select(_ => random.NextSingle())];
        ParquetTables.Write(
            folder["e.parquet"], [TableColumn.OfIds("source", ids, ends), TableColumn.OfNumbers("x", noise), TableColumn.OfNumbers("y", noise)],
            new ParquetWriteOptions { RowGroupRows = rows / 100 });

        using ParquetSource source = ParquetSource.Open(folder["e.parquet"]);
        source.Select([0, 1, 2]);
        Assert.That(source.RowGroupCount, Is.EqualTo(100));
        long peak = 0;
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long seen = 0;
        while (source.ReadBatch() is { } batch)
        {
            seen += batch[0].RowCount;
            peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
            GC.KeepAlive(batch);
        }

        // A group is 10,000 rows of 16 bytes; the file holds a hundred times that, 16 MB.
        Assert.That(seen, Is.EqualTo(rows));
        Assert.That(peak, Is.LessThan(3_000_000));
    }

    [Test]
    public void ReadEdges_SnappyPageOfAnotherLength_IsRefusedBeforeItIsUnpacked()
    {
        using var folder = new ScratchFolder();
        string path = folder["n.parquet"];
        ParquetTables.Write(path, [TableColumn.OfIntegers("id", Enumerable.Range(0, 100).Select(id => (long)id * id * id).ToArray())]);
        byte[] bytes = File.ReadAllBytes(path);
        int declared = 0;
        using (ParquetSource source = ParquetSource.Open(path))
        {
            source.Select([0]);
            Assert.That(source.ReadBatch(), Has.Count.EqualTo(1));
        }

        // The page begins with its unpacked length; every place that could be it is made long.
        int refused = 0;
        for (int at = 4; at < Math.Min(300, bytes.Length); at++)
        {
            byte[] altered = [.. bytes];
            altered[at] = 0xFF;
            File.WriteAllBytes(path, altered);
            try
            {
                ParquetTables.ReadNodes(path);
            }
            catch (DataFormatException exception)
            {
                declared += exception.Message.Contains("expected a page of ", StringComparison.Ordinal) ? 1 : 0;
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(10));
        Assert.That(declared, Is.Positive);
    }

    private static void Fuzz(ParquetCompression compression, int rounds)
    {
        using var folder = new ScratchFolder();
        string path = folder["e.parquet"];
        byte[] valid = Write(path, compression);

        int refused = ParserFuzz.SurvivesMutations(valid, bytes => Read(path, bytes), rounds, Factor, FixedBytes);

        Assert.That(refused, Is.GreaterThan(rounds * 2 / 5));
    }

    private static byte[] Write(string path, ParquetCompression compression)
    {
        IdMap ids = IdMap.FromIds(Enumerable.Range(0, 12).Select(node => $"node {node}"));
        int[] ends = [.. Enumerable.Range(0, 60).Select(row => row * 7 % 12)];
        ParquetTables.Write(
            path,
            [
                TableColumn.OfIds("source", ids, ends), TableColumn.OfTexts("target", [.. ends.Select((end, row) => $"t{end}{row}")]),
                TableColumn.OfNumbers("w", Array.ConvertAll(ends, end => end / 8f)), TableColumn.OfIntegers("time", Array.ConvertAll(ends, end => (long)end)),
            ],
            new ParquetWriteOptions { RowGroupRows = 25, Compression = compression });
        return File.ReadAllBytes(path);
    }

    private static void Read(string path, byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        ParquetTables.ReadEdges(path, new EdgeTableOptions { Weight = "w", Time = "time" });
    }
}

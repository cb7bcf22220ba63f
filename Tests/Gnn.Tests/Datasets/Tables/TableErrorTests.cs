using System.Text;
using Gnn.Datasets.Tables;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Tables;

/// <summary>What is wrong with a table is told by file, line and column, what was expected and what is there.</summary>
[TestFixture]
internal sealed class TableErrorTests
{
    [TestCase("", "line 1: expected a row of column names, got an empty file")]
    [TestCase("a,b\n1,2\n", "line 1: expected a column 'source' (the sources), got 'a', 'b'")]
    [TestCase("source,target,source\n", "got 'source' as column 1 and as column 3")]
    [TestCase("source,target,w\na,b,1\nc,d\n", "line 3: expected 3 fields in the row that ends here, got 2")]
    [TestCase("source,target,w\na,b,1\nc,d,", "line 3, column 'w': expected a finite number in single precision, got the missing value ''")]
    [TestCase("source,target,w\na,b,1,9\n", "line 2: expected 3 fields in the row that ends here, got 4")]
    [TestCase("source,target,w\na,\"b\nc\",1\n\nd,\"e,1\nf,g,2\n", "line 5, column 'target': expected a closing quote for the one that opens here, got the end of the file")]
    [TestCase("source,target,w\na,b\"c,1\n", "line 2, column 'target': expected a quote to begin a field")]
    [TestCase("source,target,w\na,\"b\"c,1\n", "line 2, column 'target': expected a delimiter or the end of the row after the closing quote")]
    [TestCase("source,target,w\na,b,NaN\n", "line 2, column 'w': expected a finite number in single precision, got 'NaN'. Clean the table, or allow such numbers.")]
    [TestCase("source,target,w\na,b,1e39\n", "got '1e39'")]
    [TestCase("source,target,w\na,b,1.2.3\n", "got '1.2.3'")]
    [TestCase("source,target,w\n,b,1\n", "line 2, column 'source': expected an id, got an empty field")]
    [TestCase("\"source,target\n", "line 1: expected a closing quote")]
    [TestCase("source,target\"x,w\na,b,1\n", "line 1: expected a delimiter or the end of the row")]
    public void EdgeTable_BadText_NamesThePlace(string text, string expected)
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "e.csv", text);

        Assert.That(() => EdgeTable.Read(path, new EdgeTableOptions { Weight = "w" }), Throws.TypeOf<DataFormatException>().With.Message.StartsWith(path + ": ").And.Message.Contains(expected));
    }

    [TestCase(IdKind.Index, "-1", "line 3, column 'target': expected a node number, a whole number from 0 to 2147483646, got '-1'")]
    [TestCase(IdKind.Index, "1.5", "got '1.5'")]
    [TestCase(IdKind.Index, "2147483647", "got '2147483647'")]
    [TestCase(IdKind.Index, "9", "line 3, column 'target': expected a node in [0, 5), got 9")]
    [TestCase(IdKind.Integer, "-1", "line 3, column 'target': expected a whole number of at least 0 as an id, got '-1'")]
    [TestCase(IdKind.Integer, "1.5", "got '1.5'")]
    public void EdgeTable_BadId_NamesThePlace(IdKind kind, string id, string expected)
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "e.csv", $"source,target\n0,1\n0,{id}\n");
        var options = new EdgeTableOptions { Ids = kind, NodeCount = kind == IdKind.Index ? 5 : null };

        Assert.That(() => EdgeTable.Read(path, options), Throws.TypeOf<DataFormatException>().With.Message.Contains(expected));
    }

    [Test]
    public void EdgeTable_IndexWithAHugeGap_AsksForNoMemory()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "e.csv", "source,target\n0,2000000000\n");

        Assert.That(() => EdgeTable.Read(path, new EdgeTableOptions { Ids = IdKind.Index }), Throws.TypeOf<DataFormatException>().With.Message.Contains("without large gaps, got 2000000000"));
    }

    [TestCase("2024-02-30")]
    [TestCase("2024-13-01")]
    [TestCase("2024-01-01T24:00")]
    [TestCase("2024-01-01T10:60")]
    [TestCase("2024-01-01T10:00+2")]
    [TestCase("2024-01-01T")]
    [TestCase("1700000000")]
    [TestCase("yesterday")]
    public void EventTable_BadIsoTime_NamesThePlace(string time)
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "e.csv", $"source,target,time\na,b,{time}\n");

        Assert.That(
            () => EventTable.Read(path, new EventTableOptions { TimeNotation = TimeNotation.Iso8601 }),
            Throws.TypeOf<DataFormatException>().With.Message.Contains($"line 2, column 'time': expected an ISO 8601 date or time such as 2024-05-31T12:30:00Z, got '{time}'"));
    }

    [Test]
    public void EventTable_Unsorted_NamesTheLine()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "e.csv", "source,target,time\na,b,5\n\na,c,4\n");

        Assert.That(() => EventTable.Read(path), Throws.TypeOf<DataFormatException>().With.Message.Contains("line 4, column 'time': expected a time of at least 5, that of the event before, got 4"));
    }

    [Test]
    public void EdgeTable_Repeated_NamesBothLines()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "e.csv", "source,target\na,b\nb,a\nc,d\na,b\n");

        Assert.That(
            () => EdgeTable.Read(path, new EdgeTableOptions { Duplicates = DuplicateEdges.Error }),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("line 5: expected each edge once, got 'a', 'b' again after line 2"));
    }

    [TestCase("id,y\na,1\na,2\n", "line 3, column 'id': expected each id once, got 'a' again, the id of node row 1")]
    [TestCase("id,y\na,x\nb,x\nc,\n", "column 'y': expected labels of at least two classes, got 'x' alone")]
    [TestCase("id,y\na,\nb,NA\n", "column 'y': expected labels of at least two classes, got none")]
    [TestCase("id,x,y\na,red,1\n", "line 2, column 'x': expected a finite number in single precision, got 'red'")]
    public void NodeTable_BadText_NamesThePlace(string text, string expected)
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "n.csv", text);

        Assert.That(() => NodeTable.Read(path, new NodeTableOptions { Label = "y" }), Throws.TypeOf<DataFormatException>().With.Message.Contains(expected));
    }

    [TestCase("0\n2\n", "line 3, column 'id': expected the node numbers 0 to 1 of 2 rows, each once, got 2")]
    [TestCase("1\n1\n", "line 3, column 'id': expected the node numbers 0 to 1 of 2 rows, each once, got 1 again after line 2")]
    public void NodeTable_IndexesThatAreNoPermutation_NameThePlace(string ids, string expected)
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "n.csv", "id\n" + ids);

        Assert.That(() => NodeTable.Read(path, new NodeTableOptions { Ids = IdKind.Index }), Throws.TypeOf<DataFormatException>().With.Message.Contains(expected));
    }

    [Test]
    public void EdgeTable_OtherEncodings_AreNamed()
    {
        using var folder = new ScratchFolder();
        string utf16 = TableFiles.Write(folder, "u.csv", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("source,target\n")]);
        string latin = TableFiles.Write(folder, "l.csv", [.. "source,target\na,b\n"u8, 0xE9, .. ",b\n"u8]);
        string gzip = TableFiles.Write(folder, "g.csv", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0]);

        Assert.That(() => EdgeTable.Read(utf16), Throws.TypeOf<DataFormatException>().With.Message.Contains("got UTF-16"));
        Assert.That(() => EdgeTable.Read(latin), Throws.TypeOf<DataFormatException>().With.Message.Contains("line 3: expected UTF-8"));
        Assert.That(() => EdgeTable.Read(gzip), Throws.TypeOf<DataFormatException>().With.Message.Contains("gzip"));
    }

    [TestCase("source,target\na,", "line 2: expected a row of at most 4000000 bytes, got a longer one")]
    [TestCase("source,target\na,\"", "line 2, column 'target': expected a closing quote within 4000000 bytes for the one that opens here, got none")]
    [TestCase("", "line 1: expected a row of at most 4000000 bytes, got a longer one")]
    public void EdgeTable_LineOfTwoGigabytes_IsRefusedWithoutBeingRead(string start, string expected)
    {
        using var folder = new ScratchFolder();
        string path = folder["e.csv"];
        using (FileStream stream = File.Create(path))
        {
            stream.Write(Encoding.UTF8.GetBytes(start));
            stream.SetLength(2L * 1024 * 1024 * 1024);
        }

        long before = GC.GetTotalAllocatedBytes(precise: true);
        var options = new EdgeTableOptions { Format = new TableFormat { MaxRowBytes = 4_000_000, Threads = 2 } };

        Assert.That(() => EdgeTable.Read(path, options), Throws.TypeOf<DataFormatException>().With.Message.Contains(expected));
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(64 * 1024 * 1024));
    }

    [Test]
    public void EdgeTable_CutAtEveryByte_GivesTheRowsBeforeOrAnError()
    {
        byte[] whole = Encoding.UTF8.GetBytes("source,target,w\r\nab,\"c,\"\"d\"\"\nè\",1.5\nf,g,2\nab,g,12.25\n");
        using var folder = new ScratchFolder();
        (string, string, float)[] expected = Rows(EdgeTable.Read(TableFiles.Write(folder, "w.csv", whole), new EdgeTableOptions { Weight = "w" }));
        int refused = 0;
        for (int length = 0; length < whole.Length; length++)
        {
            string path = TableFiles.Write(folder, "e.csv", whole[..length]);
            try
            {
                (string, string, float)[] rows = Rows(EdgeTable.Read(path, new EdgeTableOptions { Weight = "w" }));

                // A cut inside the last number of a row leaves a row: nothing in the format can tell.
                bool isCutInField = rows.Length > 0 && whole[length] != '\n' && whole[length - 1] != '\n';
                Assert.That(isCutInField ? rows[..^1] : rows, Is.EqualTo(expected[..(isCutInField ? rows.Length - 1 : rows.Length)]), $"prefix of {length} bytes");
            }
            catch (DataFormatException)
            {
                refused++;
            }
        }

        Assert.That(expected, Has.Length.EqualTo(3));
        Assert.That(refused, Is.GreaterThan(whole.Length / 2));
    }

    [Test]
    public void EdgeTable_AlteredBytes_AreReadOrRefused()
    {
        byte[] valid = Encoding.UTF8.GetBytes("source,target,w,time\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"n{i},\"n\"\"{i % 3}\",{i}.5,2024-01-{i + 1:D2}\r\n")));
        using var folder = new ScratchFolder();
        string path = folder["e.csv"];
        var options = new EdgeTableOptions { Weight = "w", Time = "time", TimeNotation = TimeNotation.Iso8601, Duplicates = DuplicateEdges.Sum };

        int refused = ParserFuzz.SurvivesMutations(valid, bytes =>
        {
            File.WriteAllBytes(path, bytes);
            EdgeTable.Read(path, options);
        });

        Assert.That(refused, Is.GreaterThan(100));
    }

    [Test]
    public void NodeTable_AlteredBytes_AreReadOrRefused()
    {
        byte[] valid = Encoding.UTF8.GetBytes("id,x,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{i}.5,{(i % 2 == 0 ? "even" : "\"o,dd\"")}\n")));
        using var folder = new ScratchFolder();
        string path = folder["n.csv"];

        int refused = ParserFuzz.SurvivesMutations(valid, bytes =>
        {
            File.WriteAllBytes(path, bytes);
            NodeTable.Read(path, new NodeTableOptions { Label = "y", Ids = IdKind.Integer, Missing = MissingValues.Mean, StandardizesFeatures = true });
        });

        Assert.That(refused, Is.GreaterThan(100));
    }

    private static (string Source, string Target, float Weight)[] Rows(EdgeTable table)
    {
        (int[] sources, int[] targets, float[] weights) = (table.Sources.ToArray(), table.Targets.ToArray(), table.Weights.ToArray());
        return [.. weights.Select((weight, row) => (table.Nodes[sources[row]], table.Nodes[targets[row]], weight))];
    }
}

using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Parsing;

public sealed partial class PickleReaderTests
{
    private const int SmallConstant = 32 * 1024;

    private static PickleValue Read(byte[] bytes) => PickleReader.Read(bytes, "test.pickle");

    private static PickleValue Plain(int protocol, string key)
    {
        Assert.That(Read(Convert.FromBase64String(PickleSamples.Plain[protocol])).TryGetItems(PickleKind.Dict, out PickleItems? dictionary));
        Assert.That(dictionary!.TryFind(System.Text.Encoding.ASCII.GetBytes(key), out PickleValue value));
        return value;
    }

    private static PickleItems Arrays(int protocol)
    {
        Assert.That(Read(Convert.FromBase64String(PickleSamples.Arrays[protocol])).TryGetItems(PickleKind.List, out PickleItems? items));
        return items!;
    }

    [Test]
    public void Read_Scalars_GivesEachWithItsKind([Range(0, 5)] int protocol)
    {
        Assert.That(Plain(protocol, "list").TryGetItems(PickleKind.List, out PickleItems? list));
        PickleValue[] values = list!.Values.ToArray();
        long[] integers = [0, 1, -2, 255, 65536, 1L << 40, long.MinValue, long.MaxValue];
        for (int i = 0; i < integers.Length; i++)
        {
            Assert.That(values[i].Kind, Is.EqualTo(PickleKind.Int));
            Assert.That(values[i].TryGetInt64(out long value) ? value : 0, Is.EqualTo(integers[i]));
        }

        Assert.That(values[8..11].Select(value => value.ToString()), Is.EqualTo(new[] { "True", "False", "None" }));
        Assert.That(values[11].TryGetDouble(out double number) ? number : 0, Is.EqualTo(1.5));
        Assert.That(values[12].TryGetDouble(out number) ? number : 0, Is.EqualTo(double.NegativeInfinity));
    }

    [Test]
    public void Read_Strings_KeepsEveryCharacterAndByte([Range(0, 5)] int protocol)
    {
        Assert.That(Plain(protocol, "text").TryGetText(out string? text) ? text : "", Is.EqualTo("a\\\u00e9\u20ac\U0001f600\n"));
        Assert.That(Plain(protocol, "bytes").TryGetBytes(out ReadOnlyMemory<byte> bytes));
        Assert.That(bytes.ToArray(), Is.EqualTo("\0'\u00ff\\".Select(c => (byte)c)));
    }

    [Test]
    public void Read_Containers_GivesTheirItems([Range(0, 5)] int protocol)
    {
        Assert.That(Plain(protocol, "tuple").TryGetItems(PickleKind.Tuple, out PickleItems? tuple));
        Assert.That(tuple!.Values.ToArray().Select(item => item.TryGetInt32(out int value) ? value : -1), Is.EqualTo(new[] { 1, 2, 3, 4 }));
        Assert.That(Plain(protocol, "set").TryGetItems(PickleKind.Set, out PickleItems? set));
        Assert.That(set!.Values[0].ToString(), Is.EqualTo("the integer 7"));
        Assert.That(Plain(protocol, "dd").TryGetItems(PickleKind.Dict, out PickleItems? dictionary));
        Assert.That(dictionary!.Values[1].TryGetItems(PickleKind.List, out PickleItems? list) ? list.Count : 0, Is.EqualTo(1));
        Assert.That(Plain(protocol, "empty").TryGetItems(PickleKind.List, out PickleItems? empty));
        PickleKind[] kinds = [PickleKind.Tuple, PickleKind.List, PickleKind.Dict, PickleKind.Bytes];
        Assert.That(empty!.Values.ToArray().Select(item => item.Kind), Is.EqualTo(kinds));
    }

    [Test]
    public void Read_Arrays_GivesElementsInRowOrder([Range(0, 5)] int protocol)
    {
        PickleItems items = Arrays(protocol);
        PickledArray Array(int i) => items.Values[i].TryGet(out PickledArray? array) ? array : throw new AssertionException($"{items.Values[i]} is no array");

        Assert.That(Array(0).Shape, Is.EqualTo(new[] { 2, 3 }));
        Assert.That(Array(0).TryToInt32(out int[] integers) ? integers : [], Is.EqualTo(new[] { 0, 1, 2, 3, 4, 5 }));
        Assert.That(Array(1).ToSingle(), Is.EqualTo(new[] { 1f, 3f, 2f, 4f }), "stored column by column");
        Assert.That(Array(1).TryToInt32(out _), Is.False, "floats are not taken for integers");
        Assert.That(Array(2).TryToInt32(out integers) ? integers : [], Is.EqualTo(new[] { 1, 0 }));
        Assert.That(Array(3).TryToInt32(out integers) ? integers : [], Is.EqualTo(new[] { 256, -1 }), "most significant byte first");
        Assert.That(items.Values[4].ToString(), Is.EqualTo("the integer -7"));
        Assert.That(items.Values[5].ToString(), Is.EqualTo("the float 0.25"));
    }

    [Test]
    public void Read_CsrMatrix_GivesItsRows([Range(0, 5)] int protocol)
    {
        Assert.That(Arrays(protocol).Values[6].TryGet(out PickledCsr? matrix));
        Assert.That((matrix!.Rows, matrix.Columns), Is.EqualTo((2, 4)));
        Assert.That(matrix.RowPointers, Is.EqualTo(new[] { 0, 2, 3 }));
        Assert.That(matrix.Indices, Is.EqualTo(new[] { 3, 1, 0 }));
        Assert.That(matrix.Data.ToSingle(), Is.EqualTo(new[] { 1.5f, 2.5f, -1f }));
    }

    [Test]
    public void Read_EveryPrefix_IsRefused([Range(0, 5)] int protocol)
    {
        ParserFuzz.RefusesEveryPrefix(Convert.FromBase64String(PickleSamples.Plain[protocol]), bytes => Read(bytes));
        ParserFuzz.RefusesEveryPrefix(Convert.FromBase64String(PickleSamples.Arrays[protocol]), bytes => Read(bytes));
    }

    [Test]
    public void Read_Mutations_ReadsOrRefuses([Range(0, 5)] int protocol) => Fuzz(protocol, ParserFuzz.SuiteRounds);

    [Test, Category(ParserFuzz.LongCategory)]
    [Explicit("20,000 inputs, seconds: dotnet test -c Release Tests/Gnn.Tests --filter FullyQualifiedName~ManyMutations")]
    public void Read_ManyMutations_ReadsOrRefuses([Range(0, 5)] int protocol) => Fuzz(protocol, ParserFuzz.LongRounds);

    private static void Fuzz(int protocol, int rounds)
    {
        foreach (string sample in (string[])[PickleSamples.Plain[protocol], PickleSamples.Arrays[protocol]])
        {
            int refused = ParserFuzz.SurvivesMutations(Convert.FromBase64String(sample), bytes => Read(bytes), rounds, fixedBytes: SmallConstant);
            Assert.That(refused, Is.GreaterThan(rounds / 5));
        }
    }

    [Test]
    public void Read_RealFile_EveryPrefixIsRefused()
    {
        ParserFuzz.RefusesEveryPrefix(File.ReadAllBytes(SharedData.Require("planetoid/ind.cora.y")), bytes => Read(bytes));
    }

    [TestCase("planetoid/ind.cora.graph")]
    [TestCase("planetoid/ind.cora.x")]
    [TestCase("hypergcn/cocitation/cora/splits/1.pickle")]
    public void Read_RealFile_MutationsReadOrRefuse(string file)
    {
        byte[] bytes = File.ReadAllBytes(SharedData.Require(file));
        Assert.That(ParserFuzz.SurvivesMutations(bytes, altered => Read(altered), fixedBytes: SmallConstant), Is.GreaterThan(10));
    }

    [TestCase("planetoid/ind.pubmed.allx", "a CSR matrix <f4 [18717, 500] of 937891 entries")]
    [TestCase("planetoid/ind.cora.graph", "a dictionary of 2708 entries")]
    [TestCase("hypergcn/cocitation/cora/hypergraph.pickle", "a dictionary of 1579 entries")]
    [TestCase("hypergcn/coauthorship/cora/hypergraph.pickle", "a dictionary of 1072 entries")]
    [TestCase("hypergcn/coauthorship/dblp/hypergraph.pickle", "a dictionary of 22363 entries")]
    [TestCase("hypergcn/cocitation/pubmed/hypergraph.pickle", "a dictionary of 7963 entries")]
    [TestCase("hypergcn/cocitation/pubmed/labels.pickle", "a list of 19717 items")]
    [TestCase("hypergcn/coauthorship/cora/features.pickle", "a CSR matrix <f4 [2708, 1433] of 49216 entries")]
    [TestCase("spatiotemporal/dcrnn/adj_mx.pkl", "a list of 3 items")]
    public void Read_RealFile_GivesWhatItHolds(string file, string expected)
    {
        string path = SharedData.Require(file);
        Assert.That(PickleReader.Read(path).ToString(), Is.EqualTo(expected));
    }

    [TestCase("planetoid", "ind.*")]
    [TestCase("hypergcn", "*.pickle")]
    [TestCase("spatiotemporal/dcrnn", "*.pkl")]
    public void Read_RealFiles_AllocatesAtMostTenTimesTheirSize(string folder, string pattern)
    {
        string[] paths = [.. Directory.GetFiles(SharedData.Require(folder), pattern, SearchOption.AllDirectories).Where(path => !path.EndsWith(".index", StringComparison.Ordinal))];
        Assert.That(paths, Is.Not.Empty);
        foreach (string path in paths)
        {
            PickleReader.Read(path);
            long before = GC.GetAllocatedBytesForCurrentThread();
            PickleReader.Read(path);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            long length = new FileInfo(path).Length;
            TestContext.Out.WriteLine($"{allocated / (double)length:f2} {path}");
            Assert.That(allocated, Is.LessThan((10 * length) + SmallConstant), path);
        }
    }

    [TestCase(0x88, 1)]
    [TestCase('N', 1)]
    [TestCase('K', 2)]
    [TestCase('G', 9)]
    public void Read_ListsOfTheSmallestValues_FitTheBudget(int opcode, int width)
    {
        byte[] value = [(byte)opcode, .. Enumerable.Repeat((byte)0x7f, width - 1)];
        PickleBuilder builder = PickleBuilder.Start().Op(']');
        for (int batch = 0; batch < 50; batch++)
        {
            builder.Op('(');
            for (int i = 0; i < 1000; i++)
            {
                builder.Raw(value);
            }

            builder.Op('e');
        }

        byte[] bytes = builder.Stop();
        Read(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(Read(bytes).TryGetItems(PickleKind.List, out PickleItems? list) ? list.Count : 0, Is.EqualTo(50_000));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan((10L * bytes.Length) + SmallConstant));
    }

    [TestCase("Y2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnAwCih0UnAxClZiCnAyCkkyCnNWYQpwMwpJMQpzLg==")]
    [TestCase("Y2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnEAKVJxAShYAQAAAGJxAksCWAEAAABhcQNLAXUu")]
    [TestCase("gAJjY29sbGVjdGlvbnMKT3JkZXJlZERpY3QKcQApUnEBKFgBAAAAYnECSwJYAQAAAGFxA0sBdS4=")]
    [TestCase("gANjY29sbGVjdGlvbnMKT3JkZXJlZERpY3QKcQApUnEBKFgBAAAAYnECSwJYAQAAAGFxA0sBdS4=")]
    [TestCase("gASVMAAAAAAAAACMC2NvbGxlY3Rpb25zlIwLT3JkZXJlZERpY3SUk5QpUpQojAFilEsCjAFhlEsBdS4=")]
    [TestCase("gAWVMAAAAAAAAACMC2NvbGxlY3Rpb25zlIwLT3JkZXJlZERpY3SUk5QpUpQojAFilEsCjAFhlEsBdS4=")]
    [TestCase("Y2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CigobChsUydiJwphSTIKYWEobFMnYScKYUkxCmFhdFIu", Description = "as Python 2 writes it: the entries are the argument")]
    public void Read_OrderedDictionary_GivesItsEntries(string sample)
    {
        byte[] bytes = Convert.FromBase64String(sample);
        Assert.That(Read(bytes).TryGetItems(PickleKind.Dict, out PickleItems? entries));
        Assert.That(entries!.Values.ToArray().Select(item => item.ToString()), Has.Exactly(4).Items.And.Some.EqualTo("the integer 2"));
        Assert.That(entries.TryFind("a"u8, out PickleValue value) && value.TryGetInt32(out int number) ? number : 0, Is.EqualTo(1));
    }

    [Test]
    public void Read_BytesAfterTheValue_AreRefused()
    {
        byte[] bytes = [.. PickleBuilder.Start().Op('N').Stop(), 0];
        Assert.That(() => Read(bytes), Throws.TypeOf<DataFormatException>().With.Message.Contains("expected the end of the file"));
    }

    [Test]
    public void Read_IntegerBeyond64Bits_IsRefused()
    {
        byte[] bytes = PickleBuilder.Start().Raw(0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1).Stop();
        Assert.That(() => Read(bytes), Throws.TypeOf<DataFormatException>().With.Message.Contains("at most 64 bits"));
    }

    [Test]
    public void Read_ListAppendedToOneByOne_KeepsTheOrder()
    {
        PickleBuilder builder = PickleBuilder.Start().Op(']');
        for (int i = 0; i < 5000; i++)
        {
            builder.Int(i).Op('a');
        }

        Assert.That(Read(builder.Stop()).TryGetItems(PickleKind.List, out PickleItems? list));
        Assert.That(list!.Values.ToArray().Select(item => item.TryGetInt32(out int value) ? value : -1), Is.EqualTo(Enumerable.Range(0, 5000)));
    }

    [TestCase(new[] { 2, 4 }, 7)]
    [TestCase(new[] { int.MaxValue, int.MaxValue, int.MaxValue, 4 }, 8)]
    [TestCase(new[] { -1, 8 }, 8)]
    public void Read_ArrayShapeAgainstItsBytes_IsRefused(int[] shape, int elements)
    {
        byte[] bytes = PickleBuilder.Start().Array("i4", new int[elements], shape).Stop();
        Assert.That(() => Read(bytes), Throws.TypeOf<DataFormatException>());
    }

    [Test]
    public void Read_ArrayOfObjects_IsRefused()
    {
        byte[] bytes = PickleBuilder.Start().Array("O8", new long[1], 1).Stop();
        Assert.That(() => Read(bytes), Throws.TypeOf<DataFormatException>().With.Message.Contains("got 'O8'"));
    }

    [TestCase(new[] { 0, 2, 1, 3 }, new[] { 0, 1, 2 }, "never falls")]
    [TestCase(new[] { 0, 1, 2, 4 }, new[] { 0, 1, 2 }, "expected indptr from 0 to 3")]
    [TestCase(new[] { 1, 1, 2, 3 }, new[] { 0, 1, 2 }, "expected indptr from 0 to 3")]
    [TestCase(new[] { 0, 1, 3 }, new[] { 0, 1, 2 }, "expected indptr of 4 elements")]
    [TestCase(new[] { 0, 1, 2, 3 }, new[] { 0, 1, 4 }, "got 4 at entry 2")]
    [TestCase(new[] { 0, 1, 2, 3 }, new[] { 0, -1, 2 }, "got -1 at entry 1")]
    [TestCase(new[] { 0, 1, 2, 2 }, new[] { 0, 1 }, "expected 2 values")]
    public void Read_UnsoundCsrMatrix_IsRefused(int[] rowPointers, int[] indices, string message)
    {
        byte[] bytes = PickleBuilder.Start().Csr(3, 4, rowPointers, indices, [1, 2, 3]).Stop();
        Assert.That(() => Read(bytes), Throws.TypeOf<DataFormatException>().With.Message.Contains(message));
    }
}

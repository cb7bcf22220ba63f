using System.Text;
using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Parsing;

[TestFixture]
internal sealed class MatFileTests
{
    private static readonly double[] RowIndices = [1, 0, 2, 1];
    private static readonly double[] Pointers = [0, 1, 3, 4];

    private static MatFile Read(byte[] bytes) => MatFile.Read(bytes, "test.mat");

    private static byte[] Network(MatBuilder builder) => builder.Sparse("net", 3, 3, RowIndices, Pointers, MatBuilder.Double, 1, 1, 2.5, 2.5);

    [Test]
    public void Read_FileOfScipy_GivesEachMatrix([Values] bool isPacked)
    {
        MatFile file = Read(Convert.FromBase64String(isPacked ? MatSamples.Packed : MatSamples.Plain));
        Assert.That(file.Variables.Keys, Is.EquivalentTo(new[] { "net", "flags", "dense", "small", "u64", "f4", "i16", "truth", "empty" }));
        Assert.That(file.Require("dense").ToDense(), Is.EqualTo(new[] { 1.5, -2, 3, 4, 5, 6e9 }), "row by row");
        Assert.That((file.Require("dense").Rows, file.Require("dense").Columns, file.Require("dense").IsSparse), Is.EqualTo((2, 3, false)));
        Assert.That(file.Require("small").ToDense(), Is.EqualTo(new double[] { 1, 2, 3, -4 }));
        Assert.That(file.Require("u64").ToDense(), Is.EqualTo(new[] { 9223372036854775808.0 }));
        Assert.That(file.Require("f4").ToDense(), Is.EqualTo(new[] { 0.25, -1 }));
        Assert.That(file.Require("i16").ToDense(), Is.EqualTo(new double[] { -300, 7 }));
        Assert.That(file.Require("truth").ToDense(), Is.EqualTo(new double[] { 1, 0 }));
        Assert.That((file.Require("empty").Rows, file.Require("empty").Columns), Is.EqualTo((0, 4)));
        Assert.That(file.Require("net").ToDense(), Is.EqualTo(new[] { 0, 1, 0, 1, 0, 2.5, 0, 2.5, 0 }));
        Assert.That(file.Require("flags").ToDense(), Is.EqualTo(new double[] { 1, 0, 0, 1, 1, 1 }));
        Assert.That(file.Texts["title"], Is.EqualTo("a graph \u00e9"));
    }

    [TestCase("words", "a cell array")]
    [TestCase("info", "a struct")]
    [TestCase("z", "a complex matrix")]
    [TestCase("cube", "an array of 3 dimensions")]
    [TestCase("title", "a text")]
    [TestCase("none", "'net'")]
    public void Require_OtherVariables_AreRefusedByName(string name, string got)
    {
        MatFile file = Read(Convert.FromBase64String(MatSamples.Packed));
        Assert.That(() => file.Require(name), Throws.TypeOf<DataFormatException>().With.Message.Contains($"expected a matrix '{name}'").And.Message.Contains(got));
    }

    [Test]
    public void Read_SparseMatrix_GivesItsRows([Values] bool isBigEndian, [Values] bool isPacked)
    {
        var builder = new MatBuilder(isBigEndian);
        byte[] net = builder.Sparse("net", 2, 3, [1, 0, 1, 1], [0, 1, 3, 3], MatBuilder.Double, -1, 2.5, 7);
        MatVariable matrix = Read(builder.Add(isPacked ? builder.Pack(net) : net).File).Require("net");
        Assert.That((matrix.Rows, matrix.Columns, matrix.IsSparse, matrix.EntryCount), Is.EqualTo((2, 3, true, 3)), "room for a fourth entry is stored");
        (int[] rowPointers, int[] columns, double[] values) = matrix.ToCsr();
        Assert.That(rowPointers, Is.EqualTo(new[] { 0, 1, 3 }));
        Assert.That(columns, Is.EqualTo(new[] { 1, 0, 1 }));
        Assert.That(values, Is.EqualTo(new[] { 2.5, -1, 7 }));
    }

    [Test]
    public void Read_DenseMatrix_GivesEveryType([Values] bool isBigEndian, [Values(MatBuilder.Int8, MatBuilder.Int32, MatBuilder.Single, MatBuilder.Double)] int type)
    {
        var builder = new MatBuilder(isBigEndian);
        MatVariable matrix = Read(builder.Add(builder.Dense("a", 2, 2, type, 1, 0, -3, 4)).File).Require("a");
        Assert.That(matrix.ToDense(), Is.EqualTo(new double[] { 1, -3, 0, 4 }), "stored column by column");
        (int[] rowPointers, int[] columns, double[] values) = matrix.ToCsr();
        Assert.That(rowPointers, Is.EqualTo(new[] { 0, 2, 3 }));
        Assert.That(columns, Is.EqualTo(new[] { 0, 1, 1 }));
        Assert.That(values, Is.EqualTo(new double[] { 1, -3, 4 }));
    }

    [Test]
    public void Read_OtherLevels_AreRefusedWithTheCure()
    {
        byte[] hdf5 = Encoding.ASCII.GetBytes("MATLAB 7.3 MAT-file, Platform: GLNXA64".PadRight(600));
        byte[] level4 = [0, 0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, (byte)'n', (byte)'e', (byte)'t', 0];
        Assert.That(() => Read(hdf5), Throws.TypeOf<DataFormatException>().With.Message.Contains("7.3").And.Message.Contains("-v7"));
        Assert.That(() => Read(level4), Throws.TypeOf<DataFormatException>().With.Message.Contains("level 4").And.Message.Contains("-v7"));
        Assert.That(() => Read("node,label\n1,2\n"u8.ToArray()), Throws.TypeOf<DataFormatException>().With.Message.Contains("no MAT file"));
    }

    [Test]
    public void Read_VariableThatGrowsTooMuch_IsRefused()
    {
        // A million zeros are packed in fewer than a thousandth of their bytes.
        var builder = new MatBuilder();
        byte[] packed = builder.Pack(builder.Dense("a", 1000, 10000, MatBuilder.UInt8, new double[10_000_000]));
        Assert.That(() => Read(builder.Add(packed).File), Throws.TypeOf<DataFormatException>().With.Message.Contains("exhaust memory"));
    }

    [Test]
    public void Read_PackedVariableThatStatesMoreThanItHas_IsRefusedWithoutRoomForIt()
    {
        var builder = new MatBuilder();
        byte[] net = Network(builder);
        byte[] stated = builder.Word(200_000);
        stated.CopyTo(net, 4);
        byte[] noise = new byte[1000];
        new Random(3).NextBytes(noise);
        byte[] bytes = builder.Add(builder.Pack([.. net, .. noise])).File;
        Assert.That(() => Read(bytes), Throws.TypeOf<DataFormatException>().With.Message.Contains("expected 200008 bytes"));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => Read(bytes), Throws.TypeOf<DataFormatException>());
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(150_000));
    }

    [Test]
    public void Read_PackedVariableWithAnotherChecksum_IsRefused()
    {
        var builder = new MatBuilder();
        byte[] bytes = builder.Add(builder.Pack(Network(builder))).File;
        bytes[^1] ^= 1;
        Assert.That(() => Read(bytes), Throws.TypeOf<DataFormatException>());
    }

    [TestCase(new double[] { 1, 0, 3, 1 }, new double[] { 0, 1, 3, 4 }, "got 3 at entry 2")]
    [TestCase(new double[] { 1, 0, -2, 1 }, new double[] { 0, 1, 3, 4 }, "got -2 at entry 2")]
    [TestCase(new double[] { 1, 0, 2, 1 }, new double[] { 0, 3, 1, 4 }, "at column 1, got 1")]
    [TestCase(new double[] { 1, 0, 2, 1 }, new double[] { 0, 1, 3, 5 }, "at column 2, got 5")]
    [TestCase(new double[] { 1, 0, 2, 1 }, new double[] { 1, 1, 3, 4 }, "4 column pointers from 0")]
    [TestCase(new double[] { 1, 0, 2, 1 }, new double[] { 0, 1, 4 }, "4 column pointers from 0")]
    [TestCase(new double[] { 1, 0, 2, 1, 0 }, new double[] { 0, 1, 3, 5 }, "expected 5 numbers")]
    public void Read_UnsoundSparseMatrix_IsRefused(double[] rowIndices, double[] pointers, string message)
    {
        var builder = new MatBuilder();
        byte[] bytes = builder.Add(builder.Sparse("net", 3, 3, rowIndices, pointers, MatBuilder.Double, 1, 1, 2.5, 2.5)).File;
        Assert.That(() => Read(bytes), Throws.TypeOf<DataFormatException>().With.Message.Contains(message).And.Message.Contains("test.mat"));
    }

    [TestCase(int.MaxValue, int.MaxValue)]
    [TestCase(-1, -4)]
    [TestCase(5, 1)]
    public void Read_DenseMatrixOfAnotherShape_IsRefused(int rows, int columns)
    {
        var builder = new MatBuilder();
        byte[] bytes = builder.Add(builder.Dense("a", rows, columns, MatBuilder.Double, 1, 2, 3, 4)).File;
        Assert.That(() => Read(bytes), Throws.TypeOf<DataFormatException>().With.Message.Contains("'a'"));
    }

    [Test]
    public void Read_VariableTwice_IsRefused()
    {
        var builder = new MatBuilder();
        byte[] bytes = builder.Add(Network(builder)).Add(Network(builder)).File;
        Assert.That(() => Read(bytes), Throws.TypeOf<DataFormatException>().With.Message.Contains("'net' twice"));
    }

    [Test]
    public void Read_EveryPrefix_IsRefused([Values] bool isBigEndian, [Values] bool isPacked)
    {
        var builder = new MatBuilder(isBigEndian);
        byte[] net = Network(builder);
        ParserFuzz.RefusesEveryPrefix(builder.Add(isPacked ? builder.Pack(net) : net).File, bytes => Read(bytes).Require("net"));
    }

    [Test]
    public void Read_Mutations_ReadsOrRefuses([Values] bool isBigEndian, [Values] bool isPacked) => Fuzz(isBigEndian, isPacked, ParserFuzz.SuiteRounds);

    [Test, Category(ParserFuzz.LongCategory)]
    [Explicit("20,000 inputs, seconds: dotnet test -c Release Tests/Gnn.Tests --filter FullyQualifiedName~ManyMutations")]
    public void Read_ManyMutations_ReadsOrRefuses([Values] bool isBigEndian, [Values] bool isPacked) => Fuzz(isBigEndian, isPacked, ParserFuzz.LongRounds);

    [Test]
    public void Read_MutationsOfScipysFile_ReadsOrRefuses([Values] bool isPacked) =>
        Assert.That(ParserFuzz.SurvivesMutations(Convert.FromBase64String(isPacked ? MatSamples.Packed : MatSamples.Plain), Use), Is.GreaterThan(50));

    [TestCase("embedding/blogcatalog.mat", "network", "the sparse matrix 'network' [10312, 10312] of 667966 entries")]
    [TestCase("embedding/Homo_sapiens.mat", "group", "the sparse matrix 'group' [3890, 50] of 6640 entries")]
    [TestCase("seal/USAir.mat", "net", "the sparse matrix 'net' [332, 332] of 4252 entries")]
    public void Read_RealFile_GivesItsMatrixWithinTenTimesItsBytes(string file, string name, string expected)
    {
        string path = SharedData.Require(file);
        Assert.That(MatFile.Read(path).Require(name).ToString(), Is.EqualTo(expected));
        long before = GC.GetAllocatedBytesForCurrentThread();
        MatFile.Read(path);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        int entries = MatFile.Read(path).Variables.Values.Sum(variable => variable.EntryCount);
        Assert.That(allocated, Is.LessThan((10L * 12 * entries) + (64 * 1024)), "an entry has at least twelve bytes");
        TestContext.Out.WriteLine($"{allocated / (12.0 * entries):f2} times the unpacked bytes");
    }

    private static void Fuzz(bool isBigEndian, bool isPacked, int rounds)
    {
        var builder = new MatBuilder(isBigEndian);
        byte[][] variables = [Network(builder), builder.Dense("a", 2, 3, MatBuilder.Int8, 1, 2, 3, 4, 5, 6), builder.Dense("b", 1, 1, MatBuilder.Double, 0.5)];
        foreach (byte[] variable in variables)
        {
            builder.Add(isPacked ? builder.Pack(variable) : variable);
        }

        // What is packed counts unpacked.
        int unpacked = isPacked ? variables.Sum(variable => variable.Length) : 0;
        Assert.That(ParserFuzz.SurvivesMutations(builder.File, Use, rounds, otherBytes: unpacked), Is.GreaterThan(rounds / 5));
    }

    // What has few columns and rows is turned as well.
    private static void Use(byte[] bytes)
    {
        foreach (MatVariable variable in Read(bytes).Variables.Values)
        {
            if (variable.Rows < 100)
            {
                variable.ToCsr();
            }
        }
    }
}

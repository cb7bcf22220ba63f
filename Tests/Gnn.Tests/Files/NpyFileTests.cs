using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Files;

public sealed class NpyFileTests
{
    private const string Name = "a.npy";

    private static readonly float[] Six = [1, -2, 3.5f, float.NaN, float.PositiveInfinity, 6];

    private static T[] Read<T>(byte[] bytes, out Shape shape)
        where T : unmanaged
    {
        using var stream = new MemoryStream(bytes);
        return NpyFile.Read<T>(stream, Name, out shape);
    }

    private static Tensor ReadTensor(byte[] bytes, Engine engine)
    {
        using var stream = new MemoryStream(bytes);
        return NpyFile.ReadTensor(stream, Name, engine);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Read_EveryVersion_IsTheSame(int version)
    {
        byte[] bytes = NpyBytes.Raw(version, "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 1), }", 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff);

        Assert.That(Read<int>(bytes, out Shape shape), Is.EqualTo([1, -1]));
        Assert.That(shape, Is.EqualTo(new Shape(2, 1)));
    }

    [Test]
    public void Read_EveryType_GivesItsValues()
    {
        Assert.That(Read<float>(NpyBytes.Of("<f2", "(2,)", [(Half)1.5f, (Half)(-65504)]), out _), Is.EqualTo([1.5f, -65504f]));
        Assert.That(Read<float>(NpyBytes.Of("<f4", "(6,)", Six), out _), Is.EqualTo(Six));
        Assert.That(Read<float>(NpyBytes.Of("<f8", "(2,)", [0.1, 1e300]), out _), Is.EqualTo([0.1f, float.PositiveInfinity]));
        Assert.That(Read<double>(NpyBytes.Of("<f4", "(1,)", [0.1f]), out _), Is.EqualTo([(double)0.1f]));
        Assert.That(Read<double>(NpyBytes.Of("<f8", "(1,)", [0.1]), out _), Is.EqualTo([0.1]));
        Assert.That(Read<int>(NpyBytes.Of("|i1", "(2,)", (sbyte[])[-128, 127]), out _), Is.EqualTo([-128, 127]));
        Assert.That(Read<int>(NpyBytes.Of("|u1", "(1,)", (byte[])[255]), out _), Is.EqualTo([255]));
        Assert.That(Read<int>(NpyBytes.Of("<i2", "(1,)", (short[])[-32768]), out _), Is.EqualTo([-32768]));
        Assert.That(Read<int>(NpyBytes.Of("<u2", "(1,)", (ushort[])[65535]), out _), Is.EqualTo([65535]));
        Assert.That(Read<int>(NpyBytes.Of("<u4", "(1,)", [7u]), out _), Is.EqualTo([7]));
        Assert.That(Read<long>(NpyBytes.Of("<u4", "(1,)", [uint.MaxValue]), out _), Is.EqualTo([(long)uint.MaxValue]));
        Assert.That(Read<int>(NpyBytes.Of("<i8", "(2,)", [(long)int.MinValue, int.MaxValue]), out _), Is.EqualTo([int.MinValue, int.MaxValue]));
        Assert.That(Read<long>(NpyBytes.Of("<i8", "(2,)", [long.MinValue, long.MaxValue]), out _), Is.EqualTo([long.MinValue, long.MaxValue]));
        Assert.That(Read<bool>(NpyBytes.Of("|b1", "(3,)", [true, false, true]), out _), Is.EqualTo([true, false, true]));
    }

    [TestCase("()", 1)]
    [TestCase("(0,)", 0)]
    [TestCase("(3, 0)", 0)]
    [TestCase("(2, 3)", 6)]
    [TestCase("(2,3,)", 6)]
    [TestCase("(1L, 6L)", 6)]
    [TestCase("( 1 , 1 , 2 , 3 )", 6)]
    public void Read_Shape_IsTheFiles(string shape, int count)
    {
        float[] values = Read<float>(NpyBytes.Of("<f4", shape, Six[..count]), out Shape got);

        Assert.That(values, Is.EqualTo(Six[..count]));
        Assert.That(got.Count, Is.EqualTo(count));
        Assert.That(got.ToString().Replace(" ", "", StringComparison.Ordinal), Is.EqualTo(shape.Replace(" ", "", StringComparison.Ordinal)
            .Replace("L", "", StringComparison.Ordinal).Replace(",)", ")", StringComparison.Ordinal).Replace('(', '[').Replace(')', ']')));
    }

    [Test]
    public void Read_FortranOrder_TransposesAMatrixAndNoVector()
    {
        Assert.That(Read<int>(NpyBytes.Of("<i4", "(2, 3)", [1, 4, 2, 5, 3, 6], isFortran: true), out Shape shape), Is.EqualTo([1, 2, 3, 4, 5, 6]));
        Assert.That(shape, Is.EqualTo(new Shape(2, 3)));
        Assert.That(Read<float>(NpyBytes.Of("<f8", "(2, 2)", [1.0, 3, 2, 4], isFortran: true), out _), Is.EqualTo([1f, 2, 3, 4]));
        Assert.That(Read<int>(NpyBytes.Of("<i4", "(3,)", [1, 2, 3], isFortran: true), out _), Is.EqualTo([1, 2, 3]));
    }

    [Test]
    public void Read_MoreThanOnePiece_KeepsEveryElementInItsPlace()
    {
        // A piece is 256 KiB: 128,143 elements of eight bytes are almost four, and the matrix' columns break across them.
        const int rows = 1009;
        const int columns = 127;
        long[] values = [.. Enumerable.Range(0, rows * columns).Select(i => (long)i)];
        byte[] inOrder = NpyBytes.Of("<i8", $"({rows}, {columns})", values);
        byte[] byColumn = NpyBytes.Of("<i8", $"({rows}, {columns})", values.Select(i => (i % rows * columns) + (i / rows)).ToArray(), isFortran: true);

        Assert.That(Read<int>(inOrder, out _), Is.EqualTo(values.Select(i => (int)i)));
        Assert.That(Read<int>(byColumn, out _), Is.EqualTo(values.Select(i => (int)i)));
        Assert.That(Read<long>(byColumn, out _), Is.EqualTo(values));
    }

    [TestCase("<f4", typeof(CpuEngine), DataType.Float32)]
    [TestCase("<f8", typeof(CpuEngine), DataType.Float32)]
    [TestCase("<f4", typeof(ReferenceEngine), DataType.Float64)]
    [TestCase("|u1", typeof(CpuEngine), DataType.Int32)]
    [TestCase("<u4", typeof(CpuEngine), DataType.Int64)]
    [TestCase("<i8", typeof(CpuEngine), DataType.Int64)]
    [TestCase("|b1", typeof(CpuEngine), DataType.Bool)]
    public void ReadTensor_Type_IsTheNarrowestThatHoldsIt(string code, Type engineType, DataType expected)
    {
        using Engine engine = engineType == typeof(CpuEngine) ? new CpuEngine(1) : new ReferenceEngine();
        byte[] one = [1, 0, 0, 0, 0, 0, 0, 0];
        int size = code[^1] - '0';
        using Tensor tensor = ReadTensor(NpyBytes.Of(code, "(1, 1)", one[..size]), engine);

        Assert.That(tensor.DataType, Is.EqualTo(expected));
        Assert.That(tensor.Shape, Is.EqualTo(new Shape(1, 1)));
        Assert.That(tensor.Engine, Is.SameAs(engine));
    }

    [Test]
    public void Write_ReadAgain_IsTheSame()
    {
        using var scratch = new ScratchFolder();
        using var engine = new CpuEngine(1);
        using Tensor floats = Tensor.Create(Six, (2, 3), engine);
        using Tensor flags = Tensor.Create([true, false], 2, engine);
        using Tensor ids = Tensor.Create([long.MinValue, 7L], (1, 2), engine);
        using Tensor scalar = Tensor.Create([5], Shape.Scalar, engine);
        using Tensor empty = Tensor.Create(Array.Empty<float>(), (0, 4), engine);
        foreach (Tensor tensor in (Tensor[])[floats, flags, ids, scalar, empty])
        {
            NpyFile.Write(scratch[Name], tensor);
            using Tensor again = NpyFile.ReadTensor(scratch[Name], engine);
            Assert.That(again.Shape, Is.EqualTo(tensor.Shape));
            Assert.That(again.DataType, Is.EqualTo(tensor.DataType));
            Assert.That(File.ReadAllBytes(scratch[Name]), Is.Not.Empty);
        }

        NpyFile.Write(scratch[Name], floats);
        Assert.That(NpyFile.Read<float>(scratch[Name], out _), Is.EqualTo(Six));
        NpyFile.Write(scratch[Name], ids);
        Assert.That(NpyFile.Read<long>(scratch[Name], out _), Is.EqualTo([long.MinValue, 7L]));
        NpyFile.Write(scratch[Name], [true, false, true], 3);
        Assert.That(NpyFile.Read<bool>(scratch[Name], out _), Is.EqualTo([true, false, true]));
        Assert.That(Directory.GetFiles(scratch.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Write_OneMatrix_GivesTheBytesOfTheFormat()
    {
        using var scratch = new ScratchFolder();
        NpyFile.Write(scratch[Name], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], (2, 3));
        NpyFile.Write(scratch["v.npy"], [1, 2], 2);

        Assert.That(File.ReadAllBytes(scratch[Name]), Is.EqualTo(NpyBytes.Of("<f8", "(2, 3)", [1.0, 2, 3, 4, 5, 6])));
        Assert.That(File.ReadAllBytes(scratch["v.npy"]), Is.EqualTo(NpyBytes.Of("<i4", "(2,)", [1, 2])));
    }

    [Test]
    public void Write_BadArguments_ThrowsAndLeavesNothing()
    {
        using var scratch = new ScratchFolder();
        Assert.That(() => NpyFile.Write(scratch[Name], [1f], 2), Throws.ArgumentException.With.Message.Contains("[2]"));
        Assert.That(() => NpyFile.Write(scratch[Name], ['a'], 1), Throws.TypeOf<NotSupportedException>());
        Assert.That(() => NpyFile.Write("", [1f], 1), Throws.ArgumentException);
        Assert.That(() => NpyFile.Write(scratch[Name], null!), Throws.ArgumentNullException);
        Assert.That(Directory.GetFiles(scratch.Path), Is.Empty);
    }

    [Test]
    public void Read_MissingFile_ThrowsOfTheSystem()
    {
        using var scratch = new ScratchFolder();
        Assert.That(() => NpyFile.ReadTensor(scratch["none.npy"]), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("none.npy"));
        Assert.That(() => NpyFile.Read<char>(scratch["none.npy"], out _), Throws.TypeOf<FileNotFoundException>());
        Assert.That(() => NpyFile.Read<float>("", out _), Throws.ArgumentException);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Read_EveryPrefix_IsRefused(int version)
    {
        byte[] bytes = NpyBytes.Raw(version, "{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }", [.. Enumerable.Range(0, 12).Select(i => (byte)i)]);
        ParserFuzz.RefusesEveryPrefix(bytes, prefix => Read<int>(prefix, out _));
        ParserFuzz.RefusesEveryPrefix(bytes, prefix => ReadTensor(prefix, TestEngines.Cpu).Dispose());
    }

    [Test]
    public void Read_Mutations_ReadsOrRefuses()
    {
        byte[] bytes = NpyBytes.Of("|b1", "(2, 3)", [true, false, true, false, true, true]);
        Assert.That(ParserFuzz.SurvivesMutations(bytes, mutated => Read<bool>(mutated, out _)), Is.GreaterThan(300));
        bytes = NpyBytes.Of("<f4", "(2, 3)", Six, isFortran: true);
        Assert.That(ParserFuzz.SurvivesMutations(bytes, mutated => Read<double>(mutated, out _)), Is.GreaterThan(250));
    }

    [Test]
    public void Read_HugeShape_IsRefusedWithoutAllocating()
    {
        byte[] bytes = NpyBytes.Of("<f8", "(1073741824, 1073741824)", [1.0]);
        byte[] longHeader = NpyBytes.Of("<f8", "(1,)", [1.0]);
        (longHeader[6], longHeader[10], longHeader[11]) = (2, 0xff, 0x7f);
        foreach (byte[] bad in (byte[][])[bytes, longHeader])
        {
            Assert.That(() => Read<double>(bad, out _), Throws.TypeOf<DataFormatException>());
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.That(() => Read<double>(bad, out _), Throws.TypeOf<DataFormatException>().With.Message.Contains("bytes"));
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(100_000));
        }
    }
}

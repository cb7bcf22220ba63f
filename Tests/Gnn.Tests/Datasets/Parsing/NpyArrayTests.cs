using System.Text;
using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;
using Gnn.Testing;
using Gnn.Tests.Files;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Parsing;

public sealed class NpyArrayTests
{
    private static NpyArray Read(byte[] bytes) => NpyArray.Read([.. bytes], "test.npy");

    private static string Refusal(byte[] bytes) => Assert.Throws<DataFormatException>(() => Read(bytes))!.Message;

    [Test]
    public void Read_EveryVersion_GivesShapeAndElements([Values(1, 2, 3)] int version)
    {
        NpyArray array = Read(NpyBytes.Raw(version, "{'descr': '<i2', 'fortran_order': False, 'shape': (1, 2, 1, 1, 1), }", 1, 0, 0xfe, 0xff));
        Assert.That(array.Shape, Is.EqualTo(new[] { 1, 2, 1, 1, 1 }));
        Assert.That(array.ToInt32(), Is.EqualTo(new[] { 1, -2 }));
    }

    [Test]
    public void ToEveryType_OfEveryType_KeepsTheNumbers()
    {
        (string Type, byte[] File)[] files =
        [
            ("i1", NpyBytes.Of<sbyte>("|i1", "(3,)", [0, 1, 100])), ("u1", NpyBytes.Of<byte>("|u1", "(3,)", [0, 1, 100])),
            ("i2", NpyBytes.Of<short>("<i2", "(3,)", [0, 1, 100])), ("u2", NpyBytes.Of<ushort>("<u2", "(3,)", [0, 1, 100])),
            ("i4", NpyBytes.Of<int>("<i4", "(3,)", [0, 1, 100])), ("u4", NpyBytes.Of<uint>("<u4", "(3,)", [0, 1, 100])),
            ("i8", NpyBytes.Of<long>("<i8", "(3,)", [0, 1, 100])), ("u8", NpyBytes.Of<ulong>("<u8", "(3,)", [0, 1, 100])),
            ("f2", NpyBytes.Of<Half>("<f2", "(3,)", [(Half)0, (Half)1, (Half)100])), ("f4", NpyBytes.Of<float>("<f4", "(3,)", [0, 1, 100])),
            ("f8", NpyBytes.Of<double>("<f8", "(3,)", [0, 1, 100])), (">i4", NpyBytes.Of(">i4", "(3,)", new byte[] { 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 100 })),
            (">f8", NpyBytes.Of(">f8", "(3,)", new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0x40, 0x59, 0, 0, 0, 0, 0, 0 })),
            (">u2", NpyBytes.Of(">u2", "(3,)", new byte[] { 0, 0, 0, 1, 0, 100 })),
        ];
        foreach ((string type, byte[] file) in files)
        {
            NpyArray array = Read(file);
            Assert.That(array.ToInt32(), Is.EqualTo(new[] { 0, 1, 100 }), type);
            Assert.That(array.ToInt64(), Is.EqualTo(new[] { 0L, 1, 100 }), type);
            Assert.That(array.ToSingle(), Is.EqualTo(new[] { 0f, 1, 100 }), type);
            Assert.That(array.ToDouble(), Is.EqualTo(new[] { 0d, 1, 100 }), type);
        }
    }

    [Test]
    public void ToBoolean_BoolsAndNumbersOfZeroAndOne_GivesThem()
    {
        bool[] expected = [true, false, true];
        NpyArray bools = Read(NpyBytes.Of("|b1", "(3,)", expected));
        Assert.That(bools.ToBoolean(), Is.EqualTo(expected));
        Assert.That(bools.ToInt32(), Is.EqualTo(new[] { 1, 0, 1 }));
        Assert.That(bools.ToSingle(), Is.EqualTo(new[] { 1f, 0, 1 }));
        Assert.That(Read(NpyBytes.Of<byte>("|u1", "(3,)", [1, 0, 1])).ToBoolean(), Is.EqualTo(expected));
        Assert.That(Read(NpyBytes.Of<long>("<i8", "(3,)", [1, 0, 1])).ToBoolean(), Is.EqualTo(expected));
        Assert.That(() => Read(NpyBytes.Of<long>("<i8", "(2,)", [1, 1L << 32])).ToBoolean(), Throws.TypeOf<DataFormatException>().With.Message.Contains("element 1"));
        Assert.That(() => Read(NpyBytes.Of<byte>("|b1", "(1,)", [2])).ToBoolean(), Throws.TypeOf<DataFormatException>());
        Assert.That(() => Read(NpyBytes.Of<byte>("|b1", "(1,)", [2])).ToInt32(), Throws.TypeOf<DataFormatException>());
        Assert.That(() => Read(NpyBytes.Of<float>("<f4", "(1,)", [1])).ToBoolean(), Throws.TypeOf<DataFormatException>());
    }

    [Test]
    public void ToAnotherType_NumberThatDoesNotFit_IsRefusedByItsPlace()
    {
        (Func<object> Convert, string Got)[] cases =
        [
            (() => Read(NpyBytes.Of<long>("<i8", "(2,)", [0, 1L << 31])).ToInt32(), "2147483648"),
            (() => Read(NpyBytes.Of<uint>("<u4", "(2,)", [0, uint.MaxValue])).ToInt32(), "4294967295"),
            (() => Read(NpyBytes.Of<ulong>("<u8", "(2,)", [0, ulong.MaxValue])).ToInt64(), "18446744073709551615"),
            (() => Read(NpyBytes.Of<double>("<f8", "(2,)", [3, 3.5])).ToInt32(), "3.5"),
            (() => Read(NpyBytes.Of<double>("<f8", "(2,)", [3, double.NaN])).ToInt64(), "NaN"),
            (() => Read(NpyBytes.Of<float>("<f4", "(2,)", [3, float.PositiveInfinity])).ToInt32(), "Infinity"),
            (() => Read(NpyBytes.Of<float>("<f4", "(2,)", [3, 2147483648f])).ToInt32(), "2.1474836E+09"),
            (() => Read(NpyBytes.Of<double>("<f8", "(2,)", [3, 9223372036854775808d])).ToInt64(), "9.223372036854776E+18"),
            (() => Read(NpyBytes.Of<double>("<f8", "(2,)", [3, 1e300])).ToSingle(), "1E+300"),
        ];
        foreach ((Func<object> convert, string got) in cases)
        {
            Assert.That(convert, Throws.TypeOf<DataFormatException>().With.Message.Contains("element 1").And.Message.Contains($"got {got}"));
        }

        Assert.That(Read(NpyBytes.Of<double>("<f8", "(2,)", [double.NaN, double.NegativeInfinity])).ToSingle(), Is.EqualTo(new[] { float.NaN, float.NegativeInfinity }));
        Assert.That(Read(NpyBytes.Of<long>("<i8", "(2,)", [long.MinValue, int.MinValue])).ToInt64(), Is.EqualTo(new[] { long.MinValue, int.MinValue }));
        Assert.That(Read(NpyBytes.Of<double>("<f8", "(2,)", [int.MinValue, int.MaxValue])).ToInt32(), Is.EqualTo(new[] { int.MinValue, int.MaxValue }));
    }

    [TestCase("(2, 3)", new[] { 0, 2, 4, 1, 3, 5 })]
    [TestCase("(6,)", new[] { 0, 1, 2, 3, 4, 5 })]
    [TestCase("(1, 3, 2)", new[] { 0, 3, 1, 4, 2, 5 })]
    public void Read_FortranOrder_PutsTheLastAxisFirst(string shape, int[] expected)
    {
        Assert.That(Read(NpyBytes.Of<int>("<i4", shape, [0, 1, 2, 3, 4, 5], isFortran: true)).ToInt32(), Is.EqualTo(expected));
        Assert.That(Read(NpyBytes.Of<byte>("|u1", shape, [0, 1, 2, 3, 4, 5], isFortran: true)).ToInt32(), Is.EqualTo(expected));
    }

    [Test]
    public void ToTexts_UnicodeAndBytes_LeavesOutTheZerosBehind()
    {
        byte[] unicode = Encoding.UTF32.GetBytes("a\0\0\u00e9\U0001f600\0\0\0\0xyz");
        string[] expected = ["a", "\u00e9\U0001f600", "", "xyz"];
        Assert.That(Read(NpyBytes.Of("<U3", "(4,)", unicode)).ToTexts(), Is.EqualTo(expected));
        for (int i = 0; i < unicode.Length; i += 4)
        {
            unicode.AsSpan(i, 4).Reverse();
        }

        Assert.That(Read(NpyBytes.Of(">U3", "(4,)", unicode)).ToTexts(), Is.EqualTo(expected));
        Assert.That(Read(NpyBytes.Of<byte>("|S2", "(2,)", [(byte)'x', (byte)'y', 0xe9, 0])).ToTexts(), Is.EqualTo(new[] { "xy", "\u00e9" }));
        Assert.That(Read(NpyBytes.Of<byte>("|S3", "()", [.. "csr"u8])).ToTexts(), Is.EqualTo(new[] { "csr" }));
        Assert.That(() => Read(NpyBytes.Of<uint>("<U1", "(1,)", [0xd800])).ToTexts(), Throws.TypeOf<DataFormatException>().With.Message.Contains("0xd800"));
        Assert.That(() => Read(NpyBytes.Of<int>("<i4", "(1,)", [1])).ToTexts(), Throws.TypeOf<DataFormatException>().With.Message.Contains("expected texts"));
        Assert.That(() => Read(NpyBytes.Of<byte>("|S1", "(1,)", [1])).ToInt32(), Throws.TypeOf<DataFormatException>());
    }

    [TestCase("|O")]
    [TestCase("O")]
    [TestCase("|O8")]
    public void Read_ObjectArray_IsRefusedByNameWithTheCure(string type) => Assert.That(
        Refusal(NpyBytes.Of<byte>(type, "(1,)", [0x80, 2])), Does.Contain("object array").And.Contain("can run any program").And.Contain("Save each of its parts"));

    [TestCase("<c8")]
    [TestCase("<f16")]
    [TestCase("<i3")]
    [TestCase("<M8[s]")]
    [TestCase("|V4")]
    [TestCase("<U0")]
    [TestCase("<U-1")]
    [TestCase("<U999999999999")]
    [TestCase("<U600000000")]
    [TestCase("|S0")]
    [TestCase("")]
    [TestCase("<")]
    [TestCase("i")]
    public void Read_OtherElements_IsRefusedByTheirType(string type) =>
        Assert.That(Refusal(NpyBytes.Of<byte>(type, "(0,)", [])), Does.Contain($"got '{type}'"));

    [TestCase("(1152921504606846976,)")]
    [TestCase("(2147483647, 2147483647, 2147483647)")]
    [TestCase("(1152921504606846976, 0)")]
    [TestCase("(3,)")]
    [TestCase("(1,)")]
    public void Read_ShapeThatTheFileDoesNotHold_IsRefusedWithoutMemory(string shape)
    {
        byte[] bytes = NpyBytes.Of<double>("<f8", shape, [1, 2]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(Refusal(bytes), Does.Contain("expected"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(64 * 1024));
    }

    [TestCase("(-1,)")]
    [TestCase("(2, -1)")]
    [TestCase("(2.0,)")]
    [TestCase("2")]
    public void Read_ShapeThatIsNone_IsRefused(string shape) => Assert.That(Refusal(NpyBytes.Of<double>("<f8", shape, [1, 2])), Does.Contain("offset"));

    [Test]
    public void Read_NothingInIt_GivesNothing()
    {
        NpyArray empty = Read(NpyBytes.Of<long>("<i8", "(0, 4)", [], isFortran: true));
        Assert.That(empty.Shape, Is.EqualTo(new[] { 0, 4 }));
        Assert.That(empty.ToInt32(), Is.Empty);
    }

    [Test]
    public void Read_EveryPrefix_IsRefused()
    {
        ParserFuzz.RefusesEveryPrefix(NpyBytes.Of<int>("<i4", "(3, 2)", [1, 2, 3, 4, 5, 6]), bytes => Read(bytes));
        using var scratch = new ScratchFolder();
        string path = scratch["a.npy"];
        File.WriteAllBytes(path, NpyBytes.Of<int>("<i4", "(3,)", [1, 2, 3]));
        Assert.That(NpyArray.Read(path).ToInt32(), Is.EqualTo(new[] { 1, 2, 3 }));
    }
}

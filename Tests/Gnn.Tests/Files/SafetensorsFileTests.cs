using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Files;

public sealed class SafetensorsFileTests
{
    private static SafetensorsEntry Entry<T>(string name, SafetensorsType type, T[] values, params long[] shape)
        where T : unmanaged => new(name, type, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    private static SafetensorsEntry[] Sample() =>
    [
        Entry("mask", SafetensorsType.Bool, (byte[])[1, 0, 1], 3),
        Entry("conv1.lin.weight", SafetensorsType.Float32, [1f, 2f, 3f, 4f, 5f, 6f], 2, 3),
        Entry("ids", SafetensorsType.Int64, [long.MinValue, 7L], 2),
        Entry("steps", SafetensorsType.Int32, [5], []),
        Entry("double", SafetensorsType.Float64, [double.NaN, 0.1], 2, 1),
        Entry("empty \u20ac", SafetensorsType.Float32, Array.Empty<float>(), 0, 4),
    ];

    private static readonly Dictionary<string, string> Notes = new() { ["format"] = "pt", ["by"] = "a \"quoted\" \u00e9" };

    private static byte[] Raw(string header, params byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + json.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, json.Length);
        json.CopyTo(bytes, 8);
        data.CopyTo(bytes, 8 + json.Length);
        return bytes;
    }

    private static SafetensorsFile Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return SafetensorsReader.Read(stream, "test.safetensors");
    }

    private static byte[] WriteSample()
    {
        using var scratch = new ScratchFolder();
        SafetensorsFile.Write(scratch["a"], Sample(), Notes);
        return File.ReadAllBytes(scratch["a"]);
    }

    [Test]
    public void Read_WhatWasWritten_IsTheSame()
    {
        using var scratch = new ScratchFolder();
        SafetensorsFile.Write(scratch["a"], Sample(), Notes);
        SafetensorsFile file = SafetensorsFile.Read(scratch["a"]);
        Assert.That(file.Metadata, Is.EquivalentTo(Notes));
        Assert.That(file.Entries, Has.Count.EqualTo(6));
        foreach (SafetensorsEntry expected in Sample())
        {
            Assert.That(file.TryFind(expected.Name, out SafetensorsEntry? got), expected.Name);
            Assert.That(got!.Type, Is.EqualTo(expected.Type));
            Assert.That(got.Shape, Is.EqualTo(expected.Shape));
            Assert.That(got.Data.ToArray(), Is.EqualTo(expected.Data.ToArray()));
        }

        Assert.That(file.TryFind("none", out _), Is.False);
    }

    [Test]
    public void Write_AnyOrder_GivesTheSameSortedAlignedBytes()
    {
        using var scratch = new ScratchFolder();
        SafetensorsFile.Write(scratch["a"], Sample(), Notes);
        SafetensorsFile.Write(scratch["b"], Sample().Reverse(), Notes.Reverse().ToDictionary());
        byte[] bytes = File.ReadAllBytes(scratch["a"]);
        Assert.That(File.ReadAllBytes(scratch["b"]), Is.EqualTo(bytes));
        Assert.That(BinaryPrimitives.ReadInt64LittleEndian(bytes) % 8, Is.Zero);
        string[] names = [.. Read(bytes).Entries.Select(entry => entry.Name)];
        Assert.That(names, Is.EqualTo(names.Order(StringComparer.Ordinal)));
    }

    [Test]
    public void Write_OneTensor_GivesTheBytesOfTheFormat()
    {
        using var scratch = new ScratchFolder();
        SafetensorsFile.Write(scratch["a"], [Entry("w", SafetensorsType.Float32, [1f], 1)]);
        string header = """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";
        byte[] expected = Raw(header.PadRight((header.Length + 7) / 8 * 8), 0, 0, 0x80, 0x3f);
        Assert.That(File.ReadAllBytes(scratch["a"]), Is.EqualTo(expected));
    }

    [Test]
    public void Write_NoTensors_CanBeRead()
    {
        using var scratch = new ScratchFolder();
        SafetensorsFile.Write(scratch["a"], []);
        Assert.That(SafetensorsFile.Read(scratch["a"]).Entries, Is.Empty);
    }

    [Test]
    public void Write_RepeatedName_ThrowsAndLeavesNothing()
    {
        using var scratch = new ScratchFolder();
        SafetensorsEntry entry = Entry("w", SafetensorsType.Float32, [1f], 1);
        Assert.That(() => SafetensorsFile.Write(scratch["a"], [entry, entry]), Throws.ArgumentException.With.Message.Contains("'w' twice"));
        Assert.That(Directory.GetFiles(scratch.Path), Is.Empty);
    }

    [Test]
    public void Entry_BadArguments_Throws()
    {
        Assert.That(() => Entry("", SafetensorsType.Float32, [1f], 1), Throws.ArgumentException);
        Assert.That(() => Entry("__metadata__", SafetensorsType.Float32, [1f], 1), Throws.ArgumentException);
        Assert.That(() => Entry("a\ud800", SafetensorsType.Float32, [1f], 1), Throws.ArgumentException);
        Assert.That(() => Entry("a", (SafetensorsType)9, [1f], 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Entry("a", SafetensorsType.Float32, [1f], 2), Throws.ArgumentException.With.Message.Contains("F32 [2]"));
        Assert.That(() => Entry("a", SafetensorsType.Float32, [1f], -1, -1), Throws.ArgumentException);
        Assert.That(() => Entry("a", SafetensorsType.Float32, [1f], long.MaxValue, long.MaxValue), Throws.ArgumentException);
    }

    [Test]
    public void Read_EveryPrefix_IsRefused()
    {
        ParserFuzz.RefusesEveryPrefix(WriteSample(), bytes => Read(bytes));
    }

    [Test]
    public void Read_Mutations_ReadsOrRefuses()
    {
        Assert.That(ParserFuzz.SurvivesMutations(WriteSample(), bytes => Read(bytes)), Is.GreaterThan(300));
    }

    [TestCase(1L << 60)]
    [TestCase(-1L)]
    [TestCase(long.MinValue)]
    [TestCase(100_000_001L)]
    public void Read_HugeHeaderLength_IsRefusedWithoutAllocating(long length)
    {
        byte[] bytes = WriteSample();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        Assert.That(() => Read(bytes), Throws.TypeOf<DataFormatException>());
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => Read(bytes), Throws.TypeOf<DataFormatException>().With.Message.Contains("offset 0x0: expected a header"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(100_000));
    }

    [TestCase("""{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}""", "got 'F16'")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "offsets 0 to 4")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}}""", "gaps or overlaps")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "within 4 bytes")]
    [TestCase("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", "4 bytes after them")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "offsets 4 to 0")]
    [TestCase("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "integers of at least 0")]
    [TestCase("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}""", "offsets 0 to 4")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "integers of at least 0")]
    [TestCase("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}""", "integers of at least 0")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""", "at most 2 integers")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1]}}""", "got less for 'a'")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}""", "got 'more'")]
    [TestCase("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "got 'dtype'")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "'a' twice")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "overlaps")]
    [TestCase("""{"a":{"dtype":"BOOL","shape":[4],"data_offsets":[0,4]}}""", "BOOL of 0 or 1, got 128")]
    [TestCase("""{"__metadata__":{"x":1},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "a string for the note 'x'")]
    [TestCase("""{"__metadata__":{"x":"","x":""},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "'x' twice")]
    [TestCase("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "header in JSON")]
    [TestCase("""{"a":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}""", "header in JSON")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} x""", "header in JSON")]
    [TestCase("""[1]""", "an object of tensors")]
    [TestCase("", "header in JSON")]
    public void Read_BadHeader_SaysWhat(string header, string message)
    {
        byte[] bytes = Raw(header, 0, 0, 0x80, 0x3f);
        Assert.That(() => Read(bytes), Throws.TypeOf<DataFormatException>().With.Message.Contains(message));
    }

    [Test]
    public void Read_TensorsInAnotherOrderThanTheirBytes_GivesEachItsOwn()
    {
        byte[] bytes = Raw("""{"b":{"dtype":"BOOL","shape":[2],"data_offsets":[1,3]},"a":{"dtype":"BOOL","shape":[],"data_offsets":[0,1]}}   """, 1, 0, 1);
        SafetensorsFile file = Read(bytes);
        Assert.That(file.Entries.Select(entry => entry.Name), Is.EqualTo(new[] { "b", "a" }));
        Assert.That(file.Entries[0].Data.ToArray(), Is.EqualTo(new byte[] { 0, 1 }));
        Assert.That(file.Entries[1].Data.ToArray(), Is.EqualTo(new byte[] { 1 }));
    }

    [Test]
    public void FromArray_EachType_GivesItsElementsBack()
    {
        Check<float>([1.5f, -0f, float.NaN], SafetensorsType.Float32);
        Check<double>([1e300, double.NegativeInfinity, 0.1], SafetensorsType.Float64);
        Check<int>([int.MinValue, 0, 7], SafetensorsType.Int32);
        Check<long>([long.MaxValue, -1, 7], SafetensorsType.Int64);
        Check<bool>([true, false, true], SafetensorsType.Bool);

        static void Check<T>(T[] values, SafetensorsType type)
            where T : unmanaged
        {
            SafetensorsEntry entry = SafetensorsEntry.FromArray<T>("x", values, [3, 1]);
            Assert.That((entry.Type, entry.Shape[0], entry.Shape[1]), Is.EqualTo((type, 3L, 1L)));
            Assert.That(entry.ToArray<T>(), Is.EqualTo(values));
            using Gnn.Tensors.Tensor tensor = entry.ToTensor();
            Assert.That(tensor.Shape.ToString(), Is.EqualTo("[3, 1]"));
        }
    }

    [Test]
    public void ToArray_AnotherType_SaysWhichItHolds()
    {
        SafetensorsEntry entry = SafetensorsEntry.FromArray<int>("steps", [5], []);
        Assert.That(() => entry.ToArray<long>(), Throws.ArgumentException.With.Message.Contains("'steps' holds Int32"));
        Assert.That(() => SafetensorsEntry.FromArray<byte>("x", [1], [1]), Throws.ArgumentException.With.Message.Contains("not Byte"));
    }

    [Test]
    public void FromTensor_FloatType_WritesIt()
    {
        using Gnn.Tensors.Tensor value = Gnn.Tensors.Tensor.Create<float>([0.1f, 2f], 2);
        SafetensorsEntry own = SafetensorsEntry.FromTensor("x", value);
        SafetensorsEntry wide = SafetensorsEntry.FromTensor("x", value, SafetensorsType.Float64);
        Assert.That((own.Type, wide.Type), Is.EqualTo((SafetensorsType.Float32, SafetensorsType.Float64)));
        Assert.That(wide.ToArray<double>(), Is.EqualTo(new double[] { 0.1f, 2 }));
        Assert.That(() => SafetensorsEntry.FromTensor("x", value, SafetensorsType.Int32), Throws.ArgumentException);
    }
}

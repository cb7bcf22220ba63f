using System.Diagnostics;
using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;
using NUnit.Framework;

namespace Gnn.Tests.Parsing;

/// <content>Pickles that want code run, or memory, time or stack exhausted.</content>
public sealed partial class PickleReaderTests
{
    [Test]
    public void Read_GlobalOfOsSystem_IsRefusedByNameAndOffset()
    {
        byte[] hostile = PickleBuilder.Start().Global("os", "system").String("echo hello").Raw(0x85).Op('R').Stop();
        Assert.That(
            () => Read(hostile),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("'os.system', which is refused").And.Message.Contains("offset 0x2:"));
    }

    [Test]
    public void Read_StackGlobalOfOsSystem_IsRefusedByName()
    {
        byte[] hostile = PickleBuilder.Start(4).Text("os").Text("system").Raw(0x93).Text("echo hello").Raw(0x85).Op('R').Stop();
        Assert.That(() => Read(hostile), Throws.TypeOf<DataFormatException>().With.Message.Contains("'os.system', which is refused"));
    }

    [TestCase("builtins", "eval")]
    [TestCase("__builtin__", "getattr")]
    [TestCase("posix", "system")]
    [TestCase("numpy", "load")]
    [TestCase("numpy.core.multiarray", "fromfile")]
    [TestCase("scipy.sparse.csr", "csr_matrix.__init__")]
    [TestCase("", "")]
    public void Read_OtherGlobals_AreRefused(string module, string name)
    {
        byte[] byGlobal = PickleBuilder.Start().Global(module, name).Stop();
        byte[] byStack = PickleBuilder.Start(4).Text(module).Text(name).Raw(0x93).Stop();
        byte[] byInstance = PickleBuilder.Start(0).Op('(').Op('i').Raw(System.Text.Encoding.ASCII.GetBytes($"{module}\n{name}\n")).Stop();
        foreach (byte[] hostile in (byte[][])[byGlobal, byStack, byInstance])
        {
            Assert.That(() => Read(hostile), Throws.TypeOf<DataFormatException>().With.Message.Contains($"'{module}.{name}', which is refused"));
        }
    }

    [TestCase("os", "system")]
    [TestCase("builtins", "eval")]
    [TestCase("numpy", "load")]
    public void Read_ObjectsOfOtherClasses_AreRefusedByName(string module, string name)
    {
        byte[] byObject = PickleBuilder.Start(1).Op('(').Global(module, name).String("echo hello").Op('o').Stop();
        byte[] byReduce = PickleBuilder.Start(0).Global(module, name).Op('(').String("echo hello").Op('t').Op('R').Stop();
        byte[] byNew = PickleBuilder.Start(4).Text(module).Text(name).Raw(0x93).Op(')').Raw(0x81).Stop();
        byte[] byFactory = PickleBuilder.Start().Global("collections", "defaultdict").Global(module, name).Raw(0x85).Op('R').Stop();
        foreach (byte[] hostile in (byte[][])[byObject, byReduce, byNew, byFactory])
        {
            Assert.That(() => Read(hostile), Throws.TypeOf<DataFormatException>().With.Message.Contains($"'{module}.{name}', which is refused"));
        }
    }

    [TestCase(0x82, 0x07)]
    [TestCase(0x83, 0x0307)]
    [TestCase(0x84, 0x04010307)]
    public void Read_ExtensionCodes_AreRefusedByNumber(int opcode, int code)
    {
        byte[] hostile = PickleBuilder.Start().Raw((byte)opcode).Raw(BitConverter.GetBytes(code)).Stop();
        Assert.That(() => Read(hostile), Throws.TypeOf<DataFormatException>().With.Message.Contains($"extension code {code}, which is refused"));
    }

    // PERSID, BINPERSID, OBJ, NEWOBJ_EX, NEXT_BUFFER.
    [TestCase('P')]
    [TestCase('Q')]
    [TestCase('o')]
    [TestCase(0x92)]
    [TestCase(0x97)]
    public void Read_OpcodesThatReachOutside_AreRefused(int opcode)
    {
        byte[] hostile = PickleBuilder.Start().Op('N').Raw((byte)opcode).Raw(1, (byte)'\n').Stop();
        Assert.That(() => Read(hostile), Throws.TypeOf<DataFormatException>().With.Message.Contains("is refused"));
    }

    // BINSTRING, BINBYTES, BINBYTES8, BYTEARRAY8, BINUNICODE, BINUNICODE8, LONG4, FRAME: lengths of four or eight bytes.
    [Test, Combinatorial]
    public void Read_LengthBeyondTheFile_IsRefusedWithoutAllocating(
        [Values('T', 'B', 0x8e, 0x96, 'X', 0x8d, 0x8b, 0x95)] int opcode,
        [Values(0xffffffffL, 0x7fffffffL, (1L << 60) + 0x10000000, -1L)] long length)
    {
        byte[] hostile = PickleBuilder.Start(5).Raw((byte)opcode).Raw(BitConverter.GetBytes(length)).Op('N').Stop();
        Assert.That(() => Read(hostile), Throws.TypeOf<DataFormatException>());
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => Read(hostile), Throws.TypeOf<DataFormatException>());
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(100_000));
    }

    [TestCase(0x8e)]
    [TestCase(0x96)]
    [TestCase(0x8d)]
    [TestCase(0x95)]
    public void Read_LengthOfTwoToThe60_IsRefused(int opcode)
    {
        byte[] hostile = PickleBuilder.Start(5).Raw((byte)opcode).Raw(BitConverter.GetBytes(1L << 60)).Op('N').Stop();
        Assert.That(() => Read(hostile), Throws.TypeOf<DataFormatException>().With.Message.Contains("1152921504606846976"));
    }

    [Test]
    public void Read_DeepMarks_AreRefused()
    {
        PickleBuilder builder = PickleBuilder.Start();
        for (int i = 0; i < 1_000_000; i++)
        {
            builder.Op('(');
        }

        byte[] hostile = builder.Stop();
        Assert.That(() => Read(hostile), Throws.TypeOf<DataFormatException>().With.Message.Contains("nested at most 1000 deep"));
    }

    [Test]
    public void Read_DeepTuples_AreReadWithoutRecursion()
    {
        PickleBuilder builder = PickleBuilder.Start().Op(')');
        for (int i = 0; i < 1_000_000; i++)
        {
            builder.Raw(0x85);
        }

        byte[] hostile = builder.Stop();
        Assert.That(Read(hostile).ToString(), Is.EqualTo("a tuple of 1 items"));
    }

    [Test]
    public void Read_ManyObjectsOfOneByte_IsRefusedWithinTheBudget()
    {
        PickleBuilder builder = PickleBuilder.Start();
        for (int i = 0; i < 1_000_000; i++)
        {
            builder.Op(']');
        }

        byte[] hostile = builder.Stop();
        Assert.That(() => Read(hostile), Throws.TypeOf<DataFormatException>());
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => Read(hostile), Throws.TypeOf<DataFormatException>().With.Message.Contains("in memory"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan((10L * hostile.Length) + SmallConstant));
    }

    [Test]
    public void Read_SharedArraysCopiedByCalls_AreRefusedWithinTheBudget()
    {
        // A set is copied from one memoized list of 10,000 items by a few bytes each time.
        PickleBuilder builder = PickleBuilder.Start().Op(']').Raw((byte)'q', 0).Op('(');
        for (int i = 0; i < 10_000; i++)
        {
            builder.Raw((byte)'K', 1);
        }

        builder.Op('e').Op('0').Global("__builtin__", "set").Raw((byte)'q', 1).Op('0');
        for (int i = 0; i < 10_000; i++)
        {
            builder.Raw((byte)'h', 1, (byte)'h', 0, 0x85).Op('R');
        }

        byte[] hostile = builder.Stop();
        Assert.That(() => Read(hostile), Throws.TypeOf<DataFormatException>().With.Message.Contains("in memory"));
    }

    [Test]
    public void Read_DoublingTuples_TakesLittleMemoryAndTime()
    {
        // Printed out, this would be 2^60 items.
        PickleBuilder builder = PickleBuilder.Start().Op(')');
        for (int i = 0; i < 60; i++)
        {
            builder.Op('2').Raw(0x86);
        }

        var watch = Stopwatch.StartNew();
        Assert.That(Read(builder.Stop()).ToString(), Is.EqualTo("a tuple of 2 items"));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [TestCase(0x7fffffff)]
    [TestCase(unchecked((int)0xffffffff))]
    [TestCase(100_000)]
    public void Read_HugeMemoNumber_IsRefused(int number)
    {
        byte[] hostile = PickleBuilder.Start().Op('N').Op('r').Raw(BitConverter.GetBytes(number)).Stop();
        Assert.That(() => Read(hostile), Throws.TypeOf<DataFormatException>().With.Message.Contains("memo number"));
    }

    [Test]
    public void Read_ListThatHoldsItself_Ends()
    {
        byte[] cyclic = PickleBuilder.Start().Op(']').Raw((byte)'q', 0, (byte)'h', 0).Op('a').Stop();
        Assert.That(Read(cyclic).ToString(), Is.EqualTo("a list of 1 items"));
    }
}

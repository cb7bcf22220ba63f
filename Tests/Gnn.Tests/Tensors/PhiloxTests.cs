using System.Runtime.Intrinsics;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Tensors;

[TestFixture]
[Category("Kernel")]
internal sealed class PhiloxTests
{
    [TestCase(0UL, 0UL, 0UL, new uint[] { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 })]
    [TestCase(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, new uint[] { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd })]
    [TestCase(0x85a308d3243f6a88UL, 0x0370734413198a2eUL, 0x299f31d0a4093822UL, new uint[] { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 })]
    public void Block_PublishedVectors_AreReproduced(ulong low, ulong high, ulong key, uint[] expected)
    {
        Philox.Block(low, high, key, out uint x0, out uint x1, out uint x2, out uint x3);

        Assert.That(new[] { x0, x1, x2, x3 }, Is.EqualTo(expected));
    }

    [TestCase(0UL)]
    [TestCase(1UL)]
    [TestCase(0xFFFFFFFDUL)]
    [TestCase(ulong.MaxValue - 6)]
    public void Fill_LengthsFrom0To257_EqualScalar(ulong firstBlock)
    {
        for (int length = 0; length <= 257; length++)
        {
            uint[] expected = new uint[length];
            uint[] actual = new uint[length];
            Philox.FillScalar(expected, firstBlock, 0x0123456789ABCDEF, 0xFEDCBA9876543210);

            Philox.Fill(actual, firstBlock, 0x0123456789ABCDEF, 0xFEDCBA9876543210);

            Assert.That(actual, Is.EqualTo(expected), $"length {length}");
        }
    }

    [Test]
    public void FillWide_EveryWidthOfThisMachine_EqualsScalar()
    {
        if (!Philox.Lanes128.IsSupported)
        {
            Assert.Ignore("This machine, or this run, has no vectors.");
        }

        CheckWide<Philox.Lanes128, Vector128<ulong>>();
        CheckListWide<Philox.Lanes128, Vector128<ulong>>();
        if (Philox.Lanes256.IsSupported)
        {
            CheckWide<Philox.Lanes256, Vector256<ulong>>();
            CheckListWide<Philox.Lanes256, Vector256<ulong>>();
        }

        if (Philox.Lanes512.IsSupported)
        {
            CheckWide<Philox.Lanes512, Vector512<ulong>>();
            CheckListWide<Philox.Lanes512, Vector512<ulong>>();
        }
    }

    [Test]
    public void FillList_LengthsFrom0To70_EqualsBlockByBlock()
    {
        for (int length = 0; length <= 70; length++)
        {
            // Numbers without an order, beyond 32 bits too.
            ulong[] blocks = [.. Enumerable.Range(0, length).Select(i => (ulong)i * 0x9E3779B97F4A7C15)];
            uint[] actual = new uint[4 * length];

            Philox.FillList(blocks, actual, 0x0123456789ABCDEF, 0xFEDCBA9876543210);

            for (int i = 0; i < length; i++)
            {
                uint[] expected = new uint[4];
                Philox.FillScalar(expected, blocks[i], 0x0123456789ABCDEF, 0xFEDCBA9876543210);
                Assert.That(actual[(4 * i)..(4 * (i + 1))], Is.EqualTo(expected), $"block {i} of {length}");
            }
        }
    }

    [Test]
    public void FillGroups_EveryWidthOfThisMachine_EqualsBlockByBlock()
    {
        ulong[] blocks = [.. Enumerable.Range(0, 48).Select(i => (ulong)i * 0x9E3779B97F4A7C15)];
        ulong[] streams = [.. Enumerable.Range(0, Philox.GroupBlocks).Select(i => (ulong)i * 0xD1B54A32D192ED03)];
        uint[] expected = new uint[4 * blocks.Length];
        for (int i = 0; i < blocks.Length; i++)
        {
            int place = (i / 16 * 64) + (i % 16);
            Philox.Block(blocks[i], streams[i % 16], 0xFEDCBA9876543210, out expected[place], out expected[place + 16], out expected[place + 32], out expected[place + 48]);
        }

        Check("chosen", words => Philox.FillGroups(blocks, streams, words, 0xFEDCBA9876543210));
        Check("scalar", words => Philox.FillGroupsScalar(blocks, streams, words, 0xFEDCBA9876543210));
        if (Philox.Lanes128.IsSupported)
        {
            Check("128", words => Philox.FillGroupsWide<Philox.Lanes128, Vector128<ulong>>(blocks, streams, words, 0xFEDCBA9876543210));
        }

        if (Philox.Lanes256.IsSupported)
        {
            Check("256", words => Philox.FillGroupsWide<Philox.Lanes256, Vector256<ulong>>(blocks, streams, words, 0xFEDCBA9876543210));
        }

        if (Philox.Lanes512.IsSupported)
        {
            Check("512", words => Philox.FillGroupsWide<Philox.Lanes512, Vector512<ulong>>(blocks, streams, words, 0xFEDCBA9876543210));
        }

        void Check(string width, Action<uint[]> fill)
        {
            uint[] actual = new uint[expected.Length];
            fill(actual);
            Assert.That(actual, Is.EqualTo(expected), width);
        }
    }

    private static void CheckListWide<TLanes, TVector>()
        where TLanes : struct, Philox.ILanes<TVector>
        where TVector : struct
    {
        ulong[] blocks = [.. Enumerable.Range(0, 100).Select(i => (ulong)i * 0x9E3779B97F4A7C15)];
        uint[] actual = new uint[400];

        int done = Philox.FillListWide<TLanes, TVector>(blocks, actual, 7, 0x8000000180000001);

        Assert.That(done, Is.InRange(80, 100));
        for (int i = 0; i < done; i++)
        {
            uint[] expected = new uint[4];
            Philox.FillScalar(expected, blocks[i], 7, 0x8000000180000001);
            Assert.That(actual[(4 * i)..(4 * (i + 1))], Is.EqualTo(expected), $"{typeof(TLanes).Name}, block {i}");
        }

        Assert.That(actual[(4 * done)..], Has.All.EqualTo(0u), "nothing is written past the whole vectors");
    }

    private static void CheckWide<TLanes, TVector>()
        where TLanes : struct, Philox.ILanes<TVector>
        where TVector : struct
    {
        uint[] expected = new uint[1000];
        uint[] actual = new uint[1000];
        Philox.FillScalar(expected, 0xFFFFFFF0, 7, 0x8000000180000001);

        int written = Philox.FillWide<TLanes, TVector>(actual, 0xFFFFFFF0, 7, 0x8000000180000001);

        Assert.That(written, Is.InRange(900, 1000));
        Assert.That(actual[..written], Is.EqualTo(expected[..written]), typeof(TLanes).Name);
        Assert.That(actual[written..], Has.All.EqualTo(0u), "nothing is written past the whole vectors");
    }
}

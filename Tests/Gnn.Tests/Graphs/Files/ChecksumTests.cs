using System.Text;
using Gnn.Graphs.Files;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Files;

[TestFixture]
internal sealed class ChecksumTests
{
    private const uint Polynomial = 0x82f63b78;

    [Test]
    public void OfBlock_KnownText_IsThePublishedCrc() => Assert.That(Checksum.OfBlock(Encoding.ASCII.GetBytes("123456789")), Is.EqualTo(0xe3069283));

    [Test]
    public void OfBlock_EveryLength_IsTheCrcByBits()
    {
        // Serial, around the first length of four lanes, and with all lengths of what the lanes leave.
        byte[] bytes = new byte[10_000];
        new Random(6).NextBytes(bytes);
        foreach (int length in (int[])[.. Enumerable.Range(0, 258), .. Enumerable.Range((4 * 2048) - 40, 120), .. Enumerable.Range(9_900, 101)])
        {
            Assert.That(Checksum.OfBlock(bytes.AsSpan(0, length)), Is.EqualTo(ByBits(bytes[..length])), $"{length} bytes");
        }
    }

    [Test]
    public void Of_EveryLengthAroundABlock_IsTheCrcOfTheBlocksByBits()
    {
        byte[] bytes = new byte[(4 * Checksum.BlockBytes) + 9];
        new Random(5).NextBytes(bytes);
        int[] lengths =
        [
            .. Enumerable.Range(0, 34),
            Checksum.BlockBytes - 1, Checksum.BlockBytes, Checksum.BlockBytes + 1, (2 * Checksum.BlockBytes) + 8192, bytes.Length,
        ];
        foreach (int length in lengths)
        {
            byte[][] blocks = [.. bytes.Take(length).Chunk(Checksum.BlockBytes)];
            byte[] crcs = [.. blocks.SelectMany(block => BitConverter.GetBytes(ByBits(block)))];
            Assert.That(Checksum.Of(bytes.AsSpan(0, length)), Is.EqualTo(ByBits(crcs)), $"{length} bytes");
        }
    }

    [TestCase(0, 0)]
    [TestCase(1, 1)]
    [TestCase(Checksum.BlockBytes, 1)]
    [TestCase(Checksum.BlockBytes + 1, 2)]
    [TestCase(long.MaxValue, (long.MaxValue / Checksum.BlockBytes) + 1)]
    public void BlockCount_Length_IsRoundedUp(long bytes, long blocks) => Assert.That(Checksum.BlockCount(bytes), Is.EqualTo(blocks));

    private static uint ByBits(byte[] bytes)
    {
        uint crc = ~0u;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) != 0 ? Polynomial : 0);
            }
        }

        return ~crc;
    }
}

using System.Text;
using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Parsing;

public sealed class GzipTests
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(i => $"{i * 7919 % 1000}\n")));

    private static byte[] Unpack(byte[] packed) => Gzip.Unpack(packed, "test.gz");

    [Test]
    public void Crc32_OfKnownBytes_IsTheStandardsValue()
    {
        Assert.That(Crc32.Of("123456789"u8), Is.EqualTo(0xcbf43926));
        for (int cut = 0; cut <= 40; cut++)
        {
            Assert.That(Crc32.Of(Text.AsSpan(cut), Crc32.Of(Text.AsSpan(0, cut))), Is.EqualTo(Crc32.Of(Text)));
        }
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(4096)]
    [TestCase(1_000_000)]
    public void Unpack_ZerosAndNoise_GivesTheBytes(int length)
    {
        byte[] noise = new byte[length];
        Assert.That(Unpack(ArchiveBytes.Gzip(noise)).AsSpan().SequenceEqual(noise), "zeros");
        new Random(1).NextBytes(noise);
        Assert.That(Unpack(ArchiveBytes.Gzip(noise)).AsSpan().SequenceEqual(noise), "noise");
    }

    [Test]
    public void Unpack_Members_JoinsThem()
    {
        byte[] one = ArchiveBytes.Gzip(Text);
        byte[] none = ArchiveBytes.Gzip([]);
        Assert.That(Unpack([.. one, .. one]), Is.EqualTo((byte[])[.. Text, .. Text]));
        Assert.That(Unpack([.. none, .. one, .. none]), Is.EqualTo(Text));
        byte[] many = [.. Enumerable.Repeat(none, 1000).SelectMany(member => member)];
        Assert.That(() => Unpack(many), Throws.TypeOf<DataFormatException>().With.Message.Contains("expected members of"));
    }

    [Test]
    public void Unpack_HeaderWithEveryField_PassesOverThem()
    {
        byte[] plain = ArchiveBytes.Gzip(Text);
        byte[] header = [0x1f, 0x8b, 8, 31, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3, .. "name\0comment\0"u8, 9, 9];
        byte[] full = [.. header, .. plain[10..]];
        Assert.That(Unpack(full), Is.EqualTo(Text));
        ParserFuzz.RefusesEveryPrefix(full, bytes => Unpack(bytes));
    }

    [Test]
    public void Unpack_EveryPrefix_IsRefused()
    {
        byte[] one = ArchiveBytes.Gzip(Text);
        ParserFuzz.RefusesEveryPrefix(one, bytes => Unpack(bytes));
        for (int length = 1; length < one.Length; length++)
        {
            byte[] cut = [.. one, .. one[..length]];
            Assert.That(() => Unpack(cut), Throws.TypeOf<DataFormatException>(), $"{length} bytes of the second member");
        }
    }

    [Test]
    public void Unpack_OtherBytesBehind_IsRefused()
    {
        byte[] one = ArchiveBytes.Gzip(Text);
        Assert.That(() => Unpack([.. one, 0]), Throws.TypeOf<DataFormatException>());
        Assert.That(() => Unpack([.. one, .. new byte[512]]), Throws.TypeOf<DataFormatException>().With.Message.Contains("end of the gzip file"));
    }

    [TestCase(-8, "checksum")]
    [TestCase(-1, "length")]
    public void Unpack_FalseTrailer_IsRefused(int at, string what)
    {
        byte[] bytes = ArchiveBytes.Gzip(Text);
        bytes[bytes.Length + at] ^= 1;
        Assert.That(() => Unpack(bytes), Throws.TypeOf<DataFormatException>().With.Message.Contains(what));
    }

    [Test]
    public void Unpack_Bomb_IsRefusedAtAThousandTimes()
    {
        byte[] bomb = ArchiveBytes.Gzip(new byte[32 << 20]);
        Assert.That(bomb.Length * 1000L, Is.LessThan(32 << 20));
        Assert.That(() => Unpack(bomb), Throws.TypeOf<DataFormatException>().With.Message.Contains("expected at most").And.Message.Contains("made to exhaust memory"));
        Assert.That(Expansion.Limit(1L << 40), Is.EqualTo(4L << 30));
    }

    [Test]
    public void Unpack_OrdinaryText_AllocatesItsBytesOnce()
    {
        var text = new StringBuilder();
        var random = new Random(3);
        while (text.Length < 500_000)
        {
            text.Append(random.Next(10_000)).Append('\t').Append(random.Next(10_000)).Append('\n');
        }

        byte[] bytes = Encoding.ASCII.GetBytes(text.ToString());
        byte[] packed = ArchiveBytes.Gzip(bytes);
        Unpack(packed);
        long before = GC.GetAllocatedBytesForCurrentThread();
        byte[] unpacked = Unpack(packed);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(unpacked.Length + (64 * 1024)));
        Assert.That(unpacked.AsSpan().SequenceEqual(bytes));
    }
}

using System.IO.Compression;
using System.Text;
using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;
using static Gnn.Tests.Datasets.Parsing.ArchiveBytes;

namespace Gnn.Tests.Datasets.Parsing;

public sealed class ArchiveTests
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 300).Select(i => $"{i * 7919 % 1000}\n")));

    private static Archive Open(byte[] bytes) => Archive.Open(new MemoryStream(bytes), "test.archive");

    private static void ReadAll(byte[] bytes)
    {
        using Archive archive = Open(bytes);
        foreach (string name in archive.Names)
        {
            archive.Read(name);
        }
    }

    private static string Refusal(byte[] bytes) => Assert.Throws<DataFormatException>(() => ReadAll(bytes))!.Message;

    private static byte[] Pack(string kind, string name, byte[] data) => kind switch
    {
        "zip" => Zip(new ZipPart(name, data)),
        "stored zip" => Zip(new ZipPart(name, data) { IsStored = true }),
        "tar" => Tar(TarEntry(name, data)),
        _ => Gzip(Tar(TarEntry(name, data))),
    };

    [Test]
    public void Read_OfEveryContainer_GivesTheBytesInAnyOrder([Values("zip", "stored zip", "tar", "tar.gz")] string kind)
    {
        ZipPart[] parts = [new("d//a.txt", Text), new("./b", [1, 2]) { IsStored = true }, new("empty", [])];
        byte[] tar = Tar([.. parts.Select(part => TarEntry(part.Name, part.Data))]);
        using Archive archive = Open(kind switch
        {
            "zip" => Zip(parts),
            "stored zip" => Zip([.. parts.Select(part => part with { IsStored = true })]),
            "tar" => tar,
            _ => Gzip(tar),
        });
        Assert.That(archive.Names, Is.EqualTo(new[] { "d/a.txt", "b", "empty" }));
        foreach (int i in new[] { 1, 0, 2, 0, 1 })
        {
            Assert.That(archive.Read(archive.Names[i]), Is.EqualTo(parts[i].Data));
        }

        Assert.That((archive.Contains("b"), archive.Contains("c")), Is.EqualTo((true, false)));
        Assert.That(() => archive.Read("c"), Throws.TypeOf<DataFormatException>().With.Message.Contains("expected an entry 'c', got d/a.txt, b, empty"));
    }

    [Test]
    public void Read_WhatThePlatformWrote_GivesTheSameBytes()
    {
        using var zip = new MemoryStream();
        using (var writer = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream stream = writer.CreateEntry("a/\u00e9.txt", CompressionLevel.SmallestSize).Open();
            stream.Write(Text);
        }

        using Archive read = Open(zip.ToArray());
        Assert.That(read.Read("a/\u00e9.txt"), Is.EqualTo(Text));

        string longName = new string('n', 150) + "/\u00e9" + new string('m', 150);
        foreach (System.Formats.Tar.TarEntryFormat format in Enum.GetValues<System.Formats.Tar.TarEntryFormat>().Where(format => format != 0))
        {
            string name = format is System.Formats.Tar.TarEntryFormat.V7 or System.Formats.Tar.TarEntryFormat.Ustar ? "plain" : longName;
            using var tar = new MemoryStream();
            using (var writer = new System.Formats.Tar.TarWriter(tar, format, leaveOpen: true))
            {
                System.Formats.Tar.TarEntryType file = format == System.Formats.Tar.TarEntryFormat.V7 ? System.Formats.Tar.TarEntryType.V7RegularFile : System.Formats.Tar.TarEntryType.RegularFile;
                System.Formats.Tar.TarEntry entry = format switch
                {
                    System.Formats.Tar.TarEntryFormat.V7 => new System.Formats.Tar.V7TarEntry(file, name),
                    System.Formats.Tar.TarEntryFormat.Ustar => new System.Formats.Tar.UstarTarEntry(file, name),
                    System.Formats.Tar.TarEntryFormat.Gnu => new System.Formats.Tar.GnuTarEntry(file, name),
                    _ => new System.Formats.Tar.PaxTarEntry(file, name),
                };
                entry.DataStream = new MemoryStream(Text);
                writer.WriteEntry(entry);
            }

            foreach (byte[] bytes in new[] { tar.ToArray(), Gzip(tar.ToArray()) })
            {
                using Archive archive = Open(bytes);
                Assert.That(archive.Names, Is.EqualTo(new[] { name }), format.ToString());
                Assert.That(archive.Read(name), Is.EqualTo(Text));
            }
        }
    }

    [Test]
    public void Open_NameThatEscapes_IsRefusedByTheName(
        [Values("../x", "a/../../x", "/x", "C:\\x", "c:x", "a\\b", "..")] string name, [Values("zip", "tar", "tar.gz")] string kind) =>
        Assert.That(Refusal(Pack(kind, name, Text)), Does.Contain($"entry '{name}'").And.Contain("stays inside"));

    [TestCase("zip")]
    [TestCase("tar")]
    public void Open_NameTwice_IsRefusedByTheName(string kind)
    {
        byte[] bytes = kind == "zip" ? Zip(new ZipPart("a/b", [1]), new ZipPart("a//./b", [2])) : Tar(TarEntry("a/b", [1]), TarEntry("a//./b", [2]));
        Assert.That(Refusal(bytes), Does.Contain("entry 'a//./b'").And.Contain("twice"));
    }

    [TestCase('1', "a link")]
    [TestCase('2', "a link")]
    [TestCase('3', "a device")]
    [TestCase('4', "a device")]
    [TestCase('6', "a pipe")]
    [TestCase('S', "a sparse file")]
    [TestCase('M', "the kind 'M'")]
    public void Open_TarWithWhatIsNoFile_IsRefusedByItsKind(char type, string kind)
    {
        byte[] tar = Tar(TarEntry("fine", [1]), TarEntry("evil", [], type));
        Assert.That(Refusal(tar), Does.Contain("entry 'evil'").And.Contain(kind));
        Assert.That(Refusal(Gzip(tar)), Does.Contain(kind));
    }

    [Test]
    public void Open_ZipWithALink_IsRefused() =>
        Assert.That(Refusal(Zip(new ZipPart("evil", "/etc/passwd"u8.ToArray()) { Mode = 0xa1ff })), Does.Contain("entry 'evil'").And.Contain("a link"));

    [Test]
    public void Open_EncryptedZip_IsRefused() =>
        Assert.That(Refusal(Zip(new ZipPart("secret", Text) { Flags = 1 })), Does.Contain("entry 'secret'").And.Contain("not encrypted"));

    [Test]
    public void Open_ZipWithAnotherMethod_IsRefusedByItsNumber() =>
        Assert.That(Refusal(Zip(new ZipPart("a", Text) { Method = 14 })), Does.Contain("method 14"));

    [Test]
    public void Read_DamagedEntry_IsRefusedByItsName()
    {
        Assert.That(Refusal(Zip(new ZipPart("a", Text) { Crc = 1 })), Does.Contain("entry 'a'").And.Contain("checksum 00000001"));
        Assert.That(Refusal(Zip(new ZipPart("a", Text) { Length = (uint)Text.Length + 1 })), Does.Contain($"expected {Text.Length + 1} bytes once unpacked"));
        Assert.That(Refusal(Zip(new ZipPart("a", Text) { Length = (uint)Text.Length - 1 })), Does.Contain("got more"));
        Assert.That(Refusal(Zip(new ZipPart("a", Text) { Length = 0 })), Does.Contain("entry 'a'"));
        Assert.That(Refusal(Zip(new ZipPart("a", Text) { Offset = 7 })), Does.Contain("entry 'a'"));
        byte[] tar = Tar(TarEntry("a", Text));
        tar[3] ^= 1;
        Assert.That(Refusal(tar), Does.Contain("checksum"));
        tar[148] = 0x80;
        Assert.That(Refusal(tar), Does.Contain("got none"));
    }

    [Test]
    public void Open_ZipBomb_IsRefusedBeforeMemoryIsAskedFor()
    {
        // Zeros pack 1030 times, of which a file may ask for a thousand.
        byte[] bomb = Zip(new ZipPart("bomb", new byte[32 << 20]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(Refusal(bomb), Does.Contain("entry 'bomb'").And.Contain("expected at most"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(100_000));
        Assert.That(Refusal(Zip(new ZipPart("lie", Text) { Length = 4_000_000_000 })), Does.Contain("entry 'lie'").And.Contain("expected at most"));
        Assert.That(Refusal(Zip([.. Enumerable.Range(0, 10).Select(i => new ZipPart($"{i}", Text) { Length = 1_500_000 })])), Does.Contain("expected at most"));

        // Entries that share bytes.
        byte[] shared = Zip([.. Enumerable.Range(0, 100).Select(i => new ZipPart($"{i}", i == 0 ? Text : []) { Offset = 0 })]);
        for (int at = 0; at < shared.Length - 4; at++)
        {
            if (shared.AsSpan(at).StartsWith("PK\x01\x02"u8))
            {
                shared[at + 20] = 0xff;
            }
        }

        Assert.That(Refusal(shared), Does.Contain("lie apart"));
    }

    [Test]
    public void Read_ZipThatClaimsMuchAndHoldsLittle_AllocatesWhatItHolds()
    {
        // The claim is just within what a file of this size may expand to.
        byte[] noise = new byte[200_000];
        new Random(1).NextBytes(noise);
        byte[] zip = Zip(new ZipPart("noise", noise) { IsStored = true }, new ZipPart("lie", Text) { Length = 190_000_000 });
        using Archive archive = Open(zip);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => archive.Read("lie"), Throws.TypeOf<DataFormatException>());
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(10 * zip.Length));
    }

    [Test]
    public void Open_TarThatClaimsTooMuch_IsRefused()
    {
        Assert.That(Refusal(Tar(TarEntry("a", Text, size: "77777777777\0"))), Does.Contain("entry 'a'").And.Contain("expected an entry of at most"));
        Assert.That(Refusal(Tar(TarEntry("a", Text, size: "00100000000\0"))), Does.Contain("end of the file"));
        Assert.That(Refusal(Gzip(Tar(TarEntry("a", Text, size: "00100000000\0")))), Does.Contain("end of the file"));
        Assert.That(Refusal(Tar(TarEntry("a", Text, size: "0000000009x\0"))), Does.Contain("length"));
        Assert.That(Refusal(Tar(TarEntry("a", Text, 'x', size: "00100000000\0"))), Does.Contain("attributes"));
    }

    [Test]
    public void Open_GzippedTarBomb_IsRefused()
    {
        byte[] tar = Tar(TarEntry("zeros", new byte[32 << 20]));
        Assert.That(Refusal(Gzip(tar)), Does.Contain("expected at most"));
    }

    [Test]
    public void Open_EveryPrefix_IsRefused([Values("zip", "stored zip", "tar", "tar.gz")] string kind)
    {
        byte[] bytes = Pack(kind, "a/b.txt", Text[..700]);
        ParserFuzz.RefusesEveryPrefix(bytes, ReadAll);
    }

    [Test]
    public void Open_OtherBytesBehind_IsRefused([Values("zip", "tar.gz")] string kind) =>
        Assert.That(Refusal([.. Pack(kind, "a", Text), .. "x"u8, .. new byte[600]]), Does.Contain("expected the end of"));

    [Test]
    public void Open_AnotherFile_IsRefusedByWhatWasExpected()
    {
        Assert.That(Refusal([.. Enumerable.Repeat(Text, 3).SelectMany(text => text)]), Does.Contain("no zip, tar or gzipped tar file"));
        Assert.That(() => { Open(Encoding.ASCII.GetBytes("PK is a text")).Dispose(); }, Throws.TypeOf<DataFormatException>());
    }

    [Test]
    public void Read_GzippedTarBackwards_UnpacksItTwiceAtMost()
    {
        var random = new Random(5);
        byte[][] contents = [.. Enumerable.Range(0, 40).Select(_ =>
        {
            byte[] content = new byte[20_000];
            random.NextBytes(content);
            return content;
        })];
        using var source = new CountingStream(Gzip(Tar([.. contents.Select((content, i) => TarEntry($"e{i}", content))])));
        using Archive archive = Archive.Open(source, "f");
        long once = source.BytesRead;
        for (int entry = contents.Length - 1; entry >= 0; entry--)
        {
            Assert.That(archive.Read($"e{entry}"), Is.EqualTo(contents[entry]));
        }

        Assert.That(source.BytesRead, Is.LessThan((2 * once) + 64));
        Assert.That(archive.Read("e7"), Is.EqualTo(contents[7]), "once more");
    }

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes, 0, bytes.Length, writable: false, publiclyVisible: true)
    {
        public long BytesRead { get; private set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read = (int)Math.Min(buffer.Length, Length - Position);
            GetBuffer().AsSpan((int)Position, read).CopyTo(buffer);
            Position += read;
            BytesRead += read;
            return read;
        }
    }
}

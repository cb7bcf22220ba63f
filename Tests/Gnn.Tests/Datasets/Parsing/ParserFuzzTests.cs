using System.Buffers.Binary;
using System.Text;
using Gnn.Datasets.Parsing;
using Gnn.Testing;
using Gnn.Tests.Files;
using NUnit.Framework;
using static Gnn.Tests.Datasets.Parsing.ArchiveBytes;

namespace Gnn.Tests.Datasets.Parsing;

/// <summary>
/// Altered inputs of every parser of containers, arrays and text: no exception but DataFormatException, at most ten times the unpacked bytes allocated (and 64 KiB
/// for fixed buffers), no round that does not end. Containers are altered as they are, and in what they hold with their checksums made right again.
/// </summary>
public sealed class ParserFuzzTests
{
    private const int Factor = 10;
    private const int FixedBytes = 64 * 1024;

    private static readonly byte[] Text = Encoding.ASCII.GetBytes("3 4\n0 1\t-2.5e3 name\n# comment\n1 2 1e-3 other\r\n\n+7 0 0.5 x\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i} {i * i % 7}\n")));

    private static readonly Dictionary<string, (byte[] Valid, Action<byte[]> Parse, Func<byte[], byte[]>? Pack)> Parsers = new()
    {
        ["gzip"] = (Gzip(Text), bytes => Gnn.Datasets.Parsing.Gzip.Unpack(bytes, "f"), null),
        ["gzip, deflated bytes"] = (Deflate(Text), bytes => Gnn.Datasets.Parsing.Gzip.Unpack(bytes, "f"), packed => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, .. packed, .. Gzip(Text)[^8..]]),
        ["gzip, text inside"] = (Text, bytes => ReadNumbers(Gnn.Datasets.Parsing.Gzip.Unpack(bytes, "f")), Gzip),
        ["zip"] = (Zip(new ZipPart("a/b", Text), new ZipPart("c", [1, 2, 3]) { IsStored = true }, new ZipPart("d/", [])), ReadArchive, null),
        ["zip, deflated bytes"] = (Deflate(Text), ReadArchive, PackDeflated),
        ["tar"] = (SampleTar, ReadArchive, null),
        ["tar, right checksums"] = (SampleTar, ReadArchive, bytes => SignTar([.. bytes])),
        ["tar.gz"] = (Gzip(SampleTar), ReadArchive, null),
        ["tar.gz, tar inside"] = (SampleTar, ReadArchive, bytes => Gzip(SignTar([.. bytes]))),
        ["npy"] = (NpyBytes.Of<double>("<f8", "(4, 2)", [1, 2, 3, 4, 5, 6, 7, 8], isFortran: true), ReadArray, null),
        ["npy, integers"] = (NpyBytes.Of<long>("<i8", "(3, 2)", [1, 2, 3, 4, 0, -1]), ReadArray, null),
        ["npy, texts"] = (NpyBytes.Of("<U5", "(3,)", Encoding.UTF32.GetBytes("abcdefghij\0\0\0\0\0")), ReadArray, null),
        ["npy, header with its length"] = (Encoding.ASCII.GetBytes("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }"), ReadArray, header => NpyBytes.Raw(2, Encoding.Latin1.GetString(header), new byte[24])),
        ["npz"] = (SampleNpz(NpyBytes.Of<float>("<f4", "(3,)", [1, 2, 3])), ReadArrays, null),
        ["npz, npy inside"] = (NpyBytes.Of<int>("<i4", "(3, 2)", [1, 2, 3, 4, 5, 6]), ReadArrays, SampleNpz),
        ["scipy npz"] = (Convert.FromBase64String(ScipySamples.Csr), ReadMatrix, null),
        ["scipy npz, csr inside"] = (Join("csr", 3, 4, [2, 0, 2, 1], [0, 3, 3, 4]), ReadMatrix, PackMatrix),
        ["scipy npz, csc inside"] = (Join("csc", 4, 3, [2, 0, 2, 1], [0, 3, 3, 4]), ReadMatrix, PackMatrix),
        ["scipy npz, coo inside"] = (Join("coo", 3, 3, [2, 0, 2, 1], [0, 2, 2, 1]), ReadMatrix, PackMatrix),
        ["text"] = (Text, ReadNumbers, null),
    };

    private static byte[] SampleTar => Tar(
        TarEntry("d", [], '5'), TarEntry("a/b", Text), TarEntry("x", "20 path=a/long/path\n"u8.ToArray(), 'x'), TarEntry("c", [1, 2, 3]), TarEntry("l", "other\0"u8.ToArray(), 'L'), TarEntry("e", []));

    private static IEnumerable<string> Names => Parsers.Keys;

    [TestCaseSource(nameof(Names))]
    public void Parse_AlteredBytes_ReadsOrRefuses(string parser) => Check(parser, ParserFuzz.SuiteRounds);

    [Category(ParserFuzz.LongCategory)]
    [Explicit("20,000 inputs for each parser, half a minute: dotnet test -c Release Tests/Gnn.Tests --filter FullyQualifiedName~ManyAlteredBytes")]
    [TestCaseSource(nameof(Names))]
    public void Parse_ManyAlteredBytes_ReadsOrRefuses(string parser) => Check(parser, ParserFuzz.LongRounds);

    private static void Check(string name, int rounds)
    {
        (byte[] valid, Action<byte[]> parse, Func<byte[], byte[]>? pack) = Parsers[name];
        int refused = ParserFuzz.SurvivesMutations(valid, parse, rounds, Factor, FixedBytes, pack);
        Assert.That(refused, Is.GreaterThan(rounds / 20), "alterations that reach the parser");
    }

    private static void ReadArchive(byte[] bytes)
    {
        using Archive archive = Archive.Open(new MemoryStream(bytes), "f");
        foreach (string name in archive.Names)
        {
            archive.Read(name);
        }
    }

    private static void ReadArray(byte[] bytes) => ConvertAll(NpyArray.Read(bytes, "f"));

    private static void ReadArrays(byte[] bytes)
    {
        using NpzFile file = NpzFile.Open(Archive.Open(new MemoryStream(bytes), "f"));
        foreach (string name in file.Names)
        {
            ConvertAll(file.Read(name));
        }
    }

    private static void ReadMatrix(byte[] bytes)
    {
        using NpzFile file = NpzFile.Open(Archive.Open(new MemoryStream(bytes), "f"));
        ScipyMatrix.Read(file);
    }

    private static void ConvertAll(NpyArray array)
    {
        switch (array.Letter)
        {
            case 'U' or 'S':
                array.ToTexts();
                break;
            case 'f':
                array.ToSingle();
                break;
            default:
                array.ToInt32();
                break;
        }
    }

    private static void ReadNumbers(byte[] bytes)
    {
        var text = new TextScanner(bytes, "f");
        while (text.NextContent())
        {
            text.ReadInt32("a node", 0, 1000);
            for (int i = 0; text.HasField; i++)
            {
                _ = i == 1 ? text.ReadNumber("a weight") : text.ReadText("a name").Length;
            }

            text.EndLine();
        }
    }

    private static byte[] PackDeflated(byte[] packed)
    {
        byte[] zip = Zip(new ZipPart("a", packed) { IsStored = true, Crc = Crc32.Of(Text) });
        int central = zip.AsSpan().IndexOf("PK\x01\x02"u8);
        zip[central + 10] = 8;
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(central + 24), Text.Length);
        return zip;
    }

    private static byte[] SampleNpz(byte[] array) => Zip(new ZipPart("a.npy", array), new ZipPart("b.npy", NpyBytes.Of<bool>("|b1", "(2,)", [true, false])) { IsStored = true });

    /// <summary>A matrix as the bytes that are altered: its form, its shape, two arrays of indices and values of one byte.</summary>
    private static byte[] Join(string format, int rows, int columns, int[] first, int[] second)
    {
        byte[] bytes = new byte[3 + (4 * (2 + first.Length + second.Length))];
        Encoding.ASCII.GetBytes(format, bytes);
        int at = 3;
        foreach (int value in new[] { rows, columns }.Concat(first).Concat(second))
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
            at += 4;
        }

        return bytes;
    }

    private static byte[] PackMatrix(byte[] joined)
    {
        byte[] bytes = [.. joined, .. new byte[Math.Max(0, 11 - joined.Length)]];
        int[] numbers = [.. Enumerable.Range(0, (bytes.Length - 3) / 4).Select(i => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(3 + (4 * i))))];
        int[] first = numbers[2..(2 + ((numbers.Length - 2) / 2))];
        int[] second = numbers[(2 + first.Length)..];
        bool isCoordinates = bytes[2] == (byte)'o';
        ZipPart Part(string name, int[] values) => new(name + ".npy", NpyBytes.Of("<i4", $"({values.Length},)", values));
        return Zip(
            new ZipPart("format.npy", NpyBytes.Of("|S3", "()", bytes[..3])),
            Part("shape", numbers[..2]),
            Part(isCoordinates ? "row" : "indices", first),
            Part(isCoordinates ? "col" : "indptr", second),
            new ZipPart("data.npy", NpyBytes.Of("|b1", $"({first.Length},)", new bool[first.Length])));
    }
}

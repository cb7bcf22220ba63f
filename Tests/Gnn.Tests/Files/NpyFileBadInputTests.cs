using Gnn.Tensors.Files;
using NUnit.Framework;

namespace Gnn.Tests.Files;

/// <summary>What is not a .npy file that is read here is refused with the file, the place, what was expected and what was found.</summary>
public sealed class NpyFileBadInputTests
{
    private static readonly byte[] Data = [1, 0, 0, 0];

    private static void Refuses<T>(byte[] bytes, string message)
        where T : unmanaged => Assert.That(
            () =>
            {
                using var stream = new MemoryStream(bytes);
                NpyFile.Read<T>(stream, "folder/a.npy", out _);
            },
            Throws.TypeOf<DataFormatException>().With.Message.Contains(message).And.Message.StartsWith("folder/a.npy: "));

    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "offset 0x80: expected 8 bytes for <f4 [2], got 4")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (), } x", "expected nothing after the dictionary, got 'x'")]
    [TestCase("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "a.astype('<f4')")]
    [TestCase("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "got '<c8'")]
    [TestCase("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "got '|O'")]
    [TestCase("{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", "got '<U1'")]
    [TestCase("{'descr': '|f4', 'fortran_order': False, 'shape': (1,), }", "got '|f4'")]
    [TestCase("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "got a structured array")]
    [TestCase("{'descr': f4, 'fortran_order': False, 'shape': (1,), }", "expected the elements' type in quotes, got 'f'")]
    [TestCase("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", "expected True or False, got '0'")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (1), }", "a single length has a comma after it")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': 1, }", "expected '(', got '1'")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (1 1), }", "expected ',' or ')', got '1'")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "a length of at least 0 in decimal digits, got '-'")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (01,), }", "a length of at least 0 in decimal digits, got '0'")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (,), }", "a length of at least 0 in decimal digits, got ','")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (2**0,), }", "got '*'")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775808,), }", "expected a length below 2^63, got more")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }", "expected at most 2^63 - 1 elements, got more")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807,), }", "expected 36893488147419103228 bytes")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1, 1, 1), }", "expected at most 4 axes, got 5")]
    [TestCase("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1, 1), }", "expected Fortran order of a matrix at most, got 3 axes")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, }", "expected the keys 'descr', 'fortran_order' and 'shape', got 'descr' and 'fortran_order'")]
    [TestCase("{}", "got none")]
    [TestCase("{'descr': '<f4', 'descr': '<f4', 'shape': (1,), }", "offset 0x1b: expected a key once, got 'descr' twice")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}", "got 'more'")]
    [TestCase("{'descr': '<f4' 'fortran_order': False, 'shape': (1,)}", "expected '}', got '''")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)", "expected '}', got the end of the header")]
    [TestCase("{'descr': '<f4', 'fortran_order': False, 'sha\\x70e': (1,), }", "in plain characters without escapes")]
    [TestCase("{'descr': '<f4", "expected the elements' type in quotes, in plain characters")]
    [TestCase("{descr: '<f4', 'fortran_order': False, 'shape': (1,), }", "expected a key in quotes, got 'd'")]
    [TestCase("__import__('os').system('true')", "expected '{', got '_'")]
    [TestCase("\u00e9", "got the byte 0xc3")]
    [TestCase("", "expected '{', got the end of the header")]
    public void Read_BadDictionary_SaysWhatAndWhere(string dictionary, string message) => Refuses<float>(NpyBytes.Raw(1, dictionary, Data), message);

    [Test]
    public void Read_BadStart_SaysWhatAndWhere()
    {
        byte[] valid = NpyBytes.Of("<f4", "(1,)", [1f]);
        Refuses<float>([], "offset 0x0: expected a .npy file");
        Refuses<float>("PK\x03\x04 an archive of arrays"u8.ToArray(), "offset 0x0: expected a .npy file");
        foreach ((byte major, byte minor) in (ReadOnlySpan<(byte, byte)>)[(0, 0), (4, 0), (1, 1)])
        {
            byte[] bytes = [.. valid];
            (bytes[6], bytes[7]) = (major, minor);
            Refuses<float>(bytes, $"offset 0x6: expected version 1.0, 2.0 or 3.0 of the format, got {major}.{minor}");
        }

        byte[] longHeader = [.. valid];
        longHeader[9] = 0xff;
        Refuses<float>(longHeader, "offset 0x8: expected a header of at most");
        Refuses<float>([.. valid, 0], "expected 4 bytes for <f4 [1], got 5");
    }

    [Test]
    public void Read_WrongType_SaysWhichKindTheFileHas()
    {
        Refuses<int>(NpyBytes.Of("<f4", "(1,)", [1f]), "expected whole elements, got Float32");
        Refuses<float>(NpyBytes.Of("<i4", "(1,)", [1]), "expected floating elements, got Int32");
        Refuses<bool>(NpyBytes.Of("|u1", "(1,)", (byte[])[1]), "expected bool elements, got UInt8");
        Refuses<int>(NpyBytes.Of("|b1", "(1,)", [true]), "expected whole elements, got Bool");
    }

    [Test]
    public void Read_ValueThatDoesNotFit_NamesElementAndOffset()
    {
        Refuses<int>(NpyBytes.Of("<i8", "(3,)", [1L, 2L, 1L << 31]), "element 2 at offset 0x90: expected whole numbers that fit 32 bits, got 2147483648");
        Refuses<int>(NpyBytes.Of("<u4", "(1,)", [uint.MaxValue]), "element 0 at offset 0x80: expected whole numbers that fit 32 bits, got 4294967295");
        Refuses<bool>(NpyBytes.Of("|b1", "(2,)", (byte[])[1, 2]), "element 1 at offset 0x81: expected a bool of 0 or 1, got 2");
    }
}

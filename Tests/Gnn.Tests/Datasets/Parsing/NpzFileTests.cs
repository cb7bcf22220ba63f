using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;
using Gnn.Tests.Files;
using NUnit.Framework;
using static Gnn.Tests.Datasets.Parsing.ArchiveBytes;

namespace Gnn.Tests.Datasets.Parsing;

public sealed class NpzFileTests
{
    private static NpzFile Open(byte[] bytes) => NpzFile.Open(Archive.Open(new MemoryStream(bytes), "test.npz"));

    private static float[] Dense(ScipyMatrix matrix)
    {
        var dense = new float[matrix.Rows * matrix.Columns];
        for (int row = 0; row < matrix.Rows; row++)
        {
            for (int e = matrix.RowPointers[row]; e < matrix.RowPointers[row + 1]; e++)
            {
                dense[(row * matrix.Columns) + matrix.ColumnIndices[e]] += matrix.Values[e];
            }
        }

        return dense;
    }

    private static ScipyMatrix Matrix(string base64)
    {
        using NpzFile file = Open(Convert.FromBase64String(base64));
        return ScipyMatrix.Read(file);
    }

    [Test]
    public void Read_WhatNumpySaved_GivesEveryArray()
    {
        using NpzFile file = Open(Gnn.Datasets.Parsing.Gzip.Unpack(Convert.FromBase64String(ScipySamples.Npz), "sample"));
        Assert.That(file.Names, Is.EqualTo(new[] { "a", "f", "t", "s", "b", "h", "u", "o", "e", "d" }));
        Assert.That(file.Read("a").ToInt32(), Is.EqualTo(new[] { 0, 1, 2, 3, 4, 5 }));
        Assert.That(file.Read("f").ToDouble(), Is.EqualTo(new[] { 0d, 1, 2, 3, 4, 5 }));
        Assert.That(file.Read("f").Shape, Is.EqualTo(new[] { 2, 3 }));
        Assert.That(file.Read("t").ToTexts(), Is.EqualTo(new[] { "a", "\u00e9\U0001f600", "" }));
        Assert.That(file.Read("s").ToTexts(), Is.EqualTo(new[] { "xy", "z" }));
        Assert.That(file.Read("b").ToBoolean(), Is.EqualTo(new[] { true, false }));
        Assert.That(file.Read("h").ToSingle(), Is.EqualTo(new[] { 0.5f, -2 }));
        Assert.That(file.Read("u").ToDouble(), Is.EqualTo(new[] { 0, 9223372036854775808d }));
        Assert.That(() => file.Read("u").ToInt64(), Throws.TypeOf<DataFormatException>().With.Message.Contains("9223372036854775808"));
        Assert.That((file.Read("o").Shape.Count, file.Read("o").ToDouble()[0]), Is.EqualTo((0, 3.5)));
        Assert.That(file.Read("e").Shape, Is.EqualTo(new[] { 0, 4 }));
        Assert.That(() => file.Read("d"), Throws.TypeOf<DataFormatException>().With.Message.Contains("test.npz/d.npy").And.Message.Contains("object array"));
    }

    [Test]
    public void Read_ArrayThatIsNotThere_NamesThoseThatAre()
    {
        using NpzFile file = Open(Zip(new ZipPart("a.npy", NpyBytes.Of<int>("<i4", "(1,)", [1])), new ZipPart("readme.txt", [1])));
        Assert.That(() => file.Read("b"), Throws.TypeOf<DataFormatException>().With.Message.Contains("expected an array 'b', got a."));
        using NpzFile empty = Open(Zip());
        Assert.That(empty.Names, Is.Empty);
        Assert.That(() => empty.Read("a"), Throws.TypeOf<DataFormatException>().With.Message.Contains("got no arrays"));
        Assert.That(() => ScipyMatrix.Read(empty), Throws.TypeOf<DataFormatException>().With.Message.Contains("'format'"));
        Assert.That(() => Open(Tar()).Dispose(), Throws.TypeOf<DataFormatException>().With.Message.Contains("got a tar file"));
    }

    [Test]
    public void ReadMatrix_WhatScipySaved_GivesItsDenseForm()
    {
        ScipyMatrix csr = Matrix(ScipySamples.Csr);
        Assert.That(Dense(csr), Is.EqualTo(new float[] { 2, 0, 5.5f, 0, 0, 0, 0, 0, 0, 8, 0, 0 }));
        Assert.That(csr.RowPointers, Is.EqualTo(new[] { 0, 2, 2, 4 }), "the stored zero stays");
        Assert.That(csr.ColumnIndices, Is.EqualTo(new[] { 0, 2, 1, 3 }));
        ScipyMatrix csc = Matrix(ScipySamples.Csc);
        Assert.That(Dense(csc), Is.EqualTo(new float[] { -1, 0, 0, 0, 0, 0, 3, 0, 12 }));
        Assert.That(csc.RowPointers, Is.EqualTo(new[] { 0, 1, 1, 3 }));
        ScipyMatrix coo = Matrix(ScipySamples.Coo);
        Assert.That(Dense(coo), Is.EqualTo(new float[] { 0, 0, 2, 8, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0 }));
        Assert.That(coo.RowPointers, Is.EqualTo(new[] { 0, 1, 2, 2, 3, 3 }));
        Assert.That(Dense(Matrix(ScipySamples.Bools)), Is.EqualTo(new float[] { 1, 0, 0, 1 }), "bools are joined by or");
        Assert.That(() => Matrix(ScipySamples.Diagonal), Throws.TypeOf<DataFormatException>().With.Message.Contains("got 'dia'"));
    }

    [TestCase("shape", new[] { 2 }, "numbers of rows and columns")]
    [TestCase("shape", new[] { -2, 3 }, "got -2 and 3")]
    [TestCase("shape", new[] { 3, 3 }, "expected 4 pointers")]
    [TestCase("shape", new[] { 2, 2 }, "expected an index of 0 to 1, got 2")]
    [TestCase("indptr", new[] { 0, 4, 3 }, "never fall")]
    [TestCase("indptr", new[] { 1, 2, 3 }, "pointers from 0")]
    [TestCase("indptr", new[] { 0, 2, 4 }, "pointers from 0")]
    [TestCase("indptr", new int[0], "got none")]
    [TestCase("indices", new[] { 0, 1, -1 }, "got -1")]
    [TestCase("indices", new[] { 0, 1 }, "expected 2 values")]
    public void ReadMatrix_ArraysThatDoNotFit_IsRefused(string altered, int[] values, string message)
    {
        ZipPart Part(string name, int[] whole) => new(
            $"m_{name}.npy", NpyBytes.Of("<i4", $"({(name == altered ? values : whole).Length},)", name == altered ? values : whole));
        using NpzFile file = Open(Zip(Part("shape", [2, 3]), Part("indptr", [0, 2, 3]), Part("indices", [0, 1, 2]), Part("data", [1, 2, 3])));
        Assert.That(() => ScipyMatrix.Read(file, "m"), Throws.TypeOf<DataFormatException>().With.Message.Contains(message));
    }

    [Test]
    public void ReadMatrix_ManyRowsForFewEntries_IsRefusedWithoutMemory()
    {
        ZipPart Part<T>(string name, string type, params T[] values)
            where T : unmanaged => new(name + ".npy", NpyBytes.Of(type, values.Length == 3 && type == "|S3" ? "()" : $"({values.Length},)", values));
        using NpzFile file = Open(Zip(Part<byte>("format", "|S3", [.. "coo"u8]), Part("shape", "<i4", 2_000_000_000, 3), Part("row", "<i4", 1), Part("col", "<i4", 2), Part("data", "<i4", 7)));
        Assert.That(() => ScipyMatrix.Read(file), Throws.TypeOf<DataFormatException>().With.Message.Contains("got 2000000000"));
    }
}

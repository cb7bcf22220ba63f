using System.Text;
using Gnn.Graphs;
using Gnn.Graphs.Files;
using Gnn.Sampling.Features;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Features;

/// <summary>Tables in files: by reading and by mapping.</summary>
[TestFixture]
internal sealed class FileFeatureStoreTests
{
    private static readonly Func<string, FeatureStore>[] Stores = [path => new FileFeatureStore(path), path => new MappedFeatureStore(path)];

    private static byte[] Npy(string header, byte[] content)
    {
        byte[] text = Encoding.ASCII.GetBytes(header + "\n");
        return [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. text, .. content];
    }

    private static string Header(string type, string shape, bool isColumnMajor = false) =>
        $"{{'descr': '{type}', 'fortran_order': {(isColumnMajor ? "True" : "False")}, 'shape': {shape}, }}";

    [TestCase("<f8", "(2, 3)", false, "<f4")]
    [TestCase("<i4", "(2, 3)", false, "<f4")]
    [TestCase(">f4", "(2, 3)", false, "<f4")]
    [TestCase("<f4", "(6,)", false, "table")]
    [TestCase("<f4", "(1, 2, 3)", false, "table")]
    [TestCase("<f4", "(2, 3)", true, "C order")]
    [TestCase("<f4", "(2147483648, 0)", false, "table")]
    public void Open_WrongTable_IsRefused(string type, string shape, bool isColumnMajor, string expected)
    {
        using var folder = new ScratchFolder();
        int bytes = shape.EndsWith("0)", StringComparison.Ordinal) ? 0 : 6 * (type[2] - '0');
        File.WriteAllBytes(folder["x.npy"], Npy(Header(type, shape, isColumnMajor), new byte[bytes]));
        foreach (Func<string, FeatureStore> open in Stores)
        {
            DataFormatException exception = Assert.Throws<DataFormatException>(() => open(folder["x.npy"]))!;
            Assert.That(exception.Message, Does.StartWith(folder["x.npy"]).And.Contains(expected));
        }
    }

    [Test]
    public void Open_EveryTruncation_IsRefused()
    {
        using var folder = new ScratchFolder();
        byte[] whole = Npy(Header("<f4", "(2, 3)"), new byte[24]);
        foreach (Func<string, FeatureStore> open in Stores)
        {
            for (int length = 0; length < whole.Length; length++)
            {
                File.WriteAllBytes(folder["x.npy"], whole[..length]);
                Assert.Throws<DataFormatException>(() => open(folder["x.npy"]), $"{length} bytes");
            }

            File.WriteAllBytes(folder["x.npy"], [.. whole, 0]);
            Assert.Throws<DataFormatException>(() => open(folder["x.npy"]));
            File.WriteAllBytes(folder["x.npy"], whole);
            open(folder["x.npy"]).Dispose();
        }
    }

    [Test]
    public void Open_MissingFile_Throws()
    {
        foreach (Func<string, FeatureStore> open in Stores)
        {
            Assert.Throws<FileNotFoundException>(() => open(Path.Combine(Path.GetTempPath(), "gnn-no-such-file.npy")));
            Assert.Throws<ArgumentException>(() => open(""));
        }
    }

    [Test]
    public void Gather_UnalignedElements_AreRead()
    {
        using var folder = new ScratchFolder();
        float[] table = [.. Enumerable.Range(0, 33 * 9).Select(at => at * 0.25f)];
        for (int pad = 0; pad < 4; pad++)
        {
            File.WriteAllBytes(folder["x.npy"], Npy(Header("<f4", "(9, 33)") + new string(' ', pad), [.. table.SelectMany(BitConverter.GetBytes)]));
            foreach (Func<string, FeatureStore> open in Stores)
            {
                using FeatureStore store = open(folder["x.npy"]);
                using Tensor x = store.Gather([8, 0]);
                Assert.That(x.ToArray<float>(), Is.EqualTo((float[])[.. table[264..], .. table[..33]]));
            }
        }
    }

    [Test]
    public void Gather_HalfPrecision_IsWidenedExactly()
    {
        // Every 16-bit number, NaN and infinities among them.
        using var folder = new ScratchFolder();
        Half[] table = [.. Enumerable.Range(0, 1 << 16).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits))];
        File.WriteAllBytes(folder["x.npy"], Npy(Header("<f2", "(2048, 32)"), [.. table.SelectMany(BitConverter.GetBytes)]));
        using var store = new FileFeatureStore(folder["x.npy"]);
        int[] ids = [.. Enumerable.Range(0, 2048).Select(row => row * 5 % 2048)];

        using Tensor x = store.Gather(ids);

        Assert.That(x.ToArray<float>(), Is.EqualTo(ids.SelectMany(row => table.Skip(row * 32).Take(32)).Select(value => (float)value)));
        Assert.That(store.Statistics.BytesRead, Is.EqualTo(1 << 17), "neighbours were read together, each byte once");
        Assert.That(Assert.Throws<DataFormatException>(() => new MappedFeatureStore(folder["x.npy"]))!.Message, Does.Contain(nameof(FileFeatureStore)));
    }

    [Test]
    public void Gather_RowsFarApart_ReadsNoMoreThanTheyHave()
    {
        using var folder = new ScratchFolder();
        float[] table = [.. Enumerable.Range(0, 4096 * 16).Select(at => (float)at)];
        NpyFile.Write(folder["x.npy"], table, (4096, 16));
        using var store = new FileFeatureStore(folder["x.npy"]);

        using Tensor apart = store.Gather([4000, 0, 2000, 1000]);
        Assert.That(store.Statistics.BytesRead, Is.EqualTo(4 * 64));

        // A gap of ten rows is cheaper to read than another call.
        using Tensor near = store.Gather([20, 31]);
        Assert.That(store.Statistics, Is.EqualTo(new FeatureStoreStatistics(4096, 16, 0, 0, 6, 0, 6, (4 * 64) + (12 * 64))));
        Assert.That(near.ToArray<float>(), Is.EqualTo((float[])[.. table[320..336], .. table[496..512]]));
    }

    [Test]
    public void Gather_RowsLongerThanAPiece_AreRead()
    {
        const int width = 100_000;
        using var folder = new ScratchFolder();
        float[] table = [.. Enumerable.Range(0, 5 * width).Select(at => (float)at)];
        NpyFile.Write(folder["x.npy"], table, (5, width));
        using var file = new FileFeatureStore(folder["x.npy"]);
        using var cached = new CachedFeatureStore(file, 1_000_000);
        foreach (FeatureStore store in (FeatureStore[])[file, cached, cached])
        {
            using Tensor x = store.Gather([4, 1, 0, 1]);
            Assert.That(x.ToArray<float>(), Is.EqualTo((float[])[.. table[(4 * width)..], .. table[width..(2 * width)], .. table[..width], .. table[width..(2 * width)]]));
        }
    }

    [Test]
    public void Gather_FileCutWhileOpen_Throws()
    {
        using var folder = new ScratchFolder();
        string path = folder["x.npy"];
        NpyFile.Write(path, new float[64 * 16], (64, 16));
        using var store = new FileFeatureStore(path);
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.SetLength(file.Length - 100);
        }

        store.Gather([0, 1]).Dispose();
        Assert.That(() => store.Gather([0, 63]), Throws.TypeOf<DataFormatException>().With.Message.Contains("cut short"));
    }

    [Test]
    public void Gather_ColumnOfAGraphFile_LiesInTheFile()
    {
        using var folder = new ScratchFolder();
        float[] table = [.. Enumerable.Range(0, 12).Select(at => at * 0.5f)];
        using (Tensor x = Tensor.Create(table, (4, 3)))
        using (Graph made = Graph.FromEdges(4, [0, 1, 2], [1, 2, 3]))
        using (Graph graph = made.WithNodeColumn("x", x))
        {
            GraphFile.Save(graph, folder["g.gnn"]);
        }

        FeatureStore store;
        using (Graph graph = GraphFile.Open(folder["g.gnn"]))
        {
            store = new MemoryFeatureStore(graph.Nodes["x"]);
        }

        using (store)
        using (Tensor x = store.Gather([3, 0]))
        {
            Assert.That(x.ToArray<float>(), Is.EqualTo((float[])[.. table[9..], .. table[..3]]));
        }
    }

    [Test]
    public void MemoryFeatureStore_WrongTensor_IsRefused()
    {
        using Tensor vector = Tensor.Zeros(3);
        using Tensor integers = Tensor.Create([1, 2], (2, 1));
        Assert.Throws<ArgumentNullException>(() => new MemoryFeatureStore(null!));
        Assert.Throws<ArgumentException>(() => new MemoryFeatureStore(vector));
        Assert.Throws<ArgumentException>(() => new MemoryFeatureStore(integers));
        vector.Dispose();
        Assert.Throws<ObjectDisposedException>(() => new MemoryFeatureStore(vector));
    }

    [Test]
    public void Statistics_OfEachKind_SayWhatItHolds()
    {
        using var folder = new ScratchFolder();
        NpyFile.Write(folder["x.npy"], new float[100 * 16], (100, 16));
        using Tensor x = NpyFile.ReadTensor(folder["x.npy"]);
        using var memory = new MemoryFeatureStore(x);
        using var mapped = new MappedFeatureStore(folder["x.npy"]);
        memory.Gather([1, 2, 3]).Dispose();
        mapped.Gather([1, 2]).Dispose();

        Assert.That(memory.Statistics, Is.EqualTo(new FeatureStoreStatistics(100, 16, 6400, 0, 3, 3, 0, 0)));
        Assert.That(memory.Statistics.HitRate, Is.EqualTo(1));
        Assert.That(mapped.Statistics, Is.EqualTo(new FeatureStoreStatistics(100, 16, 0, new FileInfo(folder["x.npy"]).Length, 2, 0, 0, 0)));
        Assert.That(mapped.Statistics.HitRate, Is.NaN);
        Assert.That(memory.ToString(), Is.EqualTo("MemoryFeatureStore 100 x 16; 0.0 MB resident, 0.0 MB mapped; 3 rows gathered, 3 hits, 0 misses, 0.0 MB read"));
    }
}

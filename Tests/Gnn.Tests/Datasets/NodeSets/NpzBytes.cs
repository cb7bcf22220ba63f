using System.IO.Compression;
using Gnn.Tests.Files;

namespace Gnn.Tests.Datasets.NodeSets;

/// <summary>Writes .npz files of arrays, each as the bytes of an .npy file.</summary>
internal static class NpzBytes
{
    public static void Write(string path, params (string Name, byte[] Npy)[] arrays)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string name, byte[] npy) in arrays)
        {
            using Stream entry = zip.CreateEntry(name + ".npy").Open();
            entry.Write(npy);
        }
    }

    public static byte[] Floats(string shape, params float[] values) => NpyBytes.Of("<f4", shape, values);

    public static byte[] Longs(string shape, params long[] values) => NpyBytes.Of("<i8", shape, values);

    public static byte[] Ints(params int[] values) => NpyBytes.Of("<i4", $"({values.Length},)", values);

    public static byte[] Bools(string shape, params bool[] values) => NpyBytes.Of("|b1", shape, values);

    public static byte[] Bytes(params byte[] values) => NpyBytes.Of("|u1", $"({values.Length},)", values);

    /// <summary>Texts of at most three characters.</summary>
    public static byte[] Texts(params string[] values) =>
        NpyBytes.Of("<U3", $"({values.Length},)", (int[])[.. values.SelectMany(text => text.PadRight(3, '\0').Select(letter => (int)letter))]);
}

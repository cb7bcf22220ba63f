using System.Text;
using Gnn.Datasets;
using Gnn.Testing;

namespace Gnn.Tests.Datasets;

/// <summary>A reader of text, and texts of any length for it; a reader of several texts is given them in one, with a mark between.</summary>
internal sealed record TextReaderCase(Func<int, string> Text, Action<byte[]> Read)
{
    /// <summary>Stands between texts.</summary>
    public const char Mark = '\x1e';

    /// <summary>A reader of several texts.</summary>
    public static TextReaderCase OfParts(int count, Func<int, string> text, Action<byte[][]> read) => new(text, bytes => read(Split(bytes, count)));

    /// <summary>A reader of files.</summary>
    public static TextReaderCase OfFiles(string[] names, Func<int, string> text, Func<DatasetFiles, IDisposable> read) => new(text, bytes =>
    {
        using var folder = new ScratchFolder(isSmall: true);
        Directory.CreateDirectory(folder["f"]);
        byte[][] parts = Split(bytes, names.Length);
        for (int i = 0; i < names.Length; i++)
        {
            File.WriteAllBytes(Path.Combine(folder["f"], names[i]), parts[i]);
        }

        read(new DatasetFiles(new DataRoot(folder.Path), [.. names.Select(name => new RemoteFile("f", name, new Uri("https://localhost/")))])).Dispose();
    });

    /// <summary>A text of some rows.</summary>
    public byte[] Of(int rows) => Encoding.Latin1.GetBytes(Text(rows));

    /// <summary>A text of about a length.</summary>
    public byte[] OfLength(int bytes)
    {
        int rows = 1000;
        while (Text(rows).Length < bytes)
        {
            rows *= 2;
        }

        return Of(rows);
    }

    private static byte[][] Split(byte[] bytes, int count)
    {
        byte[][] parts = new byte[count][];
        int at = 0;
        for (int part = 0; part < count; part++)
        {
            int length = part == count - 1 ? -1 : bytes.AsSpan(at).IndexOf((byte)Mark);
            parts[part] = length < 0 ? bytes[at..] : bytes[at..(at + length)];
            at = length < 0 ? bytes.Length : at + length + 1;
        }

        return parts;
    }
}

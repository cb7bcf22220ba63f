using Gnn.Testing;
using Gnn.Tests.Parsing;

namespace Gnn.Tests.Datasets;

/// <summary>The eight files of a small data set in the Planetoid format, with room to spoil each.</summary>
/// <remarks>510 nodes: 505 in allx, of which 4 in x; 3 in tx as the nodes 509, 505 and 507; 506 and 508 have no row.</remarks>
internal sealed class PlanetoidFixture : IDisposable
{
    public const int Nodes = 510;
    public const int Known = 505;
    private const int Columns = 5;
    private readonly ScratchFolder _scratch = new();

    public PlanetoidFixture()
    {
        Write("x", Features(0, 4));
        Write("y", Labels(0, 4));
        Write("allx", Features(0, Known));
        Write("ally", Labels(0, Known));
        Write("tx", Features(Known, 3));
        Write("ty", Labels(Known, 3));
        Write("graph", Ring(Nodes));
        Write("test.index", "509\n505\n507\n"u8.ToArray());
    }

    public string Folder => _scratch.Path;

    public void Write(string part, byte[] bytes) => File.WriteAllBytes(_scratch["ind.tiny." + part], bytes);

    public byte[] ReadPart(string part) => File.ReadAllBytes(_scratch["ind.tiny." + part]);

    public void Dispose() => _scratch.Dispose();

    /// <summary>Row r has the values r + 1 and 0.5 in the columns r % 5 and (r + 2) % 5, perhaps not in order.</summary>
    public static byte[] Features(int start, int rows, float second = 0.5f, int columns = Columns, int step = 2)
    {
        int[] indices = [.. Enumerable.Range(start, rows).SelectMany(r => (int[])[r % Columns, (r + step) % Columns])];
        float[] values = [.. Enumerable.Range(start, rows).SelectMany(r => (float[])[r + 1, second])];
        return PickleBuilder.Start().Csr(rows, columns, [.. Enumerable.Range(0, rows + 1).Select(r => 2 * r)], indices, values).Stop();
    }

    /// <summary>Row r has class (r + shift) % 3.</summary>
    public static byte[] Labels(int start, int rows, int classes = 3, int one = 1, int shift = 0)
    {
        int[] cells = [.. Enumerable.Range(start, rows).SelectMany(r => Enumerable.Range(0, classes).Select(c => (r + shift) % 3 == c ? one : 0))];
        return PickleBuilder.Start().Array("i4", cells, rows, classes).Stop();
    }

    /// <summary>Node i lists i + 1 twice; node 0 lists itself as well.</summary>
    public static byte[] Ring(int nodes, int keyOfLast = -1, int neighbourOfLast = 0)
    {
        PickleBuilder builder = PickleBuilder.Start().Global("collections", "defaultdict").Global("__builtin__", "list").Raw(0x85).Op('R').Op('(');
        for (int i = 0; i < nodes; i++)
        {
            bool isLast = i == nodes - 1;
            int next = isLast ? neighbourOfLast : i + 1;
            builder.Int(isLast && keyOfLast >= 0 ? keyOfLast : i).Op(']').Op('(').Int(next).Int(next);
            if (i == 0)
            {
                builder.Int(0);
            }

            builder.Op('e');
        }

        return builder.Op('u').Stop();
    }
}

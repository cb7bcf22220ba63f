using System.Buffers.Text;
using Gnn.Datasets.NodeSets;
using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;
using Gnn.Tensors.Sparse;

namespace Gnn.Datasets.Heterophily;

/// <summary>The file of nodes of a Geom-GCN data set: for each node its id, features and class.</summary>
/// <remarks>Features are all cells, 0 or 1, or, if the header has the word <c>feature_amount</c> with the highest of them, the indices of those that are
/// 1.</remarks>
internal sealed class GeomGcnTable
{
    private const byte Tab = (byte)'\t';
    private const byte Comma = (byte)',';
    private const int LeastRowBytes = 5;

    private readonly BinaryRows _rows;
    private readonly int[] _order;
    private readonly int _width;

    private GeomGcnTable(BinaryRows rows, int[] order, int width, int[] labels)
    {
        (_rows, _order, _width) = (rows, order, width);
        Labels = labels;
    }

    /// <summary>The class of each node, <c>[N]</c>.</summary>
    public int[] Labels { get; }

    /// <summary>Reads the file.</summary>
    /// <param name="scanner">The text, with tabs between fields.</param>
    /// <returns>The table, by node id.</returns>
    /// <exception cref="DataFormatException">The text is not as described, or the ids are not 0 to N - 1, each once.</exception>
    public static GeomGcnTable Read(TextScanner scanner)
    {
        scanner.RequireLine("a header");
        int width = ReadHeader(scanner);
        bool isList = width > 0;
        int most = scanner.MostRows(LeastRowBytes), count = 0;
        var rows = new BinaryRows(most, isList ? checked(scanner.Count(Comma) + most) : scanner.Count((byte)'1'));
        int[] ids = new int[most], labels = new int[most];
        while (scanner.NextLine())
        {
            ids[count] = scanner.ReadInt32("the id of a node", 0);
            ReadOnlySpan<byte> features = scanner.ReadField("features");
            labels[count++] = scanner.ReadInt32("a class", 0);
            scanner.EndLine();
            if (isList)
            {
                AddIndices(features, width, rows, scanner);
                continue;
            }

            int cells = rows.AddCells(features, Comma, scanner);
            if (rows.Count > 1 && cells != width)
            {
                throw scanner.Bad($"expected {width} features as in the first row, got {cells}", "The file may be cut short: fetch it again.");
            }

            width = cells;
        }

        int[] order = OrderOf(ids.AsSpan(0, count), scanner);
        return new GeomGcnTable(rows, order, width, Array.ConvertAll(order, row => CheckLabel(labels[row], row, count, scanner)));
    }

    /// <summary>Makes the features, by node.</summary>
    /// <returns><c>[N, F]</c>, owned by the caller.</returns>
    public SparseTensor ToFeatures() => _rows.ToTensor(_width, _order);

    // The number of columns, or 0 if it shows in the rows.
    private static int ReadHeader(TextScanner scanner)
    {
        ReadOnlySpan<byte> mark = "feature_amount:"u8;
        scanner.ReadField("the heading of the ids");
        ReadOnlySpan<byte> heading = scanner.ReadField("the heading of the features");
        scanner.ReadField("the heading of the classes");
        scanner.EndLine();
        int at = heading.IndexOf(mark);
        if (at < 0)
        {
            return 0;
        }

        // What it calls the amount is the highest index.
        const int most = (1 << 24) - 1;
        return Utf8Parser.TryParse(heading[(at + mark.Length)..], out int highest, out _) && highest is >= 0 and <= most
            ? highest + 1
            : throw scanner.Bad($"expected the highest feature, 0 to {most}, after '{TextScanner.Show(mark)}', got '{TextScanner.Show(heading)}'");
    }

    private static void AddIndices(ReadOnlySpan<byte> indices, int width, BinaryRows rows, TextScanner scanner)
    {
        foreach (Range range in indices.Split(Comma))
        {
            ReadOnlySpan<byte> digits = indices[range];
            if (!Utf8Parser.TryParse(digits, out int index, out int used) || used != digits.Length || (uint)index >= (uint)width)
            {
                throw scanner.Bad($"expected features of 0 to {width - 1} with commas between them, got '{TextScanner.Show(digits)}'");
            }

            rows.Add(index);
        }

        rows.EndRow();
    }

    // The row of each node.
    private static int[] OrderOf(ReadOnlySpan<int> ids, TextScanner scanner)
    {
        int[] rows = new int[ids.Length];
        Array.Fill(rows, -1);
        for (int row = 0; row < rows.Length; row++)
        {
            if (ids[row] >= rows.Length || rows[ids[row]] >= 0)
            {
                throw new DataFormatException(
                    scanner.Path,
                    $"line {row + 2}",
                    $"expected each node of 0 to {rows.Length - 1} once in the {rows.Length} rows, got {ids[row]}",
                    "The file may be cut short: fetch it again.");
            }

            rows[ids[row]] = row;
        }

        return rows.Length > 0 ? rows : throw scanner.Bad("expected a row for each node, got the end of the file", "Fetch the file again.");
    }

    private static int CheckLabel(int label, int row, int nodes, TextScanner scanner) => label < nodes
        ? label
        : throw new DataFormatException(scanner.Path, $"line {row + 2}", $"expected a class below the number of nodes, {nodes}, got {label}");
}

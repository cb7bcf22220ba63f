using System.Globalization;
using System.Numerics;
using System.Text;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

public sealed partial class NodeTable
{
    /// <summary>Reads a node table.</summary>
    /// <param name="path">The file, .csv or .tsv.</param>
    /// <param name="options">Which columns mean what; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">The file is not such a table, or its labels are of fewer than two classes; the message names line and column.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <remarks>Cost: O(N F). The text is never in memory as a whole; the result is the same at any number of threads.</remarks>
    public static NodeTable Read(string path, NodeTableOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new NodeTableOptions();
        using var scan = new TableScan(path, options.Format);
        return Read(scan, options, cancellation);
    }

    /// <summary>Reads a node table that is kept by columns.</summary>
    /// <param name="source">The columns; the caller closes it.</param>
    /// <param name="options">Which columns mean what; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">The source is not such a table, or its labels are of fewer than two classes; the message names row and column.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <remarks>Cost: O(N F). One batch of the source is in memory at a time.</remarks>
    public static NodeTable Read(ColumnSource source, NodeTableOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= new NodeTableOptions();
        using var scan = new ColumnScan(source, options.Format);
        return Read(scan, options, cancellation);
    }

    private static NodeTable Read(RowSource scan, NodeTableOptions options, CancellationToken cancellation)
    {
        ColumnPlan plan = scan.Plan(options.Missing);
        int id = options.Id is { } idName ? plan.AddId(idName, options.Ids, "the ids") : -1;
        int label = options.Label is { } labelName ? plan.Add(labelName, ColumnKind.Category, "the labels") : -1;
        string[] features = plan.AddNumbers(options.Features ?? ["*"], "features");
        var rows = new NodeRows(plan, scan, options.Id, id, label, options.Ids, options.Duplicates);
        scan.Run(plan, rows, cancellation);
        rows.Numbers.FillMissing(options.Missing);
        (float[] values, bool[]? mask) = rows.Numbers.TakeColumns(0, features.Length);
        string[] classes = SortClasses(rows.Classes, rows.Labels);
        if (label >= 0 && classes.Length < 2)
        {
            throw new DataFormatException(
                scan.Path, $"column '{options.Label}'", classes.Length == 0 ? "expected labels of at least two classes, got none" : $"expected labels of at least two classes, got '{classes[0]}' alone",
                "Name the column that tells the nodes apart.");
        }

        int[] labels = rows.Labels.ToArray();
        if (options.Id is not null && options.Ids == IdKind.Index)
        {
            int[] order = RowsByIndex(scan, options, rows);
            (values, labels) = (Pick(values, order, features.Length), Pick(labels, order, 1));
            mask = mask is null ? null : Pick(mask, order, features.Length);
        }

        if (options.StandardizesFeatures)
        {
            Standardize(values, features.Length);
        }

        bool isNumbered = options.Id is null || options.Ids == IdKind.Index;
        return new NodeTable(isNumbered ? IdMap.FromCount(rows.RowCount) : new IdMap(rows.Ids), values, mask, features, labels, classes)
        {
            DroppedCount = scan.DroppedCount,
            DuplicateCount = rows.DuplicateCount,
        };
    }

    // Which row holds node 0, 1, ...
    private static int[] RowsByIndex(RowSource source, NodeTableOptions options, NodeRows rows)
    {
        int[] order = new int[rows.RowCount];
        Array.Fill(order, -1);
        for (int row = 0; row < order.Length; row++)
        {
            int index = rows.Indexes[row];
            if (index >= order.Length || order[index] >= 0)
            {
                string got = index >= order.Length ? $"got {index}" : $"got {index} again after {source.NameOf(rows.Places[order[index]])}";
                throw new DataFormatException(
                    source.Path, $"{source.NameOf(rows.Places[row])}, column '{options.Id}'",
                    string.Create(CultureInfo.InvariantCulture, $"expected the node numbers 0 to {order.Length - 1} of {order.Length} rows, each once, {got}"),
                    "Read the ids as whole numbers (integer), if they have gaps.");
            }

            order[index] = row;
        }

        return order;
    }

    private static string[] SortClasses(IdTable table, Span<int> labels)
    {
        string[] names = [.. Enumerable.Range(0, table.Count).Select(place => Encoding.UTF8.GetString(table.Utf8(place)))];
        int[] order = [.. Enumerable.Range(0, names.Length)];
        BigInteger[] numbers = [.. names.Select(name => BigInteger.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number) ? number : -1)];
        bool areNumbers = names.All(name => name.Length <= 40 && BigInteger.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        Array.Sort(order, (one, other) =>
        {
            int byValue = areNumbers ? numbers[one].CompareTo(numbers[other]) : 0;
            return byValue != 0 ? byValue : string.CompareOrdinal(names[one], names[other]);
        });
        int[] rank = new int[order.Length];
        for (int place = 0; place < order.Length; place++)
        {
            rank[order[place]] = place;
        }

        foreach (ref int label in labels)
        {
            label = label < 0 ? -1 : rank[label];
        }

        return [.. order.Select(place => names[place])];
    }

    private static void Standardize(float[] values, int width)
    {
        int rows = width == 0 ? 0 : values.Length / width;
        for (int column = 0; column < width; column++)
        {
            double sum = 0;
            for (int row = 0; row < rows; row++)
            {
                sum += values[(row * width) + column];
            }

            double mean = rows == 0 ? 0 : sum / rows;
            double squares = 0;
            for (int row = 0; row < rows; row++)
            {
                double distance = values[(row * width) + column] - mean;
                squares += distance * distance;
            }

            double deviation = rows == 0 ? 0 : Math.Sqrt(squares / rows);
            for (int row = 0; row < rows; row++)
            {
                ref float value = ref values[(row * width) + column];
                value = deviation <= 1e-12 * Math.Abs(mean) ? 0 : (float)((value - mean) / deviation);
            }
        }
    }

    private static T[] Pick<T>(T[] values, int[] rows, int width)
    {
        var picked = new T[values.Length];
        for (int i = 0; i < rows.Length && picked.Length > 0; i++)
        {
            Array.Copy(values, (long)rows[i] * width, picked, (long)i * width, width);
        }

        return picked;
    }
}

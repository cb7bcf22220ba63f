using System.Globalization;
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

    /// <summary>Reads the rows; with a scope, ids hold within it, and row m is node m of the ids.</summary>
    internal static NodeTable Read(RowSource scan, NodeTableOptions options, CancellationToken cancellation, Func<ColumnPlan, ScopeRows>? scopeOf = null)
    {
        ColumnPlan plan = scan.Plan(options.Missing);
        ScopeRows? scope = scopeOf?.Invoke(plan);
        int id = options.Id is not { } idName ? -1 : scope is null ? plan.AddId(idName, options.Ids, "the ids") : plan.Add(idName, scope.Ids.IdColumnKind, "the ids");
        int label = options.Label is { } labelName ? plan.Add(labelName, ColumnKind.Category, "the labels") : -1;
        string[] features = plan.AddNumbers(options.Features ?? ["*"], "features");
        var rows = new NodeRows(plan, scan, options.Id, id, label, options.Ids, options.Duplicates, scope);
        scan.Run(plan, rows, cancellation);
        rows.Numbers.FillMissing(options.Missing);
        (float[] values, bool[]? mask) = rows.Numbers.TakeColumns(0, features.Length);
        int[] labels = rows.Labels?.Values.ToArray() ?? [];
        string[] classes = rows.Labels is null ? [] : ClassOrder.Apply(rows.Labels.Names, labels);
        if (label >= 0)
        {
            ClassOrder.RefuseOne(scan.Path, options.Label!, classes, "nodes");
        }

        if (scope is not null)
        {
            CheckNumbers(scan, options, rows, scope.Ids);
        }
        else if (options.Id is not null && options.Ids == IdKind.Index)
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
        return new NodeTable(isNumbered || scope is not null ? IdMap.FromCount(rows.RowCount) : new IdMap(rows.Ids), values, mask, features, labels, classes)
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

    // In each scope the numbers of nodes are 0 to n - 1; that none is there twice is known.
    private static void CheckNumbers(RowSource source, NodeTableOptions options, NodeRows rows, ScopedIds ids)
    {
        if (options.Ids != IdKind.Index)
        {
            return;
        }

        int[] sizes = new int[ids.Counts.Length];
        foreach (int scope in ids.ScopeOf)
        {
            sizes[scope]++;
        }

        for (int row = 0; row < rows.RowCount; row++)
        {
            int scope = ids.ScopeOf[row];
            if (ids.NumberOf[row] >= sizes[scope])
            {
                throw new DataFormatException(
                    source.Path, $"{source.NameOf(rows.Places[row])}, column '{options.Id}'",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"expected the node numbers 0 to {sizes[scope] - 1} of {sizes[scope]} rows of the {ids.ScopeName} '{ids.NameOfScope(scope)}', each once, got {ids.NumberOf[row]}"),
                    "Read the ids as whole numbers (integer), if they have gaps.");
            }
        }
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

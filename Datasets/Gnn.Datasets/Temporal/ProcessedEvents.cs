using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Graphs.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Temporal;

/// <summary>Reads events as TGN's and DyGLib's preprocessing leaves them: <c>ml_NAME.csv</c>, and beside it <c>ml_NAME.npy</c> and <c>ml_NAME_node.npy</c>.</summary>
internal static class ProcessedEvents
{
    private const string Header = ",u,i,ts,label,idx";
    private const int LeastRowBytes = 12;

    /// <summary>Reads a set of files.</summary>
    /// <param name="csv">The events.</param>
    /// <param name="eventFeatures">The features of events, <c>[E + 1, D]</c>, of which row 0 is none's; null if there are none.</param>
    /// <param name="nodeFeatures">The features of nodes, <c>[N + 1, F]</c>, of which row 0 is none's; null if there are none.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or they contradict each other.</exception>
    public static Dataset Read(string csv, string? eventFeatures = null, string? nodeFeatures = null)
    {
        (EventRows rows, int[] indices) = ReadRows(Gzip.ReadFile(csv), csv);
        if (eventFeatures is not null)
        {
            Take(rows, indices, NpyArray.Read(eventFeatures), eventFeatures);
        }

        bool isBipartite = rows.HasTwoSides;
        return nodeFeatures is null ? rows.ToDataset(isBipartite) : WithNodes(rows, isBipartite, NpyArray.Read(nodeFeatures), nodeFeatures, csv);
    }

    /// <summary>Reads the events.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <returns>The rows, and the row of features that belongs to each.</returns>
    /// <exception cref="DataFormatException">The text is something else.</exception>
    public static (EventRows Rows, int[] Indices) ReadRows(byte[] text, string path)
    {
        var scanner = new TextScanner(text, path, (byte)',');
        scanner.RequireLine($"the header '{Header}'");
        if (!scanner.Line.SequenceEqual(",u,i,ts,label,idx"u8))
        {
            throw scanner.Bad($"expected the header '{Header}', got '{TextScanner.Show(scanner.Line)}'");
        }

        int most = TypedFields.MostRows(text, LeastRowBytes);
        var rows = new EventRows(most) { States = new int[most] };
        int[] indices = new int[most];
        while (scanner.NextContent())
        {
            int row = rows.Count++;
            scanner.ReadInt64("a row number", least: 0);
            rows.Sources[row] = scanner.ReadInt32("a source from 1", least: 1);
            rows.Targets[row] = scanner.ReadInt32("a target from 1", least: 1);
            rows.Times[row] = scanner.ReadSecondsAsMilliseconds("a time");
            float state = scanner.ReadSingle("a label");
            rows.States[row] = state == (int)state ? (int)state : throw scanner.Bad($"expected a label that is a whole number, got {state}");
            indices[row] = scanner.ReadInt32("an event number from 1", least: 1);
            scanner.EndLine();
        }

        EventFiles.RequireRows(scanner, rows);
        return (rows, indices);
    }

    private static void Take(EventRows rows, ReadOnlySpan<int> indices, NpyArray table, string path)
    {
        (int count, int width) = ShapeOf(table, path);
        float[] values = ToFinite(table, path);
        if ((long)rows.Count * width > Array.MaxLength)
        {
            throw new DataFormatException(path, "", $"expected at most {Array.MaxLength} features for {rows.Count} events, got {width} for each");
        }

        float[] features = new float[rows.Count * width];
        for (int row = 0; row < rows.Count; row++)
        {
            if (indices[row] >= count)
            {
                throw new DataFormatException(path, "", $"expected a row {indices[row]} for event {row}, got {count} rows");
            }

            values.AsSpan(indices[row] * width, width).CopyTo(features.AsSpan(row * width));
        }

        (rows.Features, rows.FeatureCount) = (features, width);
    }

    // Every row but the first is a node, whether it has events or not.
    private static Dataset WithNodes(EventRows rows, bool isBipartite, NpyArray table, string path, string csv)
    {
        (int count, int width) = ShapeOf(table, path);
        float[] values = ToFinite(table, path);
        int sources = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows.Sources[row] >= count || rows.Targets[row] >= count)
            {
                throw new DataFormatException(csv, "", $"expected nodes of 1 to {count - 1}, the rows of '{path}', got {rows.Sources[row]} to {rows.Targets[row]}");
            }

            sources = Math.Max(sources, rows.Sources[row]);
            (rows.Sources[row], rows.Targets[row]) = (rows.Sources[row] - 1, rows.Targets[row] - 1);
        }

        int[] ids = [.. Enumerable.Range(1, count - 1)];
        Dataset bare = rows.ToDataset(ids.Length, isBipartite ? sources : null, PublishedIds.NamesOf(ids));
        using TemporalGraph graph = bare.As<TemporalGraph>();
        Tensor features = Tensor.Create<float>(values.AsSpan(width), (ids.Length, width));
        return new Dataset(graph.WithNodeColumn(ColumnNames.Features, features)) { Names = bare.Names, IndexSplits = bare.IndexSplits };
    }

    private static (int Rows, int Columns) ShapeOf(NpyArray table, string path) => table.Shape.Count == 2 && table.Shape[0] > 1 && table.Shape[1] > 0
        ? (table.Shape[0], table.Shape[1])
        : throw new DataFormatException(path, "", $"expected a matrix of features with an empty row before those of 1, 2, ..., got the shape [{string.Join(", ", table.Shape)}]");

    private static float[] ToFinite(NpyArray table, string path)
    {
        float[] values = table.ToSingle();
        int bad = Array.FindIndex(values, value => !float.IsFinite(value));
        return bad < 0 ? values : throw new DataFormatException(path, $"entry {bad}", $"expected finite features, got {values[bad]}");
    }
}

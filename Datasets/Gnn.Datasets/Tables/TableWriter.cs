using Gnn.Graphs;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>Writes tables: UTF-8, LF, a header, fields quoted where they must be. A file appears whole or not at all.</summary>
public static class TableWriter
{
    /// <summary>Writes columns.</summary>
    /// <param name="path">The file; a .tsv has tabs, all else commas, unless the format says otherwise.</param>
    /// <param name="columns">The columns, of equal length.</param>
    /// <param name="format">Delimiter and quote; null for the defaults.</param>
    /// <param name="cancellation">Stops the writing; the old file stays as it was.</param>
    /// <exception cref="ArgumentException">There is no column, two have the same name, their lengths differ, or a field needs quotes and there are none.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static void Write(string path, IReadOnlyList<TableColumn> columns, TableFormat? format = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(columns);
        format ??= new TableFormat();
        format.Check(path);
        TableColumns.Check(columns);
        AtomicFile.Write(path, stream => Write(stream, columns, format with { Delimiter = (char)format.DelimiterOf(path) }, cancellation));
    }

    /// <summary>Writes columns to a stream, with commas unless the format says otherwise.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="columns">The columns, of equal length.</param>
    /// <param name="format">Delimiter and quote; null for the defaults.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <exception cref="ArgumentException">There is no column, two have the same name, their lengths differ, or a field needs quotes and there are none.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static void Write(Stream stream, IReadOnlyList<TableColumn> columns, TableFormat? format = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(columns);
        format ??= new TableFormat();
        format.Check("");
        TableColumns.Check(columns);
        var text = new TableText(stream, format.DelimiterOf(""), format.Quote is { } quote ? (byte)quote : null);
        for (int place = 0; format.HasHeader && place < columns.Count; place++)
        {
            Part(text, place);
            text.Text(columns[place].Name);
        }

        if (format.HasHeader)
        {
            text.EndRow();
        }

        for (int row = 0; row < columns[0].RowCount; row++)
        {
            for (int place = 0; place < columns.Count; place++)
            {
                Part(text, place);
                columns[place].Write(row, text);
            }

            text.EndRow();
            if ((row & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }

        text.End();
    }

    /// <summary>Writes the edges of a graph: <c>source</c>, <c>target</c>, its weights, times and signs, and its edge features as <c>e0</c>, <c>e1</c>, ...</summary>
    /// <param name="path">The file.</param>
    /// <param name="graph">The graph; of an undirected one each edge is written once, from the end of the lower number.</param>
    /// <param name="ids">The ids of its nodes.</param>
    /// <param name="format">Delimiter and quote; null for the defaults.</param>
    /// <param name="cancellation">Stops the writing; the old file stays as it was.</param>
    /// <exception cref="ArgumentException">There is not one id for each node.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static void WriteEdges(string path, Graph graph, IdMap ids, TableFormat? format = null, CancellationToken cancellation = default)
    {
        Write(path, TableColumns.OfEdges(graph, ids), format, cancellation);
    }

    /// <summary>Writes the nodes of a graph: <c>id</c>, <c>label</c> by class name, and the features.</summary>
    /// <param name="path">The file.</param>
    /// <param name="graph">The graph; sparse features are made dense.</param>
    /// <param name="ids">The ids of its nodes.</param>
    /// <param name="featureNames">The names of the features; null for <c>x0</c>, <c>x1</c>, ...</param>
    /// <param name="more">Further columns, for example predictions, of a row for each node.</param>
    /// <param name="format">Delimiter and quote; null for the defaults.</param>
    /// <param name="cancellation">Stops the writing; the old file stays as it was.</param>
    /// <exception cref="ArgumentException">There is not one id for each node, or not one name for each feature.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static void WriteNodes(
        string path, Graph graph, IdMap ids, IReadOnlyList<string>? featureNames = null, IReadOnlyList<TableColumn>? more = null, TableFormat? format = null,
        CancellationToken cancellation = default)
    {
        Write(path, [.. TableColumns.OfNodes(graph, ids, featureNames), .. more ?? []], format, cancellation);
    }

    private static void Part(TableText text, int place)
    {
        if (place > 0)
        {
            text.Delimiter();
        }
    }
}

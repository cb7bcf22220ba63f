using System.IO.Compression;
using global::Parquet;
using global::Parquet.Schema;
using Gnn.Datasets.Tables;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;

namespace Gnn.Parquet;

/// <summary>Reads and writes tables as Parquet files, with the options and the results of tables as text.</summary>
/// <remarks>A file is read a row group at a time, so that memory is bounded by the largest one and the table that comes of it. Errors name file, row group, row
/// (counted from 1 in its group) and column.</remarks>
public static class ParquetTables
{
    /// <summary>Whether a file is named as Parquet files are: <c>.parquet</c>, <c>.pq</c>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>True if it is.</returns>
    public static bool IsNamed(string path)
    {
        string extension = System.IO.Path.GetExtension(path);
        return extension.Equals(".parquet", StringComparison.OrdinalIgnoreCase) || extension.Equals(".pq", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads an edge table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns mean what; null for the defaults.</param>
    /// <param name="nodes">The nodes of the node table, if one goes before; null if the edges name the nodes.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">The file is not such a table; the message names row group, row and column, what was expected and what is there.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static EdgeTable ReadEdges(string path, EdgeTableOptions? options = null, IdMap? nodes = null, CancellationToken cancellation = default)
    {
        using ParquetSource source = ParquetSource.Open(path);
        return EdgeTable.Read(source, options, nodes, cancellation);
    }

    /// <summary>Reads a node table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns mean what; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">The file is not such a table; the message names row group, row and column.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static NodeTable ReadNodes(string path, NodeTableOptions? options = null, CancellationToken cancellation = default)
    {
        using ParquetSource source = ParquetSource.Open(path);
        return NodeTable.Read(source, options, cancellation);
    }

    /// <summary>Reads an event table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns mean what; null for the defaults. A column of timestamps is milliseconds since 1970 in any notation.</param>
    /// <param name="nodes">The nodes of the node table, if one goes before; null if the events name the nodes.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">The file is not such a table; the message names row group, row and column.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static EventTable ReadEvents(string path, EventTableOptions? options = null, IdMap? nodes = null, CancellationToken cancellation = default)
    {
        using ParquetSource source = ParquetSource.Open(path);
        return EventTable.Read(source, options, nodes, cancellation);
    }

    /// <summary>Reads a table of memberships.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns mean what; null for the defaults.</param>
    /// <param name="nodes">The nodes of the node table, if one goes before; null if the memberships name the nodes.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">The file is not such a table; the message names row group, row and column.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static IncidenceTable ReadIncidences(string path, IncidenceTableOptions? options = null, IdMap? nodes = null, CancellationToken cancellation = default)
    {
        using ParquetSource source = ParquetSource.Open(path);
        return IncidenceTable.Read(source, options, nodes, cancellation);
    }

    /// <summary>Reads a graph from an edge table and, if there is one, a node table.</summary>
    /// <param name="edgePath">The edge table.</param>
    /// <param name="nodePath">The node table; null if the edges name the nodes.</param>
    /// <param name="edges">Which columns of the edge table mean what; null for the defaults.</param>
    /// <param name="nodes">Which columns of the node table mean what; null for the defaults, with the edges' kind of ids.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The graph, owned by the caller, as <see cref="TableGraph.Read(string, string?, EdgeTableOptions?, NodeTableOptions?, Engine?, CancellationToken)"/> gives it.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">A file is not such a table; the message names file, row group, row and column.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static TableGraph ReadGraph(
        string edgePath, string? nodePath = null, EdgeTableOptions? edges = null, NodeTableOptions? nodes = null, Engine? engine = null,
        CancellationToken cancellation = default)
    {
        using ParquetSource edgeSource = ParquetSource.Open(edgePath);
        using ParquetSource? nodeSource = nodePath is null ? null : ParquetSource.Open(nodePath);
        return TableGraph.Read(edgeSource, nodeSource, edges, nodes, engine, cancellation);
    }

    /// <summary>Reads a set of graphs from an edge table and, if there is one, a node table, whose rows say which graph they are of.</summary>
    /// <param name="edgePath">The edge table.</param>
    /// <param name="nodePath">The node table; null if the edges name graphs and nodes.</param>
    /// <param name="options">Which columns mean what; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table, as <see cref="GraphSetTable.Read(string, string?, GraphSetTableOptions?, CancellationToken)"/> gives it.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">A file is not such a table; the message names file, row group, row and column.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static GraphSetTable ReadGraphSet(string edgePath, string? nodePath = null, GraphSetTableOptions? options = null, CancellationToken cancellation = default)
    {
        using ParquetSource edgeSource = ParquetSource.Open(edgePath);
        using ParquetSource? nodeSource = nodePath is null ? null : ParquetSource.Open(nodePath);
        return GraphSetTable.Read(edgeSource, nodeSource, options, cancellation);
    }

    /// <summary>Reads a heterogeneous graph from an edge table and, if there is one, a node table.</summary>
    /// <param name="edgePath">The edge table.</param>
    /// <param name="nodePath">The node table; null if the edges name the nodes.</param>
    /// <param name="options">Which columns mean what; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table, as <see cref="HeteroTable.Read(string, string?, HeteroTableOptions?, CancellationToken)"/> gives it.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">A file is not such a table, or names more than 10,000 types; the message names file, row group, row and column.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static HeteroTable ReadHetero(string edgePath, string? nodePath = null, HeteroTableOptions? options = null, CancellationToken cancellation = default)
    {
        using ParquetSource edgeSource = ParquetSource.Open(edgePath);
        using ParquetSource? nodeSource = nodePath is null ? null : ParquetSource.Open(nodePath);
        return HeteroTable.Read(edgeSource, nodeSource, options, cancellation);
    }

    /// <summary>Writes columns, for example those of <see cref="TableColumns"/>. The file appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The columns, of equal length: texts become strings that may be null, whole numbers 64 bits, numbers single precision, times
    /// timestamps in milliseconds.</param>
    /// <param name="options">Row groups and compression; null for the defaults.</param>
    /// <param name="cancellation">Stops the writing; the old file stays as it was.</param>
    /// <exception cref="ArgumentException">There is no column, two have the same name, or their lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row group would have no rows.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <remarks>One row group is in memory at a time, beside the columns themselves.</remarks>
    public static void Write(string path, IReadOnlyList<TableColumn> columns, ParquetWriteOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(columns);
        options ??= new ParquetWriteOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RowGroupRows, 1, nameof(options));
        TableColumns.Check(columns);
        AtomicFile.Write(path, stream => Write(stream, columns, options, cancellation));
    }

    // What the library disposes it also finishes, so that nothing is disposed where something failed.
    private static void Write(Stream stream, IReadOnlyList<TableColumn> columns, ParquetWriteOptions options, CancellationToken cancellation)
    {
        DataField[] fields = [.. columns.Select(ParquetValues.FieldOf)];
        var format = new ParquetOptions { UseDictionaryEncoding = options.UsesDictionaries };
        ParquetWriter writer = ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, format, cancellationToken: cancellation).GetAwaiter().GetResult();
        writer.CompressionLevel = CompressionLevel.Optimal;
        writer.CompressionMethod = options.Compression switch
        {
            ParquetCompression.None => CompressionMethod.None,
            ParquetCompression.Gzip => CompressionMethod.Gzip,
            ParquetCompression.Brotli => CompressionMethod.Brotli,
            ParquetCompression.Zstandard => CompressionMethod.Zstd,
            ParquetCompression.Lz4 => CompressionMethod.Lz4Raw,
            _ => CompressionMethod.Snappy,
        };
        int rows = columns[0].RowCount;
        int start = 0;
        do
        {
            int count = Math.Min(options.RowGroupRows, rows - start);
            ParquetRowGroupWriter group = writer.CreateRowGroup();
            for (int place = 0; place < fields.Length; place++)
            {
                cancellation.ThrowIfCancellationRequested();
                group.WriteColumnAsync(ParquetValues.Write(fields[place], columns[place], start, count), cancellation).GetAwaiter().GetResult();
            }

            group.Dispose();
            start += count;
        }
        while (start < rows);
        writer.Dispose();
    }
}

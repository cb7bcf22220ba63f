using Gnn.Datasets.Tables;
using Gnn.Graphs.Files;
using Gnn.Tensors.Engines;

namespace Gnn.Cli;

/// <summary>Reads and writes tables in the format that a file's name ends with.</summary>
internal static class TableFiles
{
#if GNN_PARQUET
    /// <summary>The formats, for help texts.</summary>
    internal const string Kinds = ".csv, .tsv or .parquet";
#else
    /// <summary>The formats, for help texts.</summary>
    internal const string Kinds = ".csv or .tsv";
#endif

    private const string Parquet = ".parquet";

    /// <summary>Passes if an output file's name ends as its content asks.</summary>
    /// <exception cref="UsageException">It ends otherwise, or needs what this build lacks.</exception>
    internal static void CheckKind(string option, string file)
    {
        string extension = Path.GetExtension(file).ToLowerInvariant();
        if (option == "--out-graph")
        {
            if (extension != GraphFile.Extension)
            {
                throw new UsageException($"{option} writes a graph file: name one that ends with {GraphFile.Extension}, not '{file}'.");
            }

            return;
        }

        if (extension == GraphFile.Extension)
        {
            throw new UsageException($"{option} writes a table, {Kinds}: name '{file}' with --out-graph.");
        }

        CheckBuild(file);
    }

    /// <summary>Reads a graph from an edge table and, if there is one, a node table, both of text or both Parquet.</summary>
    internal static TableGraph Read(string edges, string? nodes, EdgeTableOptions edgeOptions, NodeTableOptions nodeOptions, Engine engine, CancellationToken cancellation) => Read(
        edges, nodes, () => TableGraph.Read(edges, nodes, edgeOptions, nodeOptions, engine, cancellation),
        (edgeSource, nodeSource) => TableGraph.Read(edgeSource, nodeSource, edgeOptions, nodeOptions, engine, cancellation));

    /// <summary>Reads something from an edge table and, if there is one, a node table, both of text or both Parquet.</summary>
    internal static T Read<T>(string edges, string? nodes, Func<T> ofText, Func<ColumnSource, ColumnSource?, T> ofColumns)
    {
        ArgumentNullException.ThrowIfNull(ofColumns);
        CheckBuild(edges);
        CheckBuild(nodes ?? edges);
        if (IsParquet(edges) != IsParquet(nodes ?? edges))
        {
            throw new UsageException($"'{edges}' and '{nodes}' are of two formats: convert one of them, so that both are text or both Parquet.");
        }

#if GNN_PARQUET
        if (IsParquet(edges))
        {
            using Gnn.Parquet.ParquetSource edgeSource = Gnn.Parquet.ParquetSource.Open(edges);
            using Gnn.Parquet.ParquetSource? nodeSource = nodes is null ? null : Gnn.Parquet.ParquetSource.Open(nodes);
            return ofColumns(edgeSource, nodeSource);
        }
#endif
        return ofText();
    }

    /// <summary>The names of a table's columns.</summary>
    internal static IReadOnlyList<string> ColumnNames(string file, TableFormat format) =>
        Read(file, nodes: null, () => format.ReadColumnNames(file), (source, _) => source.ColumnNames);

    /// <summary>Writes columns.</summary>
    internal static void Write(string file, IReadOnlyList<TableColumn> columns, CancellationToken cancellation)
    {
#if GNN_PARQUET
        if (IsParquet(file))
        {
            Gnn.Parquet.ParquetTables.Write(file, columns, cancellation: cancellation);
            return;
        }
#endif
        TableWriter.Write(file, columns, cancellation: cancellation);
    }

    private static bool IsParquet(string file) => Path.GetExtension(file).Equals(Parquet, StringComparison.OrdinalIgnoreCase);

    private static void CheckBuild(string file)
    {
#if !GNN_PARQUET
        if (IsParquet(file))
        {
            throw new UsageException($"'{file}' is a Parquet file, which this build does not know: build gnn with -p:GnnAdapters=true, or name a .csv.");
        }
#endif
    }
}

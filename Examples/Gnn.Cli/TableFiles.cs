using Gnn.Datasets.Tables;
using Gnn.Graphs.Files;

namespace Gnn.Cli;

/// <summary>Writes tables in the format that a file's name ends with.</summary>
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

#if !GNN_PARQUET
        if (extension == Parquet)
        {
            throw new UsageException($"'{file}' is a Parquet file, which this build does not write: build gnn with -p:GnnAdapters=true, or name a .csv.");
        }
#endif
    }

    /// <summary>Writes columns.</summary>
    internal static void Write(string file, IReadOnlyList<TableColumn> columns, CancellationToken cancellation)
    {
#if GNN_PARQUET
        if (Path.GetExtension(file).Equals(Parquet, StringComparison.OrdinalIgnoreCase))
        {
            Gnn.Parquet.ParquetTables.Write(file, columns, cancellation: cancellation);
            return;
        }
#endif
        TableWriter.Write(file, columns, cancellation: cancellation);
    }
}

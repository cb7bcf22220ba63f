using global::Parquet;
using global::Parquet.Data;
using global::Parquet.Schema;
using Gnn.Testing;

namespace Gnn.Tests.Parquet;

/// <summary>Parquet files written with the library itself, so that they may hold what the adapter never writes.</summary>
internal static class ParquetFiles
{
    internal static string Write(ScratchFolder folder, string name, params (DataField Field, Array Values)[] columns) =>
        Write(folder, name, CompressionMethod.Snappy, 1, columns);

    internal static string Write(ScratchFolder folder, string name, CompressionMethod compression, int groups, params (DataField Field, Array Values)[] columns)
    {
        using FileStream stream = File.Create(folder[name]);
        var schema = new ParquetSchema([.. columns.Select(column => column.Field)]);
        using ParquetWriter writer = ParquetWriter.CreateAsync(schema, stream).GetAwaiter().GetResult();
        writer.CompressionMethod = compression;
        for (int i = 0; i < groups; i++)
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            foreach ((DataField field, Array values) in columns)
            {
                group.WriteColumnAsync(new DataColumn(field, values)).GetAwaiter().GetResult();
            }
        }

        return folder[name];
    }

    /// <summary>A file with a text column <c>source</c>, <c>target</c> and one nested column.</summary>
    internal static string WriteNested(ScratchFolder folder, string name, Field nested, Func<ParquetRowGroupWriter, Task> writeNested)
    {
        using FileStream stream = File.Create(folder[name]);
        var source = new DataField("source", typeof(string), isNullable: true);
        var target = new DataField("target", typeof(string), isNullable: true);
        using ParquetWriter writer = ParquetWriter.CreateAsync(new ParquetSchema(source, target, nested), stream).GetAwaiter().GetResult();
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        group.WriteColumnAsync(new DataColumn(source, new[] { "a", "b" })).GetAwaiter().GetResult();
        group.WriteColumnAsync(new DataColumn(target, new[] { "b", "c" })).GetAwaiter().GetResult();
        writeNested(group).GetAwaiter().GetResult();
        return folder[name];
    }
}

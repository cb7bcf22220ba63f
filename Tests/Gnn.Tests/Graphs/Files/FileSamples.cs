using Gnn.Graphs;
using Gnn.Graphs.Files;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;

namespace Gnn.Tests.Graphs.Files;

/// <summary>Graphs and files that the tests of graph files share.</summary>
internal static class FileSamples
{
    /// <summary>Ten nodes with columns of every type, dense and sparse, in all tables, and names that a file might stumble over.</summary>
    public static Graph Everything(Engine engine)
    {
        using SparseStructure structure = SparseStructure.FromEdges(10, 5, [3, 0, 9, 3], [1, 4, 0, 1]);
        var sparse = new SparseTensor(structure, Tensor.Create<double>([1, -2, 0.5, double.NaN], 4, engine));
        return Chain(
            SampleGraphs.A(),
            graph => graph.WithLabels(SampleGraphs.LabelsA, ["a", "", "\u20ac \"quoted\" \U0001F600"], engine),
            graph => graph.WithFeatures(sparse),
            graph => graph.WithNodeColumn("x/values", Sequence<double>(10, 3, engine)),
            graph => graph.WithNodeColumn("%2F/ \u00e9\n", Sequence<long>(10, 0, engine)),
            graph => graph.WithNodeColumn("mask", Tensor.Create([true, false, true, true, false, false, true, false, true, true], 10, engine)),
            graph => graph.WithEdgeColumn("weight", Sequence<double>(24, 0, engine)),
            graph => graph.WithEdgeColumn("time", Sequence<long>(24, 2, engine)),
            graph => graph.WithEdgeColumn("empty", Tensor.Zeros((24, 0), engine)),
            graph => graph.WithGlobalColumn("target", Tensor.Zeros(new Shape([1, 2, 3, 4]), engine)));
    }

    /// <summary>The bytes of a small file, whose every byte is tried: a graph of both kinds of columns, with a split.</summary>
    public static byte[] SmallFile()
    {
        using var scratch = new ScratchFolder();
        using Graph graph = Chain(
            Graph.FromEdges(3, [0, 1, 1, 2], [1, 0, 2, 1], isUndirected: true),
            graph => graph.WithLabels([0, 1, 0], ["a", "b"]),
            graph => graph.WithFeatures(SparseTensor.Identity(3)),
            graph => graph.WithNodeColumn("mask", Tensor.Create([true, false, true], 3)));
        GraphFile.Save(new Dataset(graph) { NodeSplits = [new NodeSplit("public", 3, [0], [1], [2])] }, scratch["a.gnn"]);
        return File.ReadAllBytes(scratch["a.gnn"]);
    }

    /// <summary>What a graph becomes by changes, each of which ends the graph that it changes.</summary>
    public static Graph Chain(Graph graph, params Func<Graph, Graph>[] changes)
    {
        foreach (Func<Graph, Graph> change in changes)
        {
            using Graph before = graph;
            graph = change(before);
        }

        return graph;
    }

    /// <summary>Opens bytes as a file.</summary>
    public static void Open(byte[] bytes, string path)
    {
        Write(bytes, path);
        using Graph graph = GraphFile.Open(path);
        using Dataset dataset = GraphFile.OpenDataset(path);
    }

    /// <summary>Opens bytes as a file and refuses what does not pass its check.</summary>
    public static void OpenVerified(byte[] bytes, string path)
    {
        Write(bytes, path);
        using Dataset dataset = GraphFile.OpenDataset(path, check: GraphFileCheck.Contents);
    }

    /// <summary>Writes a file anew: some file systems flush one that is cut to nothing and written again, which costs a thousand times as much.</summary>
    public static void Write(byte[] bytes, string path)
    {
        File.Delete(path);
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>A file with another table or other arrays, whose checksums are right all the same.</summary>
    public static byte[] Remake(byte[] file, Func<string, string>? table = null, Action<SectionEntry, byte[]>? section = null)
    {
        FileFrame frame = FileFrame.ReadFooter(file.AsSpan(file.Length - FileFrame.FooterBytes), file.Length, "sample");
        byte[] json = file[(int)frame.TableOffset..(int)(frame.TableOffset + frame.TableLength)];
        byte[] body = file[..(int)frame.TableOffset];
        if (section is not null)
        {
            string text = System.Text.Encoding.UTF8.GetString(json);
            foreach (SectionEntry entry in SectionTable.Read(json, frame.TableOffset, "sample").Sections)
            {
                byte[] bytes = body[(int)entry.Offset..(int)entry.End];
                section(entry, bytes);
                bytes.CopyTo(body, entry.Offset);
                string place = $"\"offset\":{entry.Offset},\"length\":{entry.Length},\"checksum\":\"";
                text = text.Replace($"{place}{entry.Checksum:x8}", $"{place}{Checksum.Of(bytes):x8}", StringComparison.Ordinal);
            }

            json = System.Text.Encoding.UTF8.GetBytes(text);
        }

        return table is null ? Frame(body, json) : Frame(body, System.Text.Encoding.UTF8.GetBytes(table(System.Text.Encoding.UTF8.GetString(json))));
    }

    /// <summary>A file of a body, which ends at a multiple of 64, and a table.</summary>
    public static byte[] Frame(byte[] body, byte[] table)
    {
        long end = FileFrame.Align(body.LongLength + table.Length);
        var frame = new FileFrame(body.LongLength, table.Length, end + FileFrame.FooterBytes, Checksum.Of(table));
        return [.. body, .. table, .. new byte[end - body.LongLength - table.Length], .. frame.Footer()];
    }

    private static Tensor Sequence<T>(int rows, int width, Engine engine)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        T[] values = [.. Enumerable.Range(0, rows * Math.Max(width, 1)).Select(value => T.CreateChecked(value - 7))];
        return Tensor.Create(values, width == 0 ? new Shape(rows) : new Shape(rows, width), engine);
    }
}

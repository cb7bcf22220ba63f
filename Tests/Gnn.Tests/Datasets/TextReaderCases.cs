using System.Text;
using Gnn.Datasets;
using Gnn.Datasets.Bibliography;
using Gnn.Datasets.Citation;
using Gnn.Datasets.GraphClassification;
using Gnn.Datasets.Heterophily;
using Gnn.Datasets.HigherOrder;
using Gnn.Datasets.Knowledge;
using Gnn.Datasets.Networks;
using Gnn.Datasets.Parsing;
using Gnn.Datasets.Recommendation;
using Gnn.Datasets.Signed;
using Gnn.Datasets.SpatioTemporal;
using Gnn.Datasets.Tables;
using Gnn.Datasets.Temporal;
using Gnn.Graphs;
using static Gnn.Tests.Datasets.TextReaderCase;

namespace Gnn.Tests.Datasets;

/// <summary>The readers of data sets in text and JSON, each with the texts that take most memory for their length.</summary>
internal static class TextReaderCases
{
    private const byte Tab = (byte)'\t';
    private const string VoteTail = "VOT:1\nRES:1\nYEA:2004\nDAT:\nTXT:\n\n";

    /// <summary>The readers by name.</summary>
    public static Dictionary<string, TextReaderCase> All { get; } = new()
    {
        ["events"] = new(n => Rows(n, i => $"{i % 9} {i % 7} {i / 8 % 10}\n"), bytes => EventFiles.ReadText(bytes, "f", isBipartite: false).Dispose()),
        ["events, unsorted"] = new(n => Rows(n, i => $"{i % 9} {i % 7} {i * 7 % 10}\n"), bytes => EventFiles.ReadText(bytes, "f", isBipartite: false).Dispose()),
        ["events, new nodes"] = new(n => Rows(n, i => $"{2 * i} {(2 * i) + 3} 0\n"), bytes => EventFiles.ReadText(bytes, "f", isBipartite: false).Dispose()),
        ["events, sparse nodes"] = new(n => Rows(n, i => $"{1999999999 - (131 * i)} 1 0\n"), bytes => EventFiles.ReadText(bytes, "f", isBipartite: false).Dispose()),
        ["jodie"] = new(n => "user_id,item_id,timestamp,state_label\n" + Rows(n, i => $"{i % 9},{i % 7},{i * 7 % 10},0\n"), bytes => EventFiles.ReadJodie(bytes, "f").Dispose()),
        ["jodie, features"] = new(
            n => "user_id,item_id,timestamp,state_label,comma_separated_list_of_features\n" + Rows(n, i => $"{i % 9},{i % 7},{i * 7 % 10},0,1,2,3,4,5,6,7,8\n"),
            bytes => EventFiles.ReadJodie(bytes, "f").Dispose()),
        ["processed events"] = new(
            n => ",u,i,ts,label,idx\n" + Rows(n, i => $"{i % 10},{1 + (i % 9)},{1 + (i % 7)},{i * 7 % 10},0,1\n"),
            bytes => ProcessedEvents.ReadRows(bytes, "f").Rows.ToDataset(isBipartite: false).Dispose()),
        ["signal, edges"] = new(n => $"{{\"edges\":[{List(n, _ => "[0,0]")}],\"X\":[[1]]}}", ReadSignal),
        ["signal, weights"] = new(n => $"{{\"edges\":[{List(n, _ => "[0,0]")}],\"weights\":[{List(n, _ => "1")}],\"X\":[[1]]}}", ReadSignal),
        ["signal, nodes"] = new(n => $"{{\"node_ids\":{{{List(n, i => $"\"{i}\":{i}")}}},\"edges\":[[0,0]],\"X\":[[{List(n, _ => "1")}]]}}", ReadSignal),
        ["signal, steps"] = new(n => $"{{\"X\":[{List(n, _ => "[1]")}],\"edges\":[]}}", ReadSignal),
        ["signal, values"] = new(n => $"{{\"X\":[[{List(n, _ => "1")}],[{List(n, _ => "2")}]],\"edges\":[]}}", ReadSignal),
        ["epidemic, edges"] = new(
            n => $"{{\"edge_mapping\":{{\"edge_index\":{{\"0\":[{List(n, _ => "[0,0]")}]}},\"edge_weight\":{{\"0\":[{List(n, _ => "1")}]}}}},\"y\":[[1,2,3]]}}", ReadEpidemic),
        ["epidemic, days"] = new(
            n => $"{{\"edge_mapping\":{{\"edge_index\":{{{List(n, i => $"\"{i}\":[]")}}},\"edge_weight\":{{{List(n, i => $"\"{i}\":[]")}}}}},\"y\":[{List(n, _ => "[1234567]")}]}}", ReadEpidemic),
        ["traffic, sensors"] = OfParts(
            2, n => List(Root(n), i => $"{i}") + "\n1" + Rows(Root(n) - 1, _ => ",1") + "\n" + Mark + Rows(Root(n), _ => "1" + Rows(Root(n) - 1, _ => ",1") + "\n"), ReadTables),
        ["traffic, wide header"] = OfParts(2, n => List(n, i => $"{i}") + "\n1" + (n < 100 ? Rows(n - 1, _ => ",1") : "") + "\n" + Mark + Rows(n < 100 ? n : 1, _ => "1" + Rows(n < 100 ? n - 1 : 0, _ => ",1") + "\n"), ReadTables),
        ["traffic, one sensor"] = OfParts(2, n => "a\n" + Rows(n, _ => "1\n") + Mark + "1\n", ReadTables),
        ["signed edges"] = new(n => Rows(n, i => $"{i % 9} {i % 7} 1\n"), bytes => SignedEdgeText.ReadDirected(bytes, "f", null).Dispose()),
        ["signed edges, new nodes"] = new(n => Rows(n, i => $"{2 * i} {(2 * i) + 3} 1\n"), bytes => SignedEdgeText.ReadDirected(bytes, "f", null).Dispose()),
        ["ratings"] = new(n => Rows(n, i => $"{i % 9},{i % 7},1,0\n"), bytes => SignedEdgeText.ReadRatings(bytes, "f").Dispose()),
        ["signed, undirected"] = new(n => "id1,id2,sign\n" + Rows(n, i => $"{i % 9},{i % 7},1\n"), bytes => SignedEdgeText.ReadUndirected(bytes, "f").Dispose()),
        ["votes"] = new(n => Rows(n, _ => "SRC:a\nTGT:b\n" + VoteTail), bytes => AdminVotes.Read(bytes, "f").Dispose()),
        ["votes, new users"] = new(n => Rows(n, i => $"SRC:{i}\nTGT:-{i}\n" + VoteTail), bytes => AdminVotes.Read(bytes, "f").Dispose()),
        ["Geom-GCN nodes"] = new(n => "n\tf\tl\n" + Rows(n, i => $"{i}\t1\t0\n"), ReadGeomNodes),
        ["Geom-GCN nodes, cells"] = new(n => "n\tf\tl\n" + Rows(n, i => $"{i}\t1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1\t0\n"), ReadGeomNodes),
        ["Geom-GCN nodes, lists"] = new(n => "n\tf(feature_amount:9)\tl\n" + Rows(n, i => $"{i}\t0,1,2,3,4,5,6,7,8,9\t0\n"), ReadGeomNodes),
        ["Geom-GCN edges"] = new(n => "s\tt\n" + Rows(n, i => $"{i % 9}\t{i % 7}\n"), bytes => GeomGcnFiles.ReadEdges(Scan(bytes, Tab), 9)),
        ["papers"] = OfParts(2, n => Rows(n, i => $"{i}\t1\ta\n") + Mark + "0\t1\n", ReadPapers),
        ["papers, words"] = OfParts(2, n => Rows(n, i => $"{i}\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\ta\n") + Mark + "0\t1\n", ReadPapers),
        ["papers, citations"] = OfParts(2, n => Rows(9, i => $"{i}\t1\ta\n") + Mark + Rows(n, i => $"{i % 9}\t{i % 7}\n"), ReadPapers),
        ["edge list"] = new(n => Rows(n, i => $"{i % 9} {i % 7}\n"), bytes => EdgeListFile.Read(Scan(bytes)).Dispose()),
        ["edge list, new nodes"] = new(n => Rows(n, i => $"{2 * i} {(2 * i) + 3}\n"), bytes => EdgeListFile.Read(Scan(bytes)).Dispose()),
        ["edge list, sparse nodes"] = new(n => Rows(n, i => $"{9999999999 - (131 * i)} 1\n"), bytes => EdgeListFile.Read(Scan(bytes)).Dispose()),
        ["edge list, weights"] = new(n => Rows(n, i => $"{i % 9} {i % 7} 1\n"), bytes => EdgeListFile.Read(Scan(bytes), new EdgeListOptions { HasWeights = true }).Dispose()),
        ["edge list, undirected"] = new(n => Rows(n, i => $"{i % 9} {i % 7}\n"), bytes => EdgeListFile.Read(Scan(bytes), new EdgeListOptions { IsUndirected = true }).Dispose()),
        ["adjacency list"] = new(n => Rows(n, i => $"{i % 9} 1 2 3 4 5 6 7 8 9\n"), bytes =>
        {
            EdgeRows rows = EdgeRows.ReadNeighbours(Scan(bytes), new EdgeListOptions());
            rows.ToDataset(new EdgeListOptions(), rows.NumberNodes(new EdgeListOptions()), engine: null).Dispose();
        }),
        ["web graph"] = new(n => $"{n}\n" + Rows(n, _ => "0\n"), bytes => WebGraphFile.Read(Scan(bytes)).Dispose()),
        ["web graph, successors"] = new(n => $"{n}\n" + Rows(n, _ => "0 1 2 3 4 5 6 7\n"), bytes => WebGraphFile.Read(Scan(bytes)).Dispose()),
        ["classes"] = OfParts(
            2, n => "0 1\n" + Mark + Rows(n, i => $"{i} 0\n"), parts => LabelledEdges.Read(Scan(parts[0]), Scan(parts[1]), new EdgeListOptions()).Dispose()),
        ["triples"] = OfFiles([.. TripleReader.Parts], n => Rows(n, i => $"{i % 9}\t0\t{i % 7}\n") + Mark + "0\t0\t0\n" + Mark, ReadTriples),
        ["triples, new entities"] = OfFiles([.. TripleReader.Parts], n => Rows(n, i => $"{i}\t0\t-{i}\n") + Mark + "0\t0\t0\n" + Mark, ReadTriples),
        ["item lists"] = OfFiles(
            [.. ItemListReader.Files], n => Rows(n, i => $"{i % 9} 0 1 2 3 4 5 6 7 8\n") + Mark + "0 1\n" + Mark + Ids(9) + Mark + Ids(9), ItemListReader.Read),
        ["item lists, ids"] = OfFiles([.. ItemListReader.Files], n => "0 0\n" + Mark + "0 1\n" + Mark + Ids(n) + Mark + Ids(9), ItemListReader.Read),
        ["plays"] = OfFiles([.. LastfmReader.Files], n => Rows(n, i => $"{1 + (i % 9)} {1 + (i % 7)} 1\n") + Mark + "1 1 1\n" + Mark + "1 2\n", LastfmReader.Read),
        ["plays, trust"] = OfFiles([.. LastfmReader.Files], n => "1 1 1\n" + Mark + "1 1 1\n" + Mark + Rows(n, i => $"{1 + (i % 9)} {1 + (i % 7)}\n"), LastfmReader.Read),
        ["ratings of movies"] = OfFiles(
            [.. MovieLensReader.Files],
            n => Rows(n, i => $"{1 + (i % Root(n))} {1 + (i / Root(n))} 5 0\n") + Mark + Rows(Root(n) + 9, i => $"{i + 1}|t||||1\n") + Mark
                + Rows(Root(n), i => $"{i + 1}|0|M|a|0\n") + Mark + "g|0\n",
            MovieLensReader.Read),
        ["movies"] = OfFiles([.. MovieLensReader.Files], n => "1 1 5 0\n" + Mark + Rows(n, i => $"{i + 1}||||\n") + Mark + "1|0|M|a|0\n" + Mark, MovieLensReader.Read),
        ["users"] = OfFiles([.. MovieLensReader.Files], n => "1 1 5 0\n" + Mark + "1|||||1\n" + Mark + Rows(n, i => $"{i + 1}|0|||\n") + Mark + "g|0\n", MovieLensReader.Read),
        ["simplices"] = OfFiles(
            [SimplexFiles.FileOf("s", "nverts"), SimplexFiles.FileOf("s", "simplices"), SimplexFiles.FileOf("s", "times")],
            n => Rows(n, _ => "1\n") + Mark + Rows(n, _ => "1\n") + Mark + Rows(n, _ => "0\n"),
            files => ScholpSources.Read("s", files)),
        ["TU graphs"] = OfFolder(
            ["s_A.txt", "s_graph_indicator.txt", "s_graph_labels.txt"], n => Rows(n, _ => "1,1\n") + Mark + Rows(n, i => $"{i + 1}\n") + Mark + Rows(n, _ => "0\n"), TuFiles.Read),
        ["TU graphs, one edge each"] = OfFolder(
            ["s_A.txt", "s_graph_indicator.txt", "s_graph_labels.txt"], n => Rows(9, i => Rows(9, j => $"{i + 1},{j + 1}\n")) + Mark + Rows(n, _ => "1\n") + Mark + "0\n", TuFiles.Read),
        ["GIN text"] = new(n => $"{n}\n" + Rows(n, _ => "1 0\n0 1 0\n"), bytes => GinFile.Read(Scan(bytes))),
        ["GIN text, attributes"] = new(n => $"{n}\n" + Rows(n, _ => "1 0\n0 0 1 2 3 4 5 6 7 8 9\n"), bytes => GinFile.Read(Scan(bytes))),
        ["authors and papers"] = OfFiles(
            [.. FourAreaReader.Files],
            n => Rows(n, i => $"{i}\t\n") + Mark + "0\tp\n" + Mark + "0\tv\n" + Mark + "0\tt\n" + Mark + Rows(n, i => $"0\t{i}\n") + Mark + "0\t0\n" + Mark + "0\t0\n" + Mark
                + Rows(n, i => $"{i}\t0\t\n") + Mark + Mark,
            FourAreaReader.Read),
        ["numbers"] = new(n => Rows(n, _ => "1\n"), bytes => IntegerLines.ReadInt32(Scan(bytes), "a number")),
        ["large numbers"] = new(n => Rows(n, _ => "1\n"), bytes => IntegerLines.ReadInt64(Scan(bytes), "a number")),
    };

    private static TextReaderCase OfFolder(string[] names, Func<int, string> text, Func<string, IDisposable> read) =>
        OfFiles(names, text, files => read(files.Place));

    private static TextScanner Scan(byte[] bytes, byte? delimiter = null) => new(bytes, "f", delimiter);

    private static void ReadSignal(byte[] bytes) => SignalJson.Read(bytes, "f", isUndirected: true).Graph.Dispose();

    private static void ReadEpidemic(byte[] bytes) => EpidemicJson.Read(bytes, "f").Dispose();

    private static void ReadTables(byte[][] parts) => TrafficFiles.ReadTables(parts[0], "s", parts[1], "w").Dispose();

    private static void ReadGeomNodes(byte[] bytes) => GeomGcnTable.Read(Scan(bytes, Tab)).ToFeatures().Dispose();

    private static void ReadPapers(byte[][] parts) => LinqsFiles.Read(Scan(parts[0], Tab), Scan(parts[1], Tab), isDirected: false).Graph.Dispose();

    private static Dataset ReadTriples(DatasetFiles files)
    {
        using var packed = new PackedFiles(files, "none");
        return TripleReader.Read(packed);
    }

    private static int Root(int n) => (int)Math.Ceiling(Math.Sqrt(n));

    private static string Ids(int n) => "org_id remap_id\n" + Rows(n, i => $"{i} {i}\n");

    private static string Rows(int n, Func<int, string> row)
    {
        var text = new StringBuilder();
        for (int i = 0; i < n; i++)
        {
            text.Append(row(i));
        }

        return text.ToString();
    }

    private static string List(int n, Func<int, string> item) => string.Join(',', Enumerable.Range(0, n).Select(item));
}

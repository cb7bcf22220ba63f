using System.Text;
using Gnn.Datasets.Networks;
using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Bibliography;

/// <summary>Reads DBLP's four areas: authors, papers, venues and terms, each in a file, and the relations and labels in files of their own.</summary>
internal sealed class FourAreaReader
{
    /// <summary>The files.</summary>
    public static readonly IReadOnlyList<string> Files =
    [
        "author.txt", "paper.txt", "conf.txt", "term.txt", "paper_author.txt", "paper_conf.txt", "paper_term.txt",
        "author_label.txt", "paper_label.txt", "conf_label.txt",
    ];

    private const byte Tab = (byte)'\t';
    private const int LeastNodeBytes = 3;
    private const int LeastPairBytes = 4;
    private static readonly string[] Areas = ["database", "data mining", "artificial intelligence", "information retrieval"];
    private static readonly (string Type, string File)[] Types = [("author", "author"), ("paper", "paper"), ("venue", "conf"), ("term", "term")];
    private static readonly EdgeType Writes = new("author", "writes", "paper");
    private static readonly EdgeType AppearsIn = new("paper", "appears-in", "venue");
    private static readonly EdgeType Mentions = new("paper", "mentions", "term");

    private readonly DatasetFiles _files;
    // The ids of each type, ascending: the number of a node is the place of its id.
    private readonly Dictionary<string, long[]> _ids = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _names = [];

    private FourAreaReader(DatasetFiles files) => _files = files;

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged or contradicts another.</exception>
    public static Dataset Read(DatasetFiles files) => new FourAreaReader(files).Read();

    private Dataset Read()
    {
        foreach ((string type, string file) in Types)
        {
            ReadNodes(type, _files.Scan($"{file}.txt", Tab));
        }

        _names["class"] = Areas;
        (int[] written, int[] authors) = ReadPairs("paper_author.txt", "author");
        (int[] appearing, int[] venues) = ReadPairs("paper_conf.txt", "venue");
        (int[] mentioning, int[] terms) = ReadPairs("paper_term.txt", "term");
        using HeteroGraph empty = HeteroGraph.Create([.. Types.Select(type => (type.Type, _ids[type.Type].Length))]);
        using HeteroGraph first = empty.WithEdges(Writes, authors, written);
        using HeteroGraph second = first.WithEdges(AppearsIn, appearing, venues);
        using HeteroGraph bare = second.WithEdges(Mentions, mentioning, terms);
        using HeteroGraph half = bare.WithNodeColumn("author", ColumnNames.Labels, ReadLabels("author_label.txt", "author"));
        using HeteroGraph most = half.WithNodeColumn("paper", ColumnNames.Labels, ReadLabels("paper_label.txt", "paper"));
        return new Dataset(most.WithNodeColumn("venue", ColumnNames.Labels, ReadLabels("conf_label.txt", "venue"))) { Names = _names };
    }

    // Lines "id TAB name"; numbers follow the ids, which are in no order.
    private void ReadNodes(string type, TextScanner scan)
    {
        int most = scan.MostRows(LeastNodeBytes), count = 0;
        long[] ids = new long[most];
        string[] names = new string[most];
        string what = $"the id of a {type}";
        while (scan.NextLine())
        {
            if (!scan.Line.IsEmpty)
            {
                ids[count] = scan.ReadInt64(what, 0);
                names[count++] = Encoding.Latin1.GetString(scan.ReadField("a name"));
                scan.EndLine();
            }
        }

        Array.Resize(ref ids, count);
        Array.Resize(ref names, count);
        Array.Sort(ids, names);
        for (int node = 1; node < count; node++)
        {
            if (ids[node] == ids[node - 1])
            {
                throw Repeated(type, scan.FromStart(), ids[node]);
            }
        }

        _ids[type] = ids;
        _names[type] = new NodeNumbers([], ids).ToIdMap();
        _names[$"{type} name"] = names;
    }

    // Reads again, to say where.
    private static DataFormatException Repeated(string type, TextScanner scan, long id)
    {
        for (bool isSeen = false; scan.NextLine();)
        {
            if (!scan.Line.IsEmpty && scan.ReadInt64("an id") == id)
            {
                if (isSeen)
                {
                    break;
                }

                isSeen = true;
            }
        }

        return scan.Bad($"expected the id of a {type} that is not listed yet, got {id}");
    }

    // Lines "paper TAB other".
    private (int[] Papers, int[] Others) ReadPairs(string file, string type)
    {
        TextScanner scan = _files.Scan(file, Tab);
        int most = scan.MostRows(LeastPairBytes), count = 0;
        int[] papers = new int[most], others = new int[most];
        while (scan.NextLine())
        {
            if (!scan.Line.IsEmpty)
            {
                papers[count] = ReadNode(scan, "paper");
                others[count++] = ReadNode(scan, type);
                scan.EndLine();
            }
        }

        Array.Resize(ref papers, count);
        Array.Resize(ref others, count);
        return (papers, others);
    }

    // Lines "id TAB label TAB name", some with a tab behind.
    private Tensor ReadLabels(string file, string type)
    {
        int[] labels = new int[_ids[type].Length];
        Array.Fill(labels, -1);
        TextScanner scan = _files.Scan(file, Tab);
        while (scan.NextLine())
        {
            if (scan.Line.IsEmpty)
            {
                continue;
            }

            int node = ReadNode(scan, type);
            if (labels[node] >= 0)
            {
                throw scan.Bad($"expected a {type} that has no label yet, got one that has {labels[node]}");
            }

            labels[node] = scan.ReadInt32("a label", 0, Areas.Length - 1);
            _ = scan.ReadField("a name");
            if (!scan.Rest.IsEmpty)
            {
                scan.EndLine();
            }
        }

        return Tensor.Create<int>(labels, labels.Length);
    }

    private int ReadNode(TextScanner scan, string type)
    {
        long id = scan.ReadInt64("the id of a node");
        int node = Array.BinarySearch(_ids[type], id);
        return node >= 0 ? node : throw scan.Bad($"expected the id of a {type} that its file lists, got {id}");
    }
}

using Gnn.Datasets.NodeSets;
using Gnn.Datasets.Parsing;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Citation;

/// <summary>Reads a citation graph of the LINQS group from its two texts.</summary>
/// <remarks>A line of the content is the id of a paper, a 0 or 1 for each word, and the name of its class; a line of the citations is the id of the cited
/// paper and that of the citing one. Between fields are tabs.</remarks>
internal static class LinqsFiles
{
    private const byte Tab = (byte)'\t';
    private const int LeastPaperBytes = 6;
    private const int LeastCitationBytes = 4;

    /// <summary>Reads the two texts.</summary>
    /// <param name="content">The papers.</param>
    /// <param name="citations">The citations.</param>
    /// <param name="isDirected">Whether edges go from the citing to the cited paper, in file order, instead of both ways.</param>
    /// <returns>The graph, and the ids of its nodes.</returns>
    /// <exception cref="DataFormatException">A text is not as described.</exception>
    public static (Graph Graph, IdMap Papers) Read(TextScanner content, TextScanner citations, bool isDirected)
    {
        int most = content.MostRows(LeastPaperBytes), count = 0, width = 0;
        var papers = new IdTable(most);
        var classes = new IdTable();
        var words = new BinaryRows(most, content.Count((byte)'1'));
        int[] labels = new int[most];
        while (content.NextLine())
        {
            ReadOnlySpan<byte> id = ReadId(content, "the id of a paper");
            if (papers.GetOrAdd(id) != count)
            {
                throw content.Bad($"expected each paper once, got '{TextScanner.Show(id)}' again");
            }

            ReadOnlySpan<byte> rest = content.Rest;
            int last = rest.LastIndexOf(Tab);
            if (last < 0)
            {
                throw content.Bad("expected features and a class after the id of a paper, got the end of the line");
            }

            int cells = words.AddCells(rest[..last], Tab, content);
            if (count > 0 && cells != width)
            {
                throw content.Bad($"expected {width} features as in the first line, got {cells}", "The file may be cut short: fetch it again.");
            }

            width = cells;
            labels[count++] = classes.GetOrAdd(CheckId(rest[(last + 1)..], content, "the name of a class"));
        }

        if (count == 0)
        {
            throw content.Bad("expected a line for each paper, got an empty file");
        }

        int mostEdges = citations.MostRows(LeastCitationBytes);
        int[] sources = new int[mostEdges], targets = new int[mostEdges];
        int edges = ReadCitations(citations, papers, sources, targets);
        string[] classNames = SortClasses(classes, labels.AsSpan(0, count));
        Graph graph = NodeGraph.Create(
            labels.AsSpan(0, count), sources.AsSpan(0, edges), targets.AsSpan(0, edges), isDirected, words.ToTensor(width), classNames);
        return (graph, new IdMap(papers));
    }

    private static int ReadCitations(TextScanner citations, IdTable papers, int[] sources, int[] targets)
    {
        int count = 0;
        while (citations.NextLine())
        {
            int cited = papers.Find(ReadId(citations, "the id of the cited paper"));
            int citing = papers.Find(ReadId(citations, "the id of the citing paper"));
            citations.EndLine();
            if (cited >= 0 && citing >= 0)
            {
                (sources[count], targets[count++]) = (citing, cited);
            }
        }

        return count;
    }

    // Classes are numbered by their names, not by the order of the papers: the labels change.
    private static string[] SortClasses(IdTable classes, Span<int> labels)
    {
        var names = new IdMap(classes);
        int[] order = [.. Enumerable.Range(0, names.Count).OrderBy(label => names[label], StringComparer.Ordinal)];
        int[] ranks = new int[order.Length];
        for (int rank = 0; rank < order.Length; rank++)
        {
            ranks[order[rank]] = rank;
        }

        foreach (ref int label in labels)
        {
            label = ranks[label];
        }

        return [.. order.Select(label => names[label])];
    }

    private static ReadOnlySpan<byte> ReadId(TextScanner scanner, string what) => CheckId(scanner.ReadField(what), scanner, what);

    private static ReadOnlySpan<byte> CheckId(ReadOnlySpan<byte> id, TextScanner scanner, string what) =>
        id.Length is > 0 and <= IdMap.MaxIdBytes && System.Text.Unicode.Utf8.IsValid(id)
            ? id
            : throw scanner.Bad($"expected {what}, 1 to {IdMap.MaxIdBytes} bytes of UTF-8, got '{TextScanner.Show(id)}'");
}

using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.GraphClassification;

/// <summary>Reads the tables of the TU collection.</summary>
internal static class TuText
{
    private const int LeastRowBytes = 2;
    private const int LeastEdgeBytes = 4;

    /// <summary>Reads whole numbers, in as many columns as the first line has.</summary>
    /// <param name="text">The text, before its first line.</param>
    /// <param name="what">What a number is, for messages.</param>
    /// <exception cref="DataFormatException">A line is another thing.</exception>
    public static TuTable<int> ReadIntegers(TextScanner text, string what) => Read(text, what, static (line, name) => line.ReadInt32(name));

    /// <summary>Reads finite numbers, in as many columns as the first line has.</summary>
    /// <param name="text">The text, before its first line.</param>
    /// <param name="what">What a number is, for messages.</param>
    /// <exception cref="DataFormatException">A line is another thing.</exception>
    public static TuTable<float> ReadNumbers(TextScanner text, string what) => Read(text, what, static (line, name) =>
    {
        float value = (float)line.ReadNumber(name);
        return float.IsFinite(value) ? value : throw line.Bad($"expected {name} that fits a 32-bit float, got a larger one");
    });

    /// <summary>Reads the edges: pairs of nodes of one graph, counted from 1.</summary>
    /// <param name="text">The text, before its first line.</param>
    /// <param name="graphOfNode">The graph of each node.</param>
    /// <returns>The ends, counted from 0, in file order.</returns>
    /// <exception cref="DataFormatException">A line is another thing, or names nodes of two graphs.</exception>
    public static (int[] Sources, int[] Targets) ReadEdges(TextScanner text, int[] graphOfNode)
    {
        int most = text.MostRows(LeastEdgeBytes), count = 0;
        int[] sources = new int[most], targets = new int[most];
        while (IntegerLines.NextLine(text))
        {
            int source = text.ReadInt32("a node", 1, graphOfNode.Length) - 1;
            int target = text.ReadInt32("a node", 1, graphOfNode.Length) - 1;
            text.EndLine();
            if (graphOfNode[source] != graphOfNode[target])
            {
                throw text.Bad($"expected two nodes of one graph, got {source + 1} of graph {graphOfNode[source] + 1} and {target + 1} of graph {graphOfNode[target] + 1}");
            }

            (sources[count], targets[count++]) = (source, target);
        }

        Array.Resize(ref sources, count);
        Array.Resize(ref targets, count);
        return (sources, targets);
    }

    /// <summary>Reads the graph of each node, counted from 1 and never falling.</summary>
    /// <param name="text">The text, before its first line.</param>
    /// <param name="graphs">The number of graphs; null for the last node's.</param>
    /// <returns>The graphs, counted from 0.</returns>
    /// <exception cref="DataFormatException">A line is another thing.</exception>
    public static int[] ReadGraphOfNode(TextScanner text, int? graphs)
    {
        int[] found = new int[text.MostRows(LeastRowBytes)];
        int last = 1, count = 0;
        while (IntegerLines.NextLine(text))
        {
            last = text.ReadInt32("a graph, not before that of the node before,", last, graphs ?? int.MaxValue);
            text.EndLine();
            found[count++] = last - 1;
        }

        Array.Resize(ref found, count);
        return found;
    }

    private static TuTable<T> Read<T>(TextScanner text, string what, Func<TextScanner, string, T> read)
    {
        var cells = new T[text.CountFields()];
        int columns = 0, count = 0;
        while (IntegerLines.NextLine(text))
        {
            int before = count;
            while (text.HasField)
            {
                cells[count++] = read(text, what);
            }

            columns = columns == 0 ? count : columns;
            if (count - before != columns)
            {
                throw text.Bad($"expected {columns} columns, as in the lines before, got {count - before}");
            }
        }

        Array.Resize(ref cells, count);
        return new TuTable<T>(cells, columns, text.Path);
    }
}

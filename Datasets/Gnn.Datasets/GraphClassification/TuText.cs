using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.GraphClassification;

/// <summary>Reads the tables of the TU collection.</summary>
internal static class TuText
{
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
        List<int> sources = new(text.Length / 8), targets = new(text.Length / 8);
        while (IntegerLines.NextLine(text))
        {
            int source = text.ReadInt32("a node", 1, graphOfNode.Length) - 1;
            int target = text.ReadInt32("a node", 1, graphOfNode.Length) - 1;
            text.EndLine();
            if (graphOfNode[source] != graphOfNode[target])
            {
                throw text.Bad($"expected two nodes of one graph, got {source + 1} of graph {graphOfNode[source] + 1} and {target + 1} of graph {graphOfNode[target] + 1}");
            }

            sources.Add(source);
            targets.Add(target);
        }

        return ([.. sources], [.. targets]);
    }

    /// <summary>Reads the graph of each node, counted from 1 and never falling.</summary>
    /// <param name="text">The text, before its first line.</param>
    /// <param name="graphs">The number of graphs; null for the last node's.</param>
    /// <returns>The graphs, counted from 0.</returns>
    /// <exception cref="DataFormatException">A line is another thing.</exception>
    public static int[] ReadGraphOfNode(TextScanner text, int? graphs)
    {
        var found = new List<int>(text.Length / 4);
        int last = 1;
        while (IntegerLines.NextLine(text))
        {
            last = text.ReadInt32("a graph, not before that of the node before,", last, graphs ?? int.MaxValue);
            text.EndLine();
            found.Add(last - 1);
        }

        return [.. found];
    }

    private static TuTable<T> Read<T>(TextScanner text, string what, Func<TextScanner, string, T> read)
    {
        var cells = new List<T>(text.Length / 8);
        int columns = 0;
        while (IntegerLines.NextLine(text))
        {
            int before = cells.Count;
            while (text.HasField)
            {
                cells.Add(read(text, what));
            }

            columns = columns == 0 ? cells.Count : columns;
            if (cells.Count - before != columns)
            {
                throw text.Bad($"expected {columns} columns, as in the lines before, got {cells.Count - before}");
            }
        }

        return new TuTable<T>([.. cells], columns, text.Path);
    }
}

using System.Buffers.Text;
using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.GraphClassification;

/// <summary>Reads the text of graphs that DGCNN and GIN share.</summary>
/// <remarks>The first line is the number of graphs. Each graph is a line "nodes label" and a line for each node: "tag degree neighbour...", with neighbours
/// counted from 0 in the graph, and after them the node's attributes, if it has any.</remarks>
internal sealed class GinFile
{
    private const int LeastNodeBytes = 4;

    private readonly TextScanner _text;
    private readonly int[] _graphOfNode;
    private readonly int[] _tags;
    private readonly long[] _edges;
    private readonly float[] _attributes;
    private readonly List<int> _labels = [];
    private int _nodes;
    private int _edgeCount;
    private int _attributeEnd;
    private int _attributeCount = -1;

    private GinFile(TextScanner text)
    {
        _text = text;
        (int neighbours, int attributes) = Count(text.FromStart());
        int most = text.MostRows(LeastNodeBytes);
        (_graphOfNode, _tags) = (new int[most], new int[most]);
        (_edges, _attributes) = (new long[neighbours], new float[attributes]);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text, before its first line.</param>
    /// <returns>The graphs.</returns>
    /// <exception cref="DataFormatException">The text is cut short or another thing, or an edge is listed in one direction alone.</exception>
    public static GinArrays Read(TextScanner text)
    {
        var file = new GinFile(text);
        text.RequireLine("the number of graphs");
        int graphs = text.ReadInt32("the number of graphs", 0);
        text.EndLine();
        for (int graph = 0; graph < graphs; graph++)
        {
            file.ReadGraph(graph, graphs);
        }

        return IntegerLines.NextLine(text)
            ? throw text.Bad($"expected the end of the file after {graphs} graphs, got '{TextScanner.Show(text.Line)}'")
            : file.Finish();
    }

    // How many neighbours and attributes there are at most: what a line has after its second field, which says how many are neighbours.
    private static (int Neighbours, int Attributes) Count(TextScanner text)
    {
        int neighbours = 0, attributes = 0;
        while (text.NextLine())
        {
            if (!text.HasField)
            {
                continue;
            }

            text.ReadField("a tag");
            int degree = 0, rest = 0;
            if (text.HasField && (!Utf8Parser.TryParse(text.ReadField("a degree"), out degree, out _) || degree < 0))
            {
                degree = 0;
            }

            for (; text.HasField; rest++)
            {
                text.ReadField("a field");
            }

            neighbours += Math.Min(degree, rest);
            attributes += Math.Max(0, rest - degree);
        }

        return (neighbours, attributes);
    }

    private void ReadGraph(int graph, int graphs)
    {
        if (!_text.NextLine())
        {
            throw _text.Ended($"graph {graph} of {graphs}");
        }

        int nodes = _text.ReadInt32("the number of nodes", 0);
        _labels.Add(_text.ReadInt32("a label"));
        _text.EndLine();
        int first = _nodes;
        for (int node = 0; node < nodes; node++)
        {
            if (!_text.NextLine())
            {
                throw _text.Ended($"node {node} of the {nodes} of graph {graph}");
            }

            int tag = _text.ReadInt32("a tag");
            int degree = _text.ReadInt32("a degree", 0);
            (_graphOfNode[_nodes], _tags[_nodes++]) = (graph, tag);
            for (int i = 0; i < degree; i++)
            {
                int neighbour = _text.ReadInt32("a neighbour", 0, nodes - 1);
                _edges[_edgeCount++] = ((long)(first + node) << 32) | (uint)(first + neighbour);
            }

            ReadAttributes();
        }
    }

    private void ReadAttributes()
    {
        int before = _attributeEnd;
        while (_text.HasField)
        {
            float value = (float)_text.ReadNumber("an attribute");
            _attributes[_attributeEnd++] = float.IsFinite(value) ? value : throw _text.Bad("expected attributes that fit 32-bit floats, got a larger one");
        }

        int count = _attributeEnd - before;
        if (_attributeCount >= 0 && count != _attributeCount)
        {
            throw _text.Bad($"expected {_attributeCount} attributes after the neighbours, as of the nodes before, got {count}", "The degree may be wrong.");
        }

        _attributeCount = count;
    }

    private GinArrays Finish()
    {
        Span<long> edges = _edges.AsSpan(0, _edgeCount);
        edges.Sort();
        edges = edges[..PublishedIds.Distinct(edges)];
        int[] sources = new int[edges.Length], targets = new int[edges.Length];
        for (int i = 0; i < edges.Length; i++)
        {
            (sources[i], targets[i]) = ((int)(edges[i] >> 32), (int)edges[i]);
        }

        if (EdgeOrder.FindOneWay(_nodes, sources, targets) is >= 0 and int edge)
        {
            int graph = _graphOfNode[sources[edge]], first = Array.IndexOf(_graphOfNode, graph);
            throw new DataFormatException(
                _text.Path,
                $"graph {graph}",
                $"expected neighbours in both directions, got {targets[edge] - first} as a neighbour of {sources[edge] - first} and not the other way round");
        }

        return new GinArrays
        {
            GraphOfNode = _graphOfNode[.._nodes],
            Sources = sources,
            Targets = targets,
            Labels = [.. _labels],
            Tags = _tags[.._nodes],
            Attributes = _attributes,
            AttributeCount = Math.Max(0, _attributeCount),
        };
    }
}

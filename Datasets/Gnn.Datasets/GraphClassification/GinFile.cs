using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.GraphClassification;

/// <summary>Reads the text of graphs that DGCNN and GIN share.</summary>
/// <remarks>The first line is the number of graphs. Each graph is a line "nodes label" and a line for each node: "tag degree neighbour...", with neighbours
/// counted from 0 in the graph, and after them the node's attributes, if it has any.</remarks>
internal sealed class GinFile
{
    private readonly TextScanner _text;
    private readonly List<int> _graphOfNode;
    private readonly List<int> _sources;
    private readonly List<int> _targets;
    private readonly List<int> _tags;
    private readonly List<int> _labels = [];
    private readonly List<float> _attributes = [];
    private int _attributeCount = -1;

    private GinFile(TextScanner text)
    {
        // About eight bytes a node and three a neighbour.
        _text = text;
        _graphOfNode = new List<int>(text.Length / 8);
        _tags = new List<int>(text.Length / 8);
        _sources = new List<int>(text.Length / 3);
        _targets = new List<int>(text.Length / 3);
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

    private void ReadGraph(int graph, int graphs)
    {
        _text.RequireLine($"graph {graph} of {graphs}");
        int nodes = _text.ReadInt32("the number of nodes", 0);
        _labels.Add(_text.ReadInt32("a label"));
        _text.EndLine();
        int first = _graphOfNode.Count;
        for (int node = 0; node < nodes; node++)
        {
            _text.RequireLine($"node {node} of the {nodes} of graph {graph}");
            _graphOfNode.Add(graph);
            _tags.Add(_text.ReadInt32("a tag"));
            int degree = _text.ReadInt32("a degree", 0);
            for (int i = 0; i < degree; i++)
            {
                _sources.Add(first + node);
                _targets.Add(first + _text.ReadInt32("a neighbour", 0, nodes - 1));
            }

            ReadAttributes();
        }
    }

    private void ReadAttributes()
    {
        int before = _attributes.Count;
        while (_text.HasField)
        {
            float value = (float)_text.ReadNumber("an attribute");
            _attributes.Add(float.IsFinite(value) ? value : throw _text.Bad("expected attributes that fit 32-bit floats, got a larger one"));
        }

        int count = _attributes.Count - before;
        if (_attributeCount >= 0 && count != _attributeCount)
        {
            throw _text.Bad($"expected {_attributeCount} attributes after the neighbours, as of the nodes before, got {count}", "The degree may be wrong.");
        }

        _attributeCount = count;
    }

    private GinArrays Finish()
    {
        int[] sources = [.. _sources], targets = [.. _targets];
        int[] order = EdgeOrder.OfDistinct(_graphOfNode.Count, sources, targets);
        (sources, targets) = (EdgeOrder.Take(sources, order), EdgeOrder.Take(targets, order));
        if (EdgeOrder.FindOneWay(_graphOfNode.Count, sources, targets) is >= 0 and int edge)
        {
            int graph = _graphOfNode[sources[edge]], first = _graphOfNode.IndexOf(graph);
            throw new DataFormatException(
                _text.Path,
                $"graph {graph}",
                $"expected neighbours in both directions, got {targets[edge] - first} as a neighbour of {sources[edge] - first} and not the other way round");
        }

        return new GinArrays
        {
            GraphOfNode = [.. _graphOfNode],
            Sources = sources,
            Targets = targets,
            Labels = [.. _labels],
            Tags = [.. _tags],
            Attributes = [.. _attributes],
            AttributeCount = Math.Max(0, _attributeCount),
        };
    }
}

using Gnn.Datasets.Parsing;

namespace Gnn.Datasets.Networks;

/// <summary>A list of classes: a line for each node with its id and its class, below a header or not.</summary>
internal sealed class NodeLabels
{
    private const int LeastRowBytes = 4;

    private readonly int[] _nodes;
    private readonly int[] _labels;
    private readonly int _count;

    private NodeLabels(int[] nodes, int[] labels, int count)
    {
        (_nodes, _labels, _count) = (nodes, labels, count);
    }

    /// <summary>The packed id of each line's node, none twice; numbers of nodes once they are numbered.</summary>
    public Span<int> Nodes => _nodes.AsSpan(0, _count);

    /// <summary>Reads the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ids">Packs the ids.</param>
    /// <exception cref="Tensors.Files.DataFormatException">The text is no such list, or names a node twice.</exception>
    public static NodeLabels Read(TextScanner text, PackedIds ids)
    {
        int most = text.MostRows(LeastRowBytes), count = 0;
        int[] nodes = new int[most], labels = new int[most];
        var seen = new HashSet<long>(most);
        while (text.NextContent())
        {
            // One copy that is passed around has a header that the publisher's lacks.
            if (text.LineNumber == 1 && text.Line.SequenceEqual("node label"u8))
            {
                continue;
            }

            long id = text.ReadInt64("a node", 0);
            nodes[count] = ids.Pack(id);
            labels[count++] = text.ReadInt32("a class", 0, text.Length);
            text.EndLine();
            if (!seen.Add(id))
            {
                throw text.Bad($"expected each node once, got {id} again");
            }
        }

        return new NodeLabels(nodes, labels, count);
    }

    /// <summary>The class of each node, -1 for those that are not listed.</summary>
    /// <param name="count">The number of nodes, which have been numbered.</param>
    public int[] ByNode(int count)
    {
        int[] labels = new int[count];
        Array.Fill(labels, -1);
        for (int i = 0; i < _count; i++)
        {
            labels[_nodes[i]] = _labels[i];
        }

        return labels;
    }
}

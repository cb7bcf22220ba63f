using Gnn.Datasets.Parsing;

namespace Gnn.Datasets.Networks;

/// <summary>A list of classes: a line for each node with its id and its class, below a header or not.</summary>
internal sealed class NodeLabels
{
    private NodeLabels(string path, long[] ids, int[] labels)
    {
        (Path, Ids, Labels) = (path, ids, labels);
    }

    /// <summary>What the text is called in messages.</summary>
    public string Path { get; }

    /// <summary>The published id of each line's node, none twice.</summary>
    public long[] Ids { get; }

    /// <summary>The class of each line's node, from 0.</summary>
    public int[] Labels { get; }

    /// <summary>Reads the text.</summary>
    /// <exception cref="Tensors.Files.DataFormatException">The text is no such list, or names a node twice.</exception>
    public static NodeLabels Read(TextScanner text)
    {
        var ids = new List<long>();
        var labels = new List<int>();
        var seen = new HashSet<long>();
        while (text.NextContent())
        {
            // One copy that is passed around has a header that the publisher's lacks.
            if (text.LineNumber == 1 && text.Line.SequenceEqual("node label"u8))
            {
                continue;
            }

            ids.Add(text.ReadInt64("a node", 0));
            labels.Add(text.ReadInt32("a class", 0, text.Length));
            text.EndLine();
            if (!seen.Add(ids[^1]))
            {
                throw text.Bad($"expected each node once, got {ids[^1]} again");
            }
        }

        return new NodeLabels(text.Path, [.. ids], [.. labels]);
    }

    /// <summary>The class of each node, -1 for those that are not listed.</summary>
    public int[] ByNode(NodeNumbers nodes)
    {
        int[] labels = new int[nodes.Count];
        Array.Fill(labels, -1);
        for (int i = 0; i < Ids.Length; i++)
        {
            labels[nodes.Find(Ids[i])] = Labels[i];
        }

        return labels;
    }
}

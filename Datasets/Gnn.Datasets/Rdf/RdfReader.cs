using System.Globalization;
using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Rdf;

/// <summary>Makes a graph of triples, labels and a split of the four files of a classification task.</summary>
internal static class RdfReader
{
    private const int Unlabelled = -1;

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged or contradicts another.</exception>
    public static Dataset Read(RdfTask task, PackedFiles files)
    {
        NTriples triples = NTriples.Read(files.Read(task.Triples), files.PathOf(task.Triples));
        int[] labels = new int[triples.Nodes.Count];
        Array.Fill(labels, Unlabelled);
        List<string> classes = ReadLabels(Open(RdfTask.Complete), labels);
        bool[] isInPart = new bool[labels.Length];
        List<int> train = ReadPart(Open(RdfTask.Training), labels, classes, isInPart);
        List<int> test = ReadPart(Open(RdfTask.Test), labels, classes, isInPart);

        using Graph bare = Graph.FromEdges(labels.Length, triples.Subjects, triples.Objects);
        using Graph related = bare.WithEdgeColumn(ColumnNames.EdgeType, Tensor.Create(triples.Predicates, triples.Count));
        return new Dataset(related.WithLabels(labels, classes))
        {
            NodeSplits = [new NodeSplit("public", labels.Length, [.. train], [], [.. test])],
            Names = new Dictionary<string, IReadOnlyList<string>> { ["node"] = triples.Nodes, ["relation"] = triples.Relations },
        };

        LabelTable Open(string name) => new(files.Scan(name, (byte)'\t'), task, triples.Nodes);
    }

    private static List<string> ReadLabels(LabelTable table, int[] labels)
    {
        var classes = new List<string>();
        while (table.Next())
        {
            if (labels[table.Node] != Unlabelled)
            {
                throw table.Bad("expected a node that has no class yet, got one that has");
            }

            int label = classes.IndexOf(table.Label);
            if (label < 0)
            {
                label = classes.Count;
                classes.Add(table.Label);
            }

            labels[table.Node] = label;
        }

        return classes;
    }

    private static List<int> ReadPart(LabelTable table, int[] labels, List<string> classes, bool[] isInPart)
    {
        var nodes = new List<int>();
        while (table.Next())
        {
            int label = labels[table.Node];
            if (label == Unlabelled || !AreSame(classes[label], table.Label))
            {
                string known = label == Unlabelled ? "none" : $"'{classes[label]}'";
                throw table.Bad($"expected the class that {RdfTask.Complete} gives the node, {known}, got '{table.Label}'");
            }

            if (isInPart[table.Node])
            {
                throw table.Bad("expected a node that neither trains nor tests yet, got one that does");
            }

            isInPart[table.Node] = true;
            nodes.Add(table.Node);
        }

        return nodes;
    }

    // One table writes a class as 0 and the other as 0.0.
    private static bool AreSame(string label, string other) => label == other || (AsNumber(label) is { } number && number == AsNumber(other));

    private static double? AsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
}

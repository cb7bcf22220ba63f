using System.Globalization;
using System.Text.Json.Nodes;
using Gnn.Graphs.Files;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Splits;

public sealed partial class EdgeSplit
{
    private EdgeSplit(string name, int edgeCount, int linkCount, bool separateReverses, bool hasDisjointTraining, bool isInductive, int[][] links, int[][] messages, int[][] nodes)
    {
        (Name, EdgeCount, LinkCount, SeparateReverses, HasDisjointTraining, IsInductive) = (name, edgeCount, linkCount, separateReverses, hasDisjointTraining, isInductive);
        (_train, _validation, _test) = (links[0], links[1], links[2]);
        (_trainMessages, _validationMessages, _testMessages) = (messages[0], messages[1], messages[2]);
        _nodes = nodes;
    }

    /// <summary>Gives a file the split.</summary>
    internal void WriteTo(SectionWriter file)
    {
        file.Properties["split"] = new JsonObject
        {
            ["name"] = SectionWriter.Text(Name),
            ["edges"] = EdgeCount,
            ["links"] = LinkCount,
            ["separateReverses"] = SeparateReverses ? 1 : 0,
            ["disjointTraining"] = HasDisjointTraining ? 1 : 0,
            ["inductive"] = IsInductive ? 1 : 0,
        };
        SplitSections.Write(file, "links", _train, _validation, _test);
        file.Add("messages/train", _trainMessages);
        file.Add("messages/validation", _validationMessages);
        file.Add("messages/test", _testMessages);
        SplitSections.Write(file, "nodes", _nodes[TrainPart], _nodes[ValidationPart], _nodes[TestPart]);
    }

    /// <summary>The split in a file.</summary>
    /// <exception cref="DataFormatException">Something is missing, or does not rise, or is out of range.</exception>
    internal static EdgeSplit ReadFrom(SectionFile file, Graph graph)
    {
        SectionProperties properties = file.Properties.Object("split");
        int edges = (int)properties.Integer("edges", 0, int.MaxValue);
        int links = (int)properties.Integer("links", 0, edges);
        string name = properties.Text("name");
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new DataFormatException(file.Path, "table, 'split'", $"expected a 'name' that is not blank, got '{name}'", "Write the file again.");
        }

        return new EdgeSplit(
            name,
            edges,
            links,
            Flag("separateReverses"),
            Flag("disjointTraining"),
            Flag("inductive"),
            SplitSections.Read(file, "links", "edge", edges),
            [Messages("messages/train"), Messages("messages/validation"), Messages("messages/test")],
            SplitSections.Read(file, "nodes", "node", graph.NodeCount));

        bool Flag(string flag) => properties.Integer(flag, 0, 1) == 1;

        int[] Messages(string section)
        {
            using NativeArray<int> mapped = file.Array<int>(section, file.Find(section).Shape is { Rank: 1 } shape ? shape[0] : 0);
            int[] items = mapped.Length > edges ? [] : mapped.Span(0, (int)mapped.Length).ToArray();
            return mapped.Length <= edges && (items.Length == 0 || (items[0] >= 0 && items[^1] < edges && RisingLists.Rise(items)))
                ? items
                : throw new DataFormatException(
                    file.Path,
                    $"section '{section}'",
                    string.Create(CultureInfo.InvariantCulture, $"expected edges that rise, in [0, {edges}), got {mapped.Length} that do not"),
                    "Write the file again.");
        }
    }
}

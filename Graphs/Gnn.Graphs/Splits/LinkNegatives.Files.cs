using System.Globalization;
using System.Text.Json.Nodes;
using Gnn.Graphs.Files;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Splits;

public sealed partial class LinkNegatives
{
    /// <summary>Gives a file the pairs.</summary>
    internal void WriteTo(SectionWriter file, string prefix)
    {
        file.Properties[prefix] = new JsonObject { ["pairs"] = Count, ["perLink"] = PerLink ?? 0 };
        file.Add($"{prefix}/sources", _sources);
        file.Add($"{prefix}/targets", _targets);
    }

    /// <summary>The pairs in a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="prefix">The name of their sections.</param>
    /// <param name="links">The number of links of the part.</param>
    /// <param name="nodes">The number of nodes of the graph.</param>
    /// <exception cref="DataFormatException">Something is missing, or is out of range, or does not fit the links.</exception>
    internal static LinkNegatives ReadFrom(SectionFile file, string prefix, int links, int nodes)
    {
        SectionProperties properties = file.Properties.Object(prefix);
        long pairs = properties.Integer("pairs", 0, Array.MaxLength);
        long perLink = properties.Integer("perLink", 0, int.MaxValue);
        if (perLink > 0 && pairs != perLink * links)
        {
            throw new DataFormatException(
                file.Path,
                $"table, '{prefix}'",
                string.Create(CultureInfo.InvariantCulture, $"expected {perLink * links} pairs, {perLink} for each of {links} links, got {pairs}"),
                "Write the file again.");
        }

        return new LinkNegatives(Nodes("sources"), Nodes("targets"), perLink == 0 ? null : (int)perLink);

        int[] Nodes(string end)
        {
            using NativeArray<int> mapped = file.Array<int>($"{prefix}/{end}", pairs);
            int[] items = mapped.Span(0, (int)pairs).ToArray();
            int wrong = Array.FindIndex(items, node => (uint)node >= (uint)nodes);
            return wrong < 0 ? items : throw new DataFormatException(
                file.Path,
                string.Create(CultureInfo.InvariantCulture, $"section '{prefix}/{end}', element {wrong}"),
                string.Create(CultureInfo.InvariantCulture, $"expected a node in [0, {nodes}), got {items[wrong]}"),
                "Write the file again.");
        }
    }
}

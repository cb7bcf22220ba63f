using System.Text.Json;
using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Signed;
using Gnn.Graphs.Statistics;
using Gnn.Graphs.Temporal;

namespace Gnn.Cli.Output;

/// <summary>What is shown of a structure that is no plain graph: its counts, and what is special to its kind.</summary>
internal static class StructureInfo
{
    internal static void Show(IGraphStructure structure, TextWriter writer)
    {
        writer.WriteLine(structure.ToString());
        foreach (string line in Lines(structure))
        {
            writer.WriteLine(line);
        }
    }

    internal static void Write(IGraphStructure structure, Utf8JsonWriter json)
    {
        DatasetSize size = DatasetSize.Of(structure);
        json.WriteNumber("nodes", size.Nodes);
        json.WriteNumber("edges", size.Edges);
        json.WriteNumber("features", size.Features);
        json.WriteNumber("classes", size.Classes);
        json.WriteNumber("graphs", size.Graphs);
        if (structure is HeteroGraph hetero)
        {
            json.WriteStartObject("node_types");
            foreach (string type in hetero.NodeTypes)
            {
                json.WriteNumber(type, hetero.NodeCount(type));
            }

            json.WriteEndObject();
            json.WriteStartObject("edge_types");
            foreach (EdgeType type in hetero.EdgeTypes)
            {
                json.WriteNumber(type.ToString(), hetero.EdgeCount(type));
            }

            json.WriteEndObject();
        }
    }

    private static IEnumerable<string> Lines(IGraphStructure structure) => structure switch
    {
        GraphSet set =>
        [
            FormattableString.Invariant($"a graph: {Mean(set.NodeCount, set.Count):0.00} nodes and {Mean(set.EdgeCount, set.Count):0.00} edges on average"),
            .. set.HasLabels ? [ClassesOf(set.HostLabels, set.ClassNames)] : (string[])[],
        ],
        Hypergraph hypergraph => [HyperedgeSummary.Of(hypergraph).ToString()],
        SignedGraph signed => [SignedBalance.Of(signed).ToString()],
        TemporalGraph temporal => [TemporalRecurrence.Of(temporal).ToString()],
        HeteroGraph hetero =>
        [
            .. hetero.NodeTypes.Select(type => $"{type}: {hetero.Nodes(type)}"),
            .. hetero.EdgeTypes.Select(type => $"{type}: {hetero.EdgeCount(type)} edges"),
        ],
        _ => [],
    };

    private static double Mean(long sum, int count) => (double)sum / Math.Max(1, count);

    private static string ClassesOf(ReadOnlySpan<int> labels, IReadOnlyList<string> names)
    {
        var counts = new SortedDictionary<int, int>();
        foreach (int label in labels)
        {
            counts[label] = counts.GetValueOrDefault(label) + 1;
        }

        return "classes: " + string.Join(", ", counts.Select(pair => $"{(pair.Key >= 0 && pair.Key < names.Count ? names[pair.Key] : $"{pair.Key}")}: {pair.Value}"));
    }
}

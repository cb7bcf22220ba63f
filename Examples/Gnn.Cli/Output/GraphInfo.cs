using System.Text.Json;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Statistics;
using Spectre.Console;

namespace Gnn.Cli.Output;

/// <summary>What is shown of a plain graph: its statistics, and a split of its nodes by class.</summary>
internal sealed class GraphInfo
{
    private readonly NodeSplit? _split;
    private readonly SplitAudit? _audit;
    private readonly GraphSummary _summary;

    internal GraphInfo(Graph graph, NodeSplit? split)
    {
        _split = split;
        _audit = split?.Audit(graph);
        _summary = GraphSummary.Of(graph);
    }

    internal bool HasSplit => _split is not null;

    internal void Show(TextWriter writer)
    {
        writer.WriteLine(_summary.ToString());
        if (_split is null || _audit is null)
        {
            return;
        }

        Table table = new Table().Border(TableBorder.Rounded).AddColumn($"split {Markup.Escape(_split.Name)}").AddColumn(new TableColumn("nodes").RightAligned());
        foreach (string name in _summary.ClassNames)
        {
            table.AddColumn(new TableColumn(Markup.Escape(name)).RightAligned());
        }

        foreach (SplitPart part in Parts(_audit))
        {
            table.AddRow([part.Name, $"{part.Count}", .. part.ClassCounts.Select(count => $"{count}")]);
        }

        Terminal.On(writer).Write(table);
        foreach (string problem in _audit.Problems)
        {
            writer.WriteLine($"problem: {problem}");
        }
    }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("nodes", _summary.NodeCount);
        json.WriteNumber("edges", _summary.EdgeCount);
        json.WriteBoolean("undirected", _summary.IsUndirected);
        json.WriteNumber("self_loops", _summary.SelfLoopCount);
        json.WriteNumber("isolated", _summary.IsolatedCount);
        json.WriteNumber("components", _summary.ComponentCount);
        json.WriteNumber("largest_component", _summary.LargestComponentSize);
        json.WriteNumber("triangles", _summary.TriangleCount);
        WriteNumber(json, "clustering", _summary.AverageClustering);
        WriteNumber(json, "transitivity", _summary.Transitivity);
        json.WriteNumber("max_core", _summary.MaxCoreNumber);
        json.WriteNumber("features", _summary.FeatureCount);
        if (_summary.StoredFeatureCount is { } stored)
        {
            json.WriteNumber("features_stored", stored);
        }

        json.WriteNumber("classes", _summary.ClassCounts.Count);
        json.WriteStartArray("class_counts");
        foreach (int count in _summary.ClassCounts)
        {
            json.WriteNumberValue(count);
        }

        json.WriteEndArray();
        WriteDegrees(json, "in_degree", _summary.InDegrees);
        WriteDegrees(json, "out_degree", _summary.OutDegrees);
        WriteNumber(json, "edge_homophily", _summary.EdgeHomophily);
        WriteNumber(json, "node_homophily", _summary.NodeHomophily);
        WriteNumber(json, "adjusted_homophily", _summary.AdjustedHomophily);
        WriteNumber(json, "label_informativeness", _summary.LabelInformativeness);
        if (_split is not null && _audit is not null)
        {
            json.WriteStartObject("split");
            json.WriteString("name", _split.Name);
            foreach (SplitPart part in Parts(_audit))
            {
                json.WriteNumber(part.Name, part.Count);
            }

            json.WriteBoolean("sound", _audit.IsSound);
            json.WriteEndObject();
        }
    }

    private static void WriteDegrees(Utf8JsonWriter json, string name, DegreeSummary degrees)
    {
        json.WriteStartObject(name);
        WriteNumber(json, "min", degrees.Minimum);
        WriteNumber(json, "median", degrees.Median);
        WriteNumber(json, "mean", degrees.Mean);
        WriteNumber(json, "max", degrees.Maximum);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static SplitPart[] Parts(SplitAudit audit) => [audit.Train, audit.Validation, audit.Test];
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Gnn.Graphs;
using Gnn.Graphs.Partitioning;

namespace Gnn.Cli.Output;

/// <summary>What <c>gnn partition</c> prints.</summary>
internal sealed class PartitionView(string name, Graph graph, GraphPartition partition, GraphPartitionerOptions options, int seed, TimeSpan elapsed, string folder)
{
    internal void Show(TextWriter output)
    {
        output.WriteLine($"{name}: {graph}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{partition.PartCount} parts of {partition.Sizes.ToArray().Min()} to {partition.Sizes.ToArray().Max()} nodes, {elapsed.TotalSeconds:0.00} s"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"cut {partition.CutEdgeCount} of {partition.EdgeCount} edges ({100 * partition.CutShare:0.0} %; a random division {100 - (100.0 / partition.PartCount):0.0} %), balance {partition.LoadBalance:0.000}, {partition.CommunicationVolume} halo nodes"));
        output.WriteLine($"wrote {folder}");
    }

    internal void WriteJson(TextWriter output)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("task", "partition");
            json.WriteString("dataset", name);
            json.WriteNumber("nodes", graph.NodeCount);
            json.WriteNumber("edges", graph.EdgeCount);
            json.WriteString("method", options.Method.ToString().ToLowerInvariant());
            json.WriteString("order", options.Order == StreamOrder.BreadthFirst ? "breadth-first" : options.Order.ToString().ToLowerInvariant());
            json.WriteNumber("passes", options.Passes);
            json.WriteNumber("seed", seed);
            json.WriteNumber("parts", partition.PartCount);
            json.WriteNumber("cut_edges", partition.CutEdgeCount);
            json.WriteNumber("cut_share", partition.CutShare);
            json.WriteNumber("balance", partition.LoadBalance);
            json.WriteNumber("communication_volume", partition.CommunicationVolume);
            json.WriteStartArray("part_nodes");
            foreach (int size in partition.Sizes)
            {
                json.WriteNumberValue(size);
            }

            json.WriteEndArray();
            json.WriteNumber("partition_seconds", elapsed.TotalSeconds);
            json.WriteString("content_hash", graph.ContentHash);
            json.WriteString("out", folder);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }
}

using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.SpatioTemporal;

/// <summary>Reads a signal on a graph that does not change: <c>edges</c>, perhaps <c>weights</c> and <c>node_ids</c>, and the signal,
/// <c>FX</c> or <c>X</c>.</summary>
internal static class SignalJson
{
    /// <summary>Reads a file.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <param name="isUndirected">Whether the list of edges has both directions of each.</param>
    /// <exception cref="DataFormatException">The text is something else.</exception>
    public static (Graph Graph, StepRows Steps, string[]? Names) Read(byte[] bytes, string path, bool isUndirected)
    {
        var json = new JsonScanner(bytes, path);
        int[]? sources = null, targets = null;
        float[]? weights = null;
        Dictionary<string, int>? ids = null;
        StepRows? steps = null;
        json.BeginObject("a file of a signal");
        while (json.NextProperty(out string? name))
        {
            bool isNew = name switch
            {
                "edges" => sources is null,
                "weights" => weights is null,
                "node_ids" => ids is null,
                "FX" or "X" => steps is null,
                _ => true,
            };
            if (!isNew)
            {
                throw json.Bad($"expected '{name}' once, got it again");
            }

            switch (name)
            {
                case "edges":
                    (sources, targets) = (JsonNumbers.MakePairs(json), JsonNumbers.MakePairs(json));
                    JsonNumbers.ReadPairs(ref json, sources, targets);
                    break;
                case "weights":
                    JsonNumbers.ReadNumbers(ref json, weights = new float[json.CountNumbers()], "a weight");
                    break;
                case "node_ids":
                    ids = ReadIds(ref json);
                    break;
                case "FX" or "X":
                    steps = JsonNumbers.ReadSteps(ref json);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        json.End();
        if (sources is null || targets is null || steps is null)
        {
            throw new DataFormatException(path, "", $"expected the properties 'edges' and 'FX' or 'X', got no {(sources is null ? "'edges'" : "signal")}");
        }

        string[]? names = ids is null ? null : NamesOf(ids, steps.NodeCount, path);
        return (SensorGraph.FromPairs(path, steps.NodeCount, sources, targets, weights, isUndirected), steps, names);
    }

    private static Dictionary<string, int> ReadIds(ref JsonScanner json)
    {
        var ids = new Dictionary<string, int>();
        json.BeginObject("node_ids");
        while (json.NextProperty(out string? name))
        {
            if (!ids.TryAdd(name!, json.ReadInt32("a node", 0, int.MaxValue)))
            {
                throw json.Bad($"expected each name once, got '{name}' again");
            }
        }

        return ids;
    }

    private static string[] NamesOf(Dictionary<string, int> ids, int nodeCount, string path)
    {
        string[] names = new string[nodeCount];
        foreach ((string name, int node) in ids)
        {
            if (node >= nodeCount || names[node] is not null)
            {
                throw new DataFormatException(path, "node_ids", $"expected each node of 0 to {nodeCount - 1} once, got {node} for '{name}'");
            }

            names[node] = name;
        }

        return ids.Count == nodeCount ? names : throw new DataFormatException(path, "node_ids", $"expected {nodeCount} names, got {ids.Count}");
    }
}

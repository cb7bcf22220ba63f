using System.Text.Json;
using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Links;
using Gnn.Testing;
using Gnn.Tests.Datasets;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Links;

/// <summary>The heuristics as networkx 2.8.8 gives them: <c>Golden/heuristics/make.py</c> says how the file was made.</summary>
/// <remarks>
/// Graphs that networkx draws are in the file; of those of the SEAL release it has the edges that are hidden, the others are read from the data. PageRank is
/// networkx's equations solved by SciPy, checked against what networkx's own iteration gives, whose ranks below 1e-10 have fewer digits than are compared.
/// </remarks>
[TestFixture]
[Category("Golden")]
internal sealed class NetworkxScoresTests
{
    // Of itself.
    private const double Share = 1e-9;

    private static readonly JsonElement File = JsonDocument.Parse(
        System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "heuristics", "networkx.json"))).RootElement;

    private static readonly LinkHeuristic[] All = Enum.GetValues<LinkHeuristic>();

    private static readonly string[] Names = ["karate", "gnm", "ba", "usair", "ns", "celegans", "power"];

    [Test]
    public void File_Cases_AreThoseTested() =>
        Assert.That(File.GetProperty("cases").EnumerateArray().Select(golden => golden.GetProperty("name").GetString()), Is.EqualTo(Names));

    [Test]
    public void Scores_AreNetworkxs([ValueSource(nameof(Names))] string name, [ValueSource(nameof(All))] LinkHeuristic heuristic)
    {
        JsonElement golden = File.GetProperty("cases").EnumerateArray().Single(element => element.GetProperty("name").GetString() == name);
        using Graph graph = Observed(golden);
        (int[] sources, int[] targets) = Ends(golden.GetProperty("pairs"));
        double[] expected = heuristic == LinkHeuristic.ShortestPath
            ? [.. Values("Distance").Select(element => element.ValueKind == JsonValueKind.Null ? 0 : 1 / element.GetDouble())]
            : [.. Values(heuristic.ToString()).Select(element => element.GetDouble())];
        var options = new LinkHeuristicOptions { Beta = golden.GetProperty("beta").GetDouble(), Damping = File.GetProperty("alpha").GetDouble() };

        double[] scores = LinkScores.Of(graph, heuristic, sources, targets, options);

        Assert.That(scores, Has.Length.EqualTo(100).And.Length.EqualTo(expected.Length));
        for (int pair = 0; pair < scores.Length; pair++)
        {
            Assert.That(scores[pair], Is.EqualTo(expected[pair]).Within(Share * expected[pair]), $"pair {pair}: {sources[pair]} {targets[pair]}");
        }

        IEnumerable<JsonElement> Values(string key) => golden.GetProperty("values").GetProperty(key).EnumerateArray();
    }

    /// <summary>The graph of the edges that are not hidden.</summary>
    private static Graph Observed(JsonElement golden)
    {
        int nodes = golden.GetProperty("nodes").GetInt32();
        int edges = golden.GetProperty("edges").GetInt32();
        if (golden.TryGetProperty("left", out JsonElement left))
        {
            (int[] from, int[] to) = Ends(left);
            return Graph.FromEdges(nodes, [.. from, .. to], [.. to, .. from], isUndirected: true);
        }

        string name = golden.GetProperty("name").GetString()!;
        string data = Path.GetDirectoryName(SharedData.Require("seal"))!;
        using Graph whole = SealGraphs.Load(name, data);
        Assert.That((whole.NodeCount, whole.EdgeCount / 2), Is.EqualTo((nodes, edges)));
        (int[] hiddenFrom, int[] hiddenTo) = Ends(golden.GetProperty("hidden"));
        HashSet<(int, int)> hidden = [.. hiddenFrom.Zip(hiddenTo), .. hiddenTo.Zip(hiddenFrom)];
        (int, int)[] kept = [.. whole.Sources.ToArray().Zip(whole.Targets.ToArray()).Where(edge => !hidden.Contains(edge))];
        Assert.That(kept, Has.Length.EqualTo(2 * (edges - hiddenFrom.Length)));
        return Graph.FromEdges(nodes, [.. kept.Select(edge => edge.Item1)], [.. kept.Select(edge => edge.Item2)], isUndirected: true);
    }

    private static (int[] First, int[] Second) Ends(JsonElement list)
    {
        int[] ends = [.. list.EnumerateArray().Select(element => element.GetInt32())];
        return ([.. ends.Where((_, i) => i % 2 == 0)], [.. ends.Where((_, i) => i % 2 == 1)]);
    }
}

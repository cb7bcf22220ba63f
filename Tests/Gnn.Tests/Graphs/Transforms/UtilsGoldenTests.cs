using System.Text.Json;
using Gnn.Graphs;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Transforms;

/// <summary>Agreement with PyTorch Geometric's functions on graphs.</summary>
[TestFixture]
public sealed class UtilsGoldenTests
{
    private static readonly string[] Tested =
    [
        "gcn_norm_default", "gcn_norm_weighted", "gcn_norm_no_loops", "gcn_norm_empty", "gcn_norm_worked", "remaining_loops", "remaining_loops_weighted",
        "remaining_loops_duplicate", "remaining_loops_fill_mean", "add_loops", "add_loops_add", "remove_loops", "coalesce_sum", "coalesce_mean",
        "coalesce_max", "coalesce_by_col", "coalesce_no_attr", "undirected_add", "undirected_mean", "undirected_max", "undirected_no_attr", "degree_in",
        "k_hop_1hop", "k_hop_2hop", "k_hop_isolated", "k_hop_directed", "laplacian_A_None_w", "laplacian_A_sym_w", "laplacian_A_sym_u",
        "laplacian_U_None_u", "laplacian_U_sym_w", "laplacian_U_sym_u", "laplacian_U_rw_u", "subgraph_keep", "subgraph_relabel", "subgraph_isolated",
        "remove_isolated", "self_loop_attr", "sort_row", "sort_col", "ppr_S", "ppr_targets",
    ];

    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["softmax_"] = "a primitive of tensors, EdgeSoftmax",
        ["scatter_"] = "a primitive of tensors, SegmentReduce and ScatterAddRows",
        ["dense_"] = "padded batches of dense matrices are not what a Graph is",
        ["homophily_"] = "a statistic",
        ["assortativity_"] = "a statistic",
    };

    [Test]
    public void GoldenFile_EveryCase_IsTestedOrHasAReason() => Assert.That(
        GoldenFile.Read("utils").Select(golden => golden.Name).Where(name =>
            Tested.Contains(name) == Elsewhere.Keys.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))),
        Is.Empty);

    [TestCase("gcn_norm_default")]
    [TestCase("gcn_norm_weighted")]
    [TestCase("gcn_norm_no_loops")]
    [TestCase("gcn_norm_empty")]
    [TestCase("gcn_norm_worked")]
    public void NormalizeWeights_GoldenGcn_AgreesWithPyg(string name)
    {
        GoldenCase golden = GoldenTransforms.Utils(name);
        using Graph graph = GoldenTransforms.Graph(golden);
        using Graph looped = golden.BooleanArgument("add_self_loops", true) ? graph.WithRemainingSelfLoops() : graph.Reverse().Reverse();
        using Graph normalized = looped.NormalizeWeights();

        Check(golden, normalized);
    }

    [TestCase("remaining_loops")]
    [TestCase("remaining_loops_weighted")]
    [TestCase("remaining_loops_duplicate")]
    [TestCase("remaining_loops_fill_mean")]
    public void WithRemainingSelfLoops_Golden_AgreesWithPyg(string name)
    {
        GoldenCase golden = GoldenTransforms.Utils(name);
        using Graph graph = GoldenTransforms.Graph(golden);
        using Graph looped = graph.WithRemainingSelfLoops(Fill(golden));
        using Graph again = looped.WithRemainingSelfLoops(Fill(golden));

        Check(golden, looped);
        Assert.That(again, Is.EqualTo(looped));
    }

    [TestCase("add_loops")]
    [TestCase("add_loops_add")]
    public void WithSelfLoops_Golden_AgreesWithPyg(string name)
    {
        GoldenCase golden = GoldenTransforms.Utils(name);
        using Graph graph = GoldenTransforms.Graph(golden);
        using Graph looped = graph.WithSelfLoops(Fill(golden));

        Check(golden, looped);
    }

    [Test]
    public void WithoutSelfLoops_Golden_AgreesWithPyg()
    {
        GoldenCase golden = GoldenTransforms.Utils("remove_loops");
        using Graph graph = GoldenTransforms.Graph(golden);
        using Graph plain = graph.WithoutSelfLoops();

        Check(golden, plain);
    }

    [Test]
    public void SelfLoopWeights_Golden_AgreesWithPyg()
    {
        GoldenCase golden = GoldenTransforms.Utils("self_loop_attr");
        using Graph graph = GoldenTransforms.Graph(golden);

        golden.AssertClose(golden.Outputs["out"], graph.SelfLoopWeights(), "weights");
    }

    [TestCase("coalesce_sum")]
    [TestCase("coalesce_mean")]
    [TestCase("coalesce_max")]
    [TestCase("coalesce_by_col")]
    [TestCase("coalesce_no_attr")]
    public void Coalesce_Golden_AgreesWithPyg(string name)
    {
        GoldenCase golden = GoldenTransforms.Utils(name);
        using Graph graph = GoldenTransforms.Graph(golden);
        using Graph simple = graph.Coalesce(Reduction(golden), Sorting(golden));

        Check(golden, simple);
    }

    [TestCase("undirected_add")]
    [TestCase("undirected_mean")]
    [TestCase("undirected_max")]
    [TestCase("undirected_no_attr")]
    public void Symmetrize_Golden_AgreesWithPyg(string name)
    {
        GoldenCase golden = GoldenTransforms.Utils(name);
        using Graph graph = GoldenTransforms.Graph(golden);
        using Graph symmetric = graph.Symmetrize(Reduction(golden));

        Check(golden, symmetric);
        Assert.That(symmetric.IsUndirected, Is.True);
    }

    [TestCase("sort_row")]
    [TestCase("sort_col")]
    public void SortEdges_Golden_AgreesWithPyg(string name)
    {
        GoldenCase golden = GoldenTransforms.Utils(name);
        using Graph graph = GoldenTransforms.Graph(golden);
        using Graph sorted = graph.SortEdges(Sorting(golden));

        Check(golden, sorted);
    }

    [Test]
    public void InDegree_Golden_AgreesWithPyg()
    {
        GoldenCase golden = GoldenTransforms.Utils("degree_in");
        using Graph graph = GoldenTransforms.Graph(golden);

        Assert.That(Enumerable.Range(0, graph.NodeCount).Select(graph.InDegree), Is.EqualTo(golden.Outputs["out"].Values));
    }

    [TestCase("k_hop_1hop")]
    [TestCase("k_hop_2hop")]
    [TestCase("k_hop_isolated")]
    public void KHopSubgraph_Golden_AgreesWithPyg(string name)
    {
        GoldenCase golden = GoldenTransforms.Utils(name);
        using Graph graph = GoldenTransforms.Graph(golden);
        int[] seeds = Integers(golden, "node_idx");
        using Subgraph near = graph.KHopSubgraph(seeds, golden.IntegerArgument("num_hops", 0));

        Assert.That(near.NodeIds.ToArray(), Is.EqualTo(golden.Outputs["subset"].ToInt32()));
        Assert.That(near.EdgeIds.ToArray(), Is.EqualTo(Marked(golden)));
        Assert.That(Array.ConvertAll(seeds, seed => near.NewNodeIds()[seed]), Is.EqualTo(golden.Outputs["mapping"].ToInt32()));
        AssertParent(graph, near);
    }

    [Test]
    public void KHopSubgraph_GoldenPathsOnly_KeepsTheStepsThatPygLeavesOut()
    {
        GoldenCase golden = GoldenTransforms.Utils("k_hop_directed");
        using Graph graph = GoldenTransforms.Graph(golden);
        int seed = Integers(golden, "node_idx")[0];
        using Subgraph paths = graph.KHopSubgraph([seed], 2, pathsOnly: true);
        using Subgraph first = graph.KHopSubgraph([seed], 1, pathsOnly: true);
        int[] firstSources = [.. first.EdgeIds.ToArray().Select(edge => graph.Sources[edge])];

        // PyG's mask has the last step's edges: those into the nodes that the first step reached.
        using Subgraph last = graph.KHopSubgraph(firstSources, 1, pathsOnly: true);
        Assert.That(paths.NodeIds.ToArray(), Is.EqualTo(golden.Outputs["subset"].ToInt32()));
        Assert.That(last.EdgeIds.ToArray(), Is.EqualTo(Marked(golden)));
        Assert.That(paths.EdgeIds.ToArray(), Is.EqualTo(first.EdgeIds.ToArray().Union(Marked(golden)).Order()));
        AssertParent(graph, paths);
    }

    [TestCase("laplacian_A_None_w", LaplacianKind.Unnormalized)]
    [TestCase("laplacian_A_sym_w", LaplacianKind.Symmetric)]
    [TestCase("laplacian_A_sym_u", LaplacianKind.Symmetric)]
    [TestCase("laplacian_U_None_u", LaplacianKind.Unnormalized)]
    [TestCase("laplacian_U_sym_w", LaplacianKind.Symmetric)]
    [TestCase("laplacian_U_sym_u", LaplacianKind.Symmetric)]
    [TestCase("laplacian_U_rw_u", LaplacianKind.RandomWalk)]
    public void Laplacian_Golden_AgreesWithPyg(string name, LaplacianKind kind)
    {
        GoldenCase golden = GoldenTransforms.Utils(name);
        using Graph graph = GoldenTransforms.Graph(golden);
        using SparseTensor laplacian = graph.Laplacian(kind, GoldenTransforms.Engine);
        double[] values = laplacian.Values.ToArray<double>();
        double[] inOrder = new double[values.Length];
        int[] ends = golden.Outputs["edge_index"].ToInt32();
        for (int row = 0; row < graph.NodeCount; row++)
        {
            for (long entry = laplacian.Structure.RowPointers[row]; entry < laplacian.Structure.RowPointers[row + 1L]; entry++)
            {
                int place = (int)laplacian.Structure.EdgeIds[entry];
                inOrder[place] = values[entry];
                Assert.That((row, laplacian.Structure.ColumnIndices[entry]), Is.EqualTo((ends[place], ends[values.Length + place])));
            }
        }

        golden.AssertClose(golden.Outputs["edge_weight"], inOrder, "entries");
    }

    [TestCase("subgraph_keep")]
    [TestCase("subgraph_relabel")]
    [TestCase("subgraph_isolated")]
    public void InducedSubgraph_Golden_AgreesWithPyg(string name)
    {
        GoldenCase golden = GoldenTransforms.Utils(name);
        using Graph graph = GoldenTransforms.Graph(golden);
        using Subgraph part = graph.InducedSubgraph(Integers(golden, "subset"));
        int[] ends = golden.Outputs["edge_index"].ToInt32();
        int[] expected = golden.BooleanArgument("relabel_nodes", false) ? ends : Array.ConvertAll(ends, node => part.NewNodeIds()[node]);

        Assert.That((int[])[.. part.Graph.Sources, .. part.Graph.Targets], Is.EqualTo(expected));
        Assert.That(part.EdgeIds.ToArray(), Is.EqualTo(Marked(golden)));
        golden.AssertOutput("edge_weight", part.Graph.EdgeWeights!);
        AssertParent(graph, part);
    }

    [Test]
    public void WithoutIsolatedNodes_Golden_AgreesWithPygButForTheOrderOfLoops()
    {
        GoldenCase golden = GoldenTransforms.Utils("remove_isolated");
        using Graph graph = GoldenTransforms.Graph(golden);
        using Subgraph part = graph.WithoutIsolatedNodes();
        int[] ends = golden.Outputs["edge_index"].ToInt32();
        double[] weights = part.Graph.EdgeWeights!.ToArray<double>();

        Assert.That(part.NodeIds.ToArray(), Is.EqualTo(Places(golden.Outputs["mask"])));
        Assert.That(
            Enumerable.Range(0, weights.Length).Select(edge => (part.Graph.Sources[edge], part.Graph.Targets[edge], weights[edge])),
            Is.EquivalentTo(golden.Outputs["edge_weight"].Values.Select((weight, edge) => (ends[edge], ends[weights.Length + edge], weight))));
    }

    [TestCase("ppr_S")]
    [TestCase("ppr_targets")]
    public void PersonalizedPageRank_Golden_AgreesWithPyg(string name)
    {
        GoldenCase golden = GoldenTransforms.Utils(name);
        using Graph graph = GoldenTransforms.Graph(golden);
        int[] seeds = golden.Arguments.TryGetProperty("target", out _) ? Integers(golden, "target") : [.. Enumerable.Range(0, graph.NodeCount)];
        double restart = golden.NumberArgument("alpha", 0);
        double[] expected = golden.Outputs["dense"].Values;
        foreach (double epsilon in (ReadOnlySpan<double>)[golden.NumberArgument("eps", 0), 0])
        {
            using SparseTensor ranks = graph.PersonalizedPageRank(seeds, restart, epsilon, GoldenTransforms.Engine);
            using Tensor dense = ranks.ToDense();
            double[] actual = dense.ToArray<double>();

            // The note of the file: pushes are within about epsilon times the degree of the exact numbers.
            for (int i = 0; i < seeds.Length; i++)
            {
                Assert.That(
                    actual.AsSpan(i * graph.NodeCount, graph.NodeCount).ToArray(),
                    Is.EqualTo(expected.AsSpan(seeds[i] * graph.NodeCount, graph.NodeCount).ToArray()).Within(1e-4));
            }
        }
    }

    private static void Check(GoldenCase golden, Graph actual) => GoldenTransforms.AssertEdges(golden, actual);

    private static void AssertParent(Graph parent, Subgraph part)
    {
        for (int edge = 0; edge < part.EdgeIds.Length; edge++)
        {
            Assert.That(part.NodeIds[part.Graph.Sources[edge]], Is.EqualTo(parent.Sources[part.EdgeIds[edge]]));
            Assert.That(part.NodeIds[part.Graph.Targets[edge]], Is.EqualTo(parent.Targets[part.EdgeIds[edge]]));
        }
    }

    private static int[] Marked(GoldenCase golden) => Places(golden.Outputs["edge_mask"]);

    private static int[] Places(GoldenArray mask) => [.. Enumerable.Range(0, mask.Values.Length).Where(i => mask.Values[i] != 0)];

    private static int[] Integers(GoldenCase golden, string name) => [.. golden.Arguments.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    private static EdgeSorting Sorting(GoldenCase golden) => golden.BooleanArgument("sort_by_row", true) ? EdgeSorting.BySource : EdgeSorting.ByTarget;

    private static EdgeReduction Reduction(GoldenCase golden) =>
        !golden.Arguments.TryGetProperty("reduce", out JsonElement name) ? EdgeReduction.Sum : name.GetString() switch
        {
            "mean" => EdgeReduction.Mean,
            "max" => EdgeReduction.Max,
            _ => EdgeReduction.Sum,
        };

    private static LoopFill? Fill(GoldenCase golden) =>
        !golden.Arguments.TryGetProperty("fill_value", out JsonElement value) ? null
        : value.ValueKind == JsonValueKind.Number ? LoopFill.Constant(value.GetDouble())
        : LoopFill.Reduce(value.GetString() == "mean" ? Gnn.Tensors.Reduction.Mean : Gnn.Tensors.Reduction.Sum);
}

using System.Text.Json;
using Gnn.Graphs;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Transforms;

/// <summary>Agreement with PyTorch Geometric's transforms.</summary>
[TestFixture]
public sealed class TransformsGoldenTests
{
    internal static readonly string[] Tested =
    [
        "lap_pe_general_solver", "rw_pe_isolated", "rw_pe_weighted_formula", "gdc_ppr", "gdc_ppr_full", "gdc_heat", "gdc_heat_full", "gdc_coeff",
        "sign_3_weighted", "ldp_A", "ldp_U", "line_undirected", "line_directed", "line_force_directed", "normalize_features", "normalize_features_large",
        "lambda_max_None_u", "lambda_max_None_d", "lambda_max_sym_u", "lambda_max_sym_d", "lambda_max_rw_d", "to_undirected", "lcc", "two_hop",
        "one_hot_degree", "target_indegree", "gcn_norm_transform", "feature_propagation",
    ];

    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["link_split_"] = "splits of edges belong to the splits",
    };

    [Test]
    public void GoldenFile_EveryCase_IsTestedOrHasAReason() => Assert.That(
        GoldenFile.Read("transforms").Select(golden => golden.Name).Where(name =>
            Tested.Contains(name) == Elsewhere.Keys.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))),
        Is.Empty);

    [TestCase(256, TestName = "WithLaplacianEncodings_Dense_AgreesWithPyg")]
    [TestCase(0, TestName = "WithLaplacianEncodings_Iterative_AgreesWithPyg")]
    public void WithLaplacianEncodings_Golden_AgreesWithPyg(int denseLimit)
    {
        GoldenCase golden = GoldenTransforms.Transforms("lap_pe_general_solver");
        using Graph graph = GoldenTransforms.Graph(golden);
        using Graph encoded = graph.WithLaplacianEncodings(golden.IntegerArgument("k", 0), options: new SpectralOptions { DenseLimit = denseLimit });

        using Tensor magnitudes = encoded.Nodes[SpectralTransforms.LaplacianEncodings].Abs();
        golden.AssertOutput("laplacian_eigenvector_pe_abs", magnitudes);
    }

    [TestCase("rw_pe_isolated")]
    [TestCase("rw_pe_weighted_formula")]
    public void WithRandomWalkEncodings_Golden_Agrees(string name)
    {
        GoldenCase golden = GoldenTransforms.Transforms(name);
        using Graph graph = GoldenTransforms.Graph(golden);
        using Graph encoded = graph.WithRandomWalkEncodings(golden.IntegerArgument("walk_length", 0));

        golden.AssertClose(golden.Outputs["random_walk_pe"], encoded.Nodes[WalkTransforms.RandomWalkEncodings].ToArray<double>(), "encodings");
    }

    [TestCase("gdc_ppr")]
    [TestCase("gdc_ppr_full")]
    [TestCase("gdc_heat")]
    [TestCase("gdc_heat_full")]
    [TestCase("gdc_coeff")]
    public void Diffuse_Golden_AgreesWithPyg(string name)
    {
        GoldenCase golden = GoldenTransforms.Transforms(name);
        using Graph graph = GoldenTransforms.Graph(golden, attributesAreWeights: true);
        JsonElement kernel = golden.Arguments.GetProperty("diffusion_kwargs");
        JsonElement sparsification = golden.Arguments.GetProperty("sparsification_kwargs");
        var options = new DiffusionOptions
        {
            SelfLoopWeight = golden.NumberArgument("self_loop_weight", 1),
            NormalizationIn = Normalization("normalization_in"),
            NormalizationOut = Normalization("normalization_out"),
            Kernel = kernel.GetProperty("method").GetString() switch
            {
                "ppr" => DiffusionKernel.PersonalizedPageRank(kernel.GetProperty("alpha").GetDouble()),
                "heat" => DiffusionKernel.Heat(kernel.GetProperty("t").GetDouble()),
                _ => DiffusionKernel.Series([.. kernel.GetProperty("coeffs").EnumerateArray().Select(value => value.GetDouble())]),
            },
            Sparsifier = sparsification.TryGetProperty("eps", out JsonElement threshold)
                ? DiffusionSparsifier.Threshold(threshold.GetDouble())
                : DiffusionSparsifier.AverageDegree(sparsification.GetProperty("avg_degree").GetDouble()),
        };
        using Graph diffused = graph.Diffuse(options);

        GoldenTransforms.AssertEdges(golden, diffused, ColumnNames.EdgeWeights);

        WeightNormalization? Normalization(string argument) => golden.Arguments.GetProperty(argument).GetString() switch
        {
            "sym" => WeightNormalization.Symmetric,
            "row" => WeightNormalization.BySource,
            "col" => WeightNormalization.ByTarget,
            _ => null,
        };
    }

    [Test]
    public void WithSignFeatures_Golden_AgreesWithPyg()
    {
        GoldenCase golden = GoldenTransforms.Transforms("sign_3_weighted");
        using Graph graph = GoldenTransforms.Graph(golden);
        using Graph propagated = graph.WithSignFeatures(golden.IntegerArgument("K", 0));

        Assert.That(golden.Outputs, Has.Count.EqualTo(3));
        foreach (string name in golden.Outputs.Keys)
        {
            golden.AssertOutput(name, propagated.Nodes[name]);
        }
    }

    [TestCase("ldp_A")]
    [TestCase("ldp_U")]
    public void WithLocalDegreeProfile_Golden_AgreesWithPyg(string name)
    {
        GoldenCase golden = GoldenTransforms.Transforms(name);
        using Graph graph = GoldenTransforms.Graph(golden);
        using Graph profiled = graph.WithLocalDegreeProfile();

        golden.AssertClose(golden.Outputs["x"], profiled.Features.Dense!.ToArray<double>(), "profile");
    }

    [TestCase("line_undirected")]
    [TestCase("line_directed")]
    [TestCase("line_force_directed")]
    public void LineGraph_Golden_AgreesWithPyg(string name)
    {
        GoldenCase golden = GoldenTransforms.Transforms(name);
        using Graph graph = GoldenTransforms.Graph(golden);
        using Graph simple = graph.Coalesce();
        using Graph line = simple.LineGraph();

        GoldenTransforms.AssertEdges(golden, line);
        Assert.That(line.NodeCount, Is.EqualTo(golden.Outputs["num_nodes"].ToInt32()[0]));
        if (golden.Outputs.TryGetValue("x", out GoldenArray? x))
        {
            // PyG numbers nodes by the sorted edges, and leaves their features in the order of the edges given.
            Assert.That(x.Values, Is.EqualTo(golden.Graph["edge_attr"].Values));
            golden.AssertClose(x, graph.Edges[ColumnNames.EdgeFeatures], "features in the order of the edges given");
            Assert.That(line.Features.Dense!.ToArray<double>(), Is.EqualTo(simple.Edges[ColumnNames.EdgeFeatures].ToArray<double>()));
        }
    }

    [TestCase("normalize_features", 1, 0)]
    [TestCase("normalize_features_large", 10, 3)]
    public void NormalizeFeatures_Golden_AgreesWithPyg(string name, int factor, int shift)
    {
        GoldenCase golden = GoldenTransforms.Transforms(name);
        using Graph graph = GoldenTransforms.Graph(golden);
        double[] x = Array.ConvertAll(golden.Inputs["x"].Values, value => (factor * value) + shift);
        using Graph scaled = graph.WithFeatures(Tensor.Create(x, golden.Inputs["x"].Shape, GoldenTransforms.Engine));
        using Graph normalized = scaled.NormalizeFeatures();

        golden.AssertOutput("x", normalized.Features.Dense!);
    }

    [TestCase("lambda_max_None_u", LaplacianKind.Unnormalized)]
    [TestCase("lambda_max_None_d", LaplacianKind.Unnormalized)]
    [TestCase("lambda_max_sym_u", LaplacianKind.Symmetric)]
    [TestCase("lambda_max_sym_d", LaplacianKind.Symmetric)]
    [TestCase("lambda_max_rw_d", LaplacianKind.RandomWalk)]
    public void LaplacianLargestEigenvalue_Golden_AgreesWithPyg(string name, LaplacianKind kind)
    {
        GoldenCase golden = GoldenTransforms.Transforms(name);
        using Graph graph = GoldenTransforms.Graph(golden);
        double expected = golden.Outputs["lambda_max"].Values[0];
        double dense = graph.LaplacianLargestEigenvalue(kind);

        // The file's own solver is iterative, and to be compared to 1e-4.
        Assert.That(dense, Is.EqualTo(expected).Within(1e-4));
        Assert.That(graph.LaplacianLargestEigenvalue(kind, new SpectralOptions { DenseLimit = 0 }), Is.EqualTo(dense).Within(1e-10));
    }

    [Test]
    public void Symmetrize_Golden_AgreesWithPyg()
    {
        GoldenCase golden = GoldenTransforms.Transforms("to_undirected");
        using Graph graph = GoldenTransforms.Graph(golden);
        using Graph symmetric = graph.Symmetrize();

        GoldenTransforms.AssertEdges(golden, symmetric);
    }

    [Test]
    public void LargestComponent_Golden_AgreesWithPyg()
    {
        GoldenCase golden = GoldenTransforms.Transforms("lcc");
        using Graph graph = GoldenTransforms.Graph(golden);
        using Subgraph largest = graph.LargestComponent();

        GoldenTransforms.AssertEdges(golden, largest.Graph);
        golden.AssertOutput("x", largest.Graph.Features.Dense!);
    }

    [Test]
    public void WithTwoHopEdges_Golden_AgreesWithFormula()
    {
        GoldenCase golden = GoldenTransforms.Transforms("two_hop");
        using Graph graph = GoldenTransforms.Graph(golden);
        using Graph joined = graph.WithTwoHopEdges();

        GoldenTransforms.AssertEdges(golden, joined);
    }

    [Test]
    public void WithDegreeOneHot_Golden_AgreesWithPyg()
    {
        GoldenCase golden = GoldenTransforms.Transforms("one_hot_degree");
        using Graph graph = GoldenTransforms.Graph(golden);
        using Graph encoded = graph.WithDegreeOneHot(golden.IntegerArgument("max_degree", 0));

        golden.AssertOutput("x", encoded.Features.Dense!);
    }

    [Test]
    public void WithTargetInDegree_Golden_AgreesWithPyg()
    {
        GoldenCase golden = GoldenTransforms.Transforms("target_indegree");
        using Graph graph = GoldenTransforms.Graph(golden);
        using Graph encoded = graph.WithTargetInDegree();

        golden.AssertOutput("edge_attr", encoded.Edges[ColumnNames.EdgeFeatures]);
    }

    [Test]
    public void NormalizeWeights_GoldenGcn_AgreesWithPyg()
    {
        GoldenCase golden = GoldenTransforms.Transforms("gcn_norm_transform");
        using Graph graph = GoldenTransforms.Graph(golden);
        using Graph looped = graph.WithRemainingSelfLoops();
        using Graph normalized = looped.NormalizeWeights();

        GoldenTransforms.AssertEdges(golden, normalized);
    }

    [Test]
    public void WithPropagatedFeatures_Golden_AgreesWithPyg()
    {
        GoldenCase golden = GoldenTransforms.Transforms("feature_propagation");
        using Graph graph = GoldenTransforms.Graph(golden);
        bool[] missing = Array.ConvertAll(golden.Inputs["missing"].Values, value => value != 0);
        using Graph filled = graph.WithPropagatedFeatures(missing, golden.IntegerArgument("num_iterations", 40));

        golden.AssertOutput("x", filled.Features.Dense!);
    }
}

using System.Text.Json;
using Gnn.Graphs;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

/// <summary>Linear propagation over normalised edges, and what is made of it.</summary>
[TestFixture]
[Category("Golden")]
internal sealed class PropagationConvGoldenTests
{
    private static readonly string[] Hops = ["sg", "ssg", "tag", "cheb", "appnp", "mixhop", "arma"];

    private static IEnumerable<TestCaseData> HopCases => Hops.SelectMany(name => GoldenLayerCases.Of("conv_gcn", name + "_"));

    private static IEnumerable<TestCaseData> LgCases => GoldenLayerCases.Of("conv_gcn", "lg_");

    private static IEnumerable<TestCaseData> Gcn2Cases => GoldenLayerCases.Of("conv_gcn", "gcn2_");

    private static IEnumerable<TestCaseData> ClusterCases => GoldenLayerCases.Of("conv_gcn", "cluster_");

    private static IEnumerable<TestCaseData> GraphCases => GoldenLayerCases.Of("conv_sum", "graph_");

    private static IEnumerable<TestCaseData> LeCases => GoldenLayerCases.Of("conv_sum", "le_");

    private static IEnumerable<TestCaseData> DirCases => GoldenLayerCases.Of("conv_rel", "dir_");

    private static IEnumerable<TestCaseData> FaCases => GoldenLayerCases.Of("conv_gcn", "fa_");

    private static IEnumerable<TestCaseData> EgCases => GoldenLayerCases.Of("conv_gcn", "eg_");

    [TestCaseSource(nameof(HopCases))]
    public void HopConvolution_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        using HopConvolution layer = Hop(golden);
        var run = new GoldenLayerRun(golden, layer, engine);
        using Adjacency adjacency = layer.Prepare(structure, run.Edges);

        run.Check(layer.Forward(GoldenLayerRun.Training, run.Inputs["x"], adjacency));
    }

    [TestCaseSource(nameof(LgCases))]
    public void LgConv_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        using var layer = new LgConv(golden.BooleanArgument("normalize", true) ? GcnNormalization.Symmetric : GcnNormalization.None);
        var run = new GoldenLayerRun(golden, layer, engine);
        using Adjacency adjacency = layer.Prepare(structure, run.Edges);

        run.Check(layer.Forward(GoldenLayerRun.Training, run.Inputs["x"], adjacency));
    }

    [TestCaseSource(nameof(Gcn2Cases))]
    public void Gcn2Conv_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        using var layer = new Gcn2Conv(golden.IntegerArgument("channels", 0), new RandomSource(1), new Gcn2Options
        {
            Alpha = golden.NumberArgument("alpha", 0),
            Theta = golden.Arguments.TryGetProperty("theta", out JsonElement theta) ? theta.GetDouble() : null,
            Layer = golden.IntegerArgument("layer", 1),
            SharedWeights = golden.BooleanArgument("shared_weights", true),
            Normalization = Normalization(golden),
        });
        var run = new GoldenLayerRun(golden, layer, engine);
        using Adjacency adjacency = layer.Prepare(structure, run.Edges);

        run.Check(layer.Forward(GoldenLayerRun.Training, run.Inputs["x"], run.Inputs["x_0"], adjacency));
    }

    [TestCaseSource(nameof(FaCases))]
    public void FaConv_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        using var layer = new FaConv(4, new RandomSource(1), new FaOptions { Normalization = Normalization(golden) });
        var run = new GoldenLayerRun(golden, layer, engine);
        using Adjacency adjacency = layer.Prepare(structure, run.Edges);

        run.Check(layer.Forward(GoldenLayerRun.Training, run.Inputs["x"], run.Inputs["x_0"], adjacency));
    }

    [TestCaseSource(nameof(EgCases))]
    public void EgConv_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        using var layer = new EgConv(4, 6, new RandomSource(1), new EgOptions
        {
            Heads = golden.IntegerArgument("num_heads", 8),
            Bases = golden.IntegerArgument("num_bases", 4),
            Aggregations = golden.Arguments.TryGetProperty("aggregators", out JsonElement names)
                ? [.. names.EnumerateArray().Select(name => Aggregation(name.GetString()))]
                : [EgAggregation.SymmetricNormalization],
        });
        var run = new GoldenLayerRun(golden, layer, engine);
        using Adjacency adjacency = layer.Prepare(structure);

        run.Check(layer.Forward(GoldenLayerRun.Training, run.Inputs["x"], adjacency));

        static EgAggregation Aggregation(string? name) => name switch
        {
            "symnorm" => EgAggregation.SymmetricNormalization,
            "sum" => EgAggregation.Sum,
            "max" => EgAggregation.Max,
            "std" => EgAggregation.StandardDeviation,
            _ => throw new NotSupportedException($"No aggregation is called '{name}'."),
        };
    }

    [TestCaseSource(nameof(ClusterCases))]
    public void ClusterGcnConv_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        using var layer = new ClusterGcnConv(4, 3, new RandomSource(1), new ClusterGcnOptions
        {
            DiagonalLambda = golden.NumberArgument("diag_lambda", 0),
            Bias = golden.BooleanArgument("bias", true),
        });
        var run = new GoldenLayerRun(golden, layer, engine);
        using Adjacency adjacency = layer.Prepare(structure);

        run.Check(layer.Forward(GoldenLayerRun.Training, run.Inputs["x"], adjacency));
    }

    [TestCaseSource(nameof(GraphCases))]
    public void GraphConv_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        bool isMean = golden.Arguments.TryGetProperty("aggr", out JsonElement name) && name.GetString() == "mean";
        using var layer = new GraphConv(4, 3, new RandomSource(1), new GraphConvOptions { Aggregation = isMean ? Aggregation.Mean : Aggregation.Sum });
        var run = new GoldenLayerRun(golden, layer, engine);
        using Adjacency adjacency = layer.Prepare(structure, run.Edges);

        run.Check(layer.Forward(GoldenLayerRun.Training, run.Inputs["x"], adjacency));
    }

    [TestCaseSource(nameof(LeCases))]
    public void LeConv_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        using var layer = new LeConv(4, 3, new RandomSource(1));
        var run = new GoldenLayerRun(golden, layer, engine);
        using Adjacency adjacency = layer.Prepare(structure, run.Edges);

        run.Check(run.Inputs.TryGetValue("x", out Tensor? x)
            ? layer.Forward(GoldenLayerRun.Training, x, adjacency)
            : layer.Forward(GoldenLayerRun.Training, run.Inputs["x_src"], run.Inputs["x_dst"], adjacency));
    }

    [TestCaseSource(nameof(DirCases))]
    public void DirGnnConv_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        int[] ends = golden.Graph["edge_index"].ToInt32();
        using Graph graph = Graph.FromEdges(golden.SourceCount, ends.AsSpan(0, ends.Length / 2), ends.AsSpan(ends.Length / 2));
        bool isSage = golden.Arguments.GetProperty("conv")[0].GetString() == "SAGEConv";
        using var layer = new DirGnnConv(4, 3, Inner(), Inner(), new RandomSource(1), new DirGnnOptions { Alpha = golden.NumberArgument("alpha", 0.5) });

        // There a root weight that was turned off stays in the list.
        var run = new GoldenLayerRun(golden, layer, engine, unused: "lin_r.");
        using DirectedAdjacency adjacency = layer.Prepare(graph);

        run.Check(layer.Forward(GoldenLayerRun.Training, run.Inputs["x"], adjacency));

        IConvolution Inner() => isSage
            ? new SageConv(4, 3, new RandomSource(1), new SageOptions { RootWeight = false })
            : new GcnConv(4, 3, new RandomSource(1), new GcnOptions { Normalization = GcnNormalization.Symmetric });
    }

    private static HopConvolution Hop(GoldenCase golden)
    {
        int inputs = golden.IntegerArgument("in_channels", 0);
        int outputs = golden.IntegerArgument("out_channels", 0);
        int hops = golden.IntegerArgument("K", 1);
        double alpha = golden.NumberArgument("alpha", 0);
        GcnNormalization normalization = Normalization(golden);
        var random = new RandomSource(1);
        return golden.Name.Split('_')[0] switch
        {
            "sg" => new SgConv(inputs, outputs, random, new SgOptions { Hops = hops }),
            "ssg" => new SsgConv(inputs, outputs, random, new SsgOptions { Hops = hops, Alpha = alpha, Normalization = normalization }),
            "tag" => new TagConv(inputs, outputs, random, new TagOptions
            {
                Hops = golden.IntegerArgument("K", 3),
                Normalization = golden.BooleanArgument("normalize", true) ? GcnNormalization.Symmetric : GcnNormalization.None,
            }),
            "cheb" => new ChebConv(inputs, outputs, random, new ChebOptions
            {
                Order = hops,
                Normalization = golden.Name == "cheb_rw" ? ChebNormalization.RandomWalk : ChebNormalization.Symmetric,
            }),
            "appnp" => new AppnpConv(new AppnpOptions { Hops = hops, Alpha = alpha, Normalization = normalization }),
            "mixhop" => new MixHopConv(inputs, outputs, random, new MixHopOptions
            {
                Powers = golden.Arguments.TryGetProperty("powers", out JsonElement powers)
                    ? [.. powers.EnumerateArray().Select(power => power.GetInt32())]
                    : [0, 1, 2],
                Normalization = normalization,
            }),
            "arma" => new ArmaConv(inputs, outputs, random, new ArmaOptions
            {
                Stacks = golden.IntegerArgument("num_stacks", 1),
                Layers = golden.IntegerArgument("num_layers", 1),
                SharedWeights = golden.BooleanArgument("shared_weights", false),
            }),
            string other => throw new NotSupportedException($"No layer of several hops is called '{other}'."),
        };
    }

    private static GcnNormalization Normalization(GoldenCase golden) => !golden.BooleanArgument("normalize", true)
        ? GcnNormalization.None
        : golden.BooleanArgument("add_self_loops", true) ? GcnNormalization.SymmetricWithLoops : GcnNormalization.Symmetric;
}

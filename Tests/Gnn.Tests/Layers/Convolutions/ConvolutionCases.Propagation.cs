using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;

namespace Gnn.Tests.Layers.Convolutions;

/// <content>Linear propagation over normalised edges. A case with more outputs than inputs propagates before it maps.</content>
internal static partial class ConvolutionCases
{
    private static IEnumerable<ConvolutionCase> Propagation() =>
    [
        Deep("sg", (inputs, outputs, random) => new SgConv(inputs, outputs, random)),
        Deep("sg_wide", (inputs, outputs, random) => new SgConv(inputs, outputs, random)) with { Outputs = 8 },
        Deep("ssg", (inputs, outputs, random) => new SsgConv(inputs, outputs, random, new SsgOptions { Hops = 3, Alpha = 0.3 })),
        Deep("ssg_wide", (inputs, outputs, random) => new SsgConv(inputs, outputs, random, new SsgOptions { Hops = 1, Alpha = 0.3 })) with { Outputs = 8 },
        Deep("tag", (inputs, outputs, random) => new TagConv(inputs, outputs, random)),
        Deep("tag_wide", (inputs, outputs, random) => new TagConv(inputs, outputs, random, new TagOptions
        {
            Normalization = GcnNormalization.None,
        })) with { Outputs = 8 },
        Deep("cheb", (inputs, outputs, random) => new ChebConv(inputs, outputs, random, new ChebOptions { Order = 4 })),
        Deep("cheb_wide", (inputs, outputs, random) => new ChebConv(inputs, outputs, random, new ChebOptions
        {
            Order = 4,
            Normalization = ChebNormalization.RandomWalk,
            LambdaMax = 1.5,
        })) with { Outputs = 8 },
        Deep("appnp", (_, _, _) => new AppnpConv(new AppnpOptions { Hops = 3, Alpha = 0.2, Dropout = 0.3 })) with { TakesAnyWidth = true },
        Deep("appnp_none", (_, _, _) => new AppnpConv(new AppnpOptions { Hops = 0 })) with { TakesAnyWidth = true },
        Deep("dagnn", (inputs, _, random) => new DagnnConv(inputs, random, new DagnnOptions { Hops = 3, Bias = true })),
        Deep("mixhop", (inputs, outputs, random) => new MixHopConv(inputs, outputs, random, new MixHopOptions { Powers = [3, 0] })),
        Deep("mixhop_wide", (inputs, outputs, random) => new MixHopConv(inputs, outputs, random)) with { Outputs = 8 },
        Deep("arma", (inputs, outputs, random) => new ArmaConv(inputs, outputs, random, new ArmaOptions
        {
            Stacks = 2,
            Layers = 3,
            Activation = Activation.Tanh,
            Dropout = 0.2,
        })),
        new("gcn2", (inputs, _, random) => new InitialFeatures(new Gcn2Conv(inputs, random, new Gcn2Options { Theta = 0.5, Layer = 3 }))) { NeedsWholeGraph = true },
        new("gcn2_separate", (inputs, _, random) => new InitialFeatures(new Gcn2Conv(inputs, random, new Gcn2Options { SharedWeights = false })))
        {
            NeedsWholeGraph = true,
        },
        new("fa", (inputs, _, random) => new InitialFeatures(new FaConv(inputs, random, new FaOptions { Dropout = 0.2 }))) { NeedsWholeGraph = true },
        new("lg", (_, _, _) => new LgConv()) { NeedsWholeGraph = true, TakesAnyWidth = true },
        new("cluster", (inputs, outputs, random) => new ClusterGcnConv(inputs, outputs, random, new ClusterGcnOptions { DiagonalLambda = 0.5 })),
        new("cluster_wide", (inputs, outputs, random) => new ClusterGcnConv(inputs, outputs, random, new ClusterGcnOptions
        {
            AddSelfLoops = false,
        })) { Outputs = 8 },
        new("graph_sum", (inputs, outputs, random) => new GraphConv(inputs, outputs, random)),
        new("graph_mean", (inputs, outputs, random) => new GraphConv(inputs, outputs, random, new GraphConvOptions
        {
            Aggregation = Aggregation.Mean,
        })) { Outputs = 8 },
        new("graph_max", (inputs, outputs, random) => new GraphConv(inputs, outputs, random, new GraphConvOptions { Aggregation = Aggregation.Max })),
        new("le", (inputs, outputs, random) => new LeConv(inputs, outputs, random)),
        new("eg", (inputs, outputs, random) => new EgConv(inputs, outputs, random, new EgOptions { Heads = 2, Bases = 3 })) { NeedsWholeGraph = true },
        new("eg_all", (inputs, outputs, random) => new EgConv(inputs, outputs, random, new EgOptions
        {
            Heads = 2,
            Bases = 2,
            Aggregations =
            [
                EgAggregation.Sum, EgAggregation.Mean, EgAggregation.Max, EgAggregation.Min, EgAggregation.Variance, EgAggregation.StandardDeviation,
            ],
        })),
        new("eg_mixed", (inputs, outputs, random) => new EgConv(inputs, outputs, random, new EgOptions
        {
            Heads = 4,
            Bases = 1,
            Aggregations = [EgAggregation.Max, EgAggregation.SymmetricNormalization],
        })) { IsDeep = true },
    ];

    /// <summary>A layer of several hops.</summary>
    private static ConvolutionCase Deep(string name, Func<int, int, RandomSource, IConvolution> create) => new(name, create) { IsDeep = true };
}

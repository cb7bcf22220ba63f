using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
using Gnn.Layers.Normalization;
using Gnn.Tensors;

namespace Gnn.Tests.Layers.Models;

/// <summary>One of each model, with options that are not the defaults.</summary>
internal static class TestModels
{
    internal static readonly string[] Names =
    [
        "gcn", "gcn_jump", "sage", "sage_residual", "sage_lstm", "gin", "gin_norm", "gat", "gatv2", "gcn2", "appnp", "dagnn", "transformer", "residual_gcn", "residual_sage", "linkx", "mlp", "mlp_norm",
        "pna", "pna_towers", "deep_gcn", "deep_gcn_power",
    ];

    /// <summary>The number of nodes of the graph that linkx has vectors for.</summary>
    internal const int LinkxNodes = 15;

    /// <summary>A model of six inputs and three outputs.</summary>
    internal static GraphModel Create(string name, int seed = 1)
    {
        var random = new RandomSource(seed);
        return name switch
        {
            "gcn" => new Gcn(6, 5, 3, random, layers: 3, dropout: 0.25, new GcnOptions { LoopWeight = 2, Bias = false }),
            "sage" => new GraphSage(6, 5, 3, random, layers: 3, dropout: 0.25, new SageOptions
            {
                Aggregations = [Aggregation.Max, Aggregation.Mean],
                Normalize = true,
                Project = true,
            }),
            "gcn_jump" => new Gcn(6, 8, 3, random, layers: 3, dropout: 0.1, stack: new StackOptions
            {
                Normalization = NormalizationKind.Layer,
                Residual = ResidualKind.Identity,
                Jumping = JumpingKind.Concatenate,
                InputMap = true,
            }),
            "sage_residual" => new GraphSage(6, 5, 3, random, layers: 3, dropout: 0.25, stack: new StackOptions
            {
                Normalization = NormalizationKind.Batch,
                Residual = ResidualKind.Linear,
                Jumping = JumpingKind.Sum,
                ActivationFirst = true,
                Activation = Activation.Tanh,
            }),
            "sage_lstm" => new GraphSage(6, 4, 3, random, layers: 2, dropout: 0.25, stack: new StackOptions { Jumping = JumpingKind.Lstm, InputDropout = 0.1 }),
            "gin" => new Gin(6, 5, 3, random, layers: 2, dropout: 0.25, new GinModelOptions { Convolution = new GinOptions { Epsilon = 0.5 } }),
            "gin_norm" => new Gin(
                6, 5, 3, random, layers: 3, dropout: 0.25,
                new GinModelOptions { Perceptron = new MlpOptions { Normalization = NormalizationKind.Batch }, NarrowOutput = true },
                new StackOptions { Jumping = JumpingKind.Max }),
            "gat" => new Gat(6, 4, 3, random, layers: 3, dropout: 0.25, heads: 2, new GatModelOptions
            {
                OutputHeads = 2,
                AttentionDropout = 0.5,
                Residual = true,
            }),
            "gatv2" => new Gat(6, 3, 3, random, layers: 2, dropout: 0.2, heads: 2, new GatModelOptions { IsDynamic = true }, new StackOptions { Jumping = JumpingKind.Last }),
            "gcn2" => new Gcn2(6, 5, 3, random, layers: 4, dropout: 0.25, alpha: 0.2, theta: 0.7, sharedWeights: false),
            "appnp" => new Appnp(6, 5, 3, random, layers: 2, dropout: 0.25, hops: 3, alpha: 0.2, edgeDropout: 0.3),
            "dagnn" => new Dagnn(6, 5, 3, random, layers: 2, dropout: 0.25, hops: 3),
            "transformer" => new GraphTransformer(6, 8, 3, random, layers: 2, dropout: 0.25, new GraphTransformerOptions { Heads = 2, AttentionDropout = 0.1 }),
            "residual_gcn" => new ResidualGnn(6, 5, 3, random, layers: 3, dropout: 0.25),
            "residual_sage" => new ResidualGnn(
                6, 5, 3, random, layers: 2, dropout: 0.25,
                new ResidualGnnOptions { Kind = ResidualGnnKind.Sage, Expansion = 2, Normalization = NormalizationKind.Batch }),
            "linkx" => new Linkx(LinkxNodes, 6, 5, 3, random, layers: 2, dropout: 0.25, new LinkxOptions { EdgeLayers = 2, NodeLayers = 2 }),
            "mlp_norm" => new Mlp([6, 5, 4, 3], random, new MlpOptions { Normalization = NormalizationKind.Batch, Dropout = 0.25, ActivationFirst = true }),
            "mlp" => new Mlp([6, 5, 4, 3], random, new MlpOptions { Activation = Activation.Tanh, Dropout = 0.25 }),
            "pna" => new Pna(6, 5, 3, new AverageDegrees(2.5, 1.1), random, layers: 3, dropout: 0.25),
            "pna_towers" => new Pna(
                6, 4, 3, new AverageDegrees(2, 1), random, layers: 2, dropout: 0.25,
                new PnaOptions
                {
                    Aggregations = [Aggregation.Sum, Aggregation.Max],
                    Scalers = [DegreeScaler.Linear, DegreeScaler.InverseLinear],
                    Towers = 2,
                    DivideInput = true,
                    PreLayers = 2,
                    PostLayers = 2,
                    Activation = Activation.Tanh,
                    TrainAverages = true,
                },
                new StackOptions { Normalization = NormalizationKind.Layer, Jumping = JumpingKind.Last }),

            // With biases no ReLU is at its kink where all of a node's features are 0.
            "deep_gcn" => new DeepGcn(6, 4, 3, random, layers: 3, dropout: 0.25, new DeepGcnOptions
            {
                Convolution = new GenOptions { LearnSharpness = true, Normalization = NormalizationKind.Layer, Bias = true },
            }),
            "deep_gcn_power" => new DeepGcn(6, 4, 3, random, layers: 2, dropout: 0.25, new DeepGcnOptions
            {
                Normalization = NormalizationKind.Batch,
                Activation = Activation.Tanh,
                Convolution = new GenOptions
                {
                    Aggregation = GenAggregation.PowerMean,
                    Sharpness = 2,
                    MessageNorm = true,
                    LearnMessageScale = true,
                    Normalization = NormalizationKind.None,
                    Layers = 1,
                    Epsilon = 0.1,
                    Bias = true,
                },
            }),
            _ => throw new ArgumentException($"No test model is called '{name}'.", nameof(name)),
        };
    }
}

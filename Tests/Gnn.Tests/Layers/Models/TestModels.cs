using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
using Gnn.Tensors;

namespace Gnn.Tests.Layers.Models;

/// <summary>One of each model, with options that are not the defaults.</summary>
internal static class TestModels
{
    internal static readonly string[] Names = ["gcn", "sage", "gin", "gat", "mlp"];

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
            "gin" => new Gin(6, 5, 3, random, layers: 2, dropout: 0.25, new GinOptions { Epsilon = 0.5 }),
            "gat" => new Gat(6, 4, 3, random, layers: 3, dropout: 0.25, heads: 2, new GatModelOptions
            {
                OutputHeads = 2,
                AttentionDropout = 0.5,
                Residual = true,
            }),
            "mlp" => new Mlp([6, 5, 4, 3], random, new MlpOptions { Activation = Activation.Tanh, Dropout = 0.25 }),
            _ => throw new ArgumentException($"No test model is called '{name}'.", nameof(name)),
        };
    }
}

using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Training;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixture]
internal sealed class LayerwiseInferenceTests
{
    private const int Nodes = 120;
    private const int Inputs = 6;

    private static readonly RandomSource Source = new(17);

    private static readonly (string Name, Func<GraphModel> Create)[] Models =
    [
        ("gcn", () => new Gcn(Inputs, 8, 3, Source)),
        ("gcn without loops", () => new Gcn(Inputs, 8, 3, Source, convolution: new GcnOptions { Normalization = GcnNormalization.Symmetric })),
        ("gcn with heavy loops", () => new Gcn(Inputs, 8, 3, Source, layers: 3, convolution: new GcnOptions { LoopWeight = 2 })),
        ("gcn, plain", () => new Gcn(Inputs, 8, 3, Source, convolution: new GcnOptions { Normalization = GcnNormalization.None })),
        ("sage", () => new GraphSage(Inputs, 8, 3, Source, layers: 3)),
        ("sage, max and sum", () => new GraphSage(Inputs, 8, 3, Source, convolution: new SageOptions { Aggregations = [Aggregation.Max, Aggregation.Sum] })),
        ("gat", () => new Gat(Inputs, 4, 3, Source, heads: 2)),
        ("gat with edge features", () => new Gat(Inputs, 4, 3, Source, heads: 2, options: new GatModelOptions { EdgeFeatures = 2 })),
        ("gin", () => new Gin(Inputs, 8, 3, Source)),
        ("mlp", () => new Mlp(Inputs, 8, 3, Source)),
    ];

    private static IEnumerable<string> Names => Models.Select(model => model.Name);

    [TestCaseSource(nameof(Names))]
    public void Run_AnyBatchSize_EqualsTheWholeGraph(string name)
    {
        using Graph graph = Create();
        using GraphModel model = Models.First(each => each.Name == name).Create();
        using Adjacency adjacency = model.Prepare(graph);
        using Tensor expected = model.Forward(ForwardContext.Inference, graph.Features, adjacency);

        foreach (int? batchSize in (int?[])[1, 7, 50, Nodes, null])
        {
            using Tensor actual = LayerwiseInference.Run(model, graph, batchSize);

            // Sums of a few dozen numbers near 1 in another order.
            Assert.That(actual.ToArray<float>(), Is.EqualTo(expected.ToArray<float>()).Within(2e-5), $"{batchSize} nodes at a time");
        }
    }

    [Test]
    public void Prepare_SampledGcnBlocks_AreTheWholePropagationOnAverage()
    {
        using Graph graph = Create();
        using var layer = new GcnConv(Inputs, 2, Source);
        using Adjacency whole = layer.Prepare(graph);
        using Tensor y = layer.Forward(ForwardContext.Inference, graph.Features, whole);
        float[] expected = y.ToArray<float>();
        using IBlockPreparation preparation = layer.PrepareBlocks(graph);
        using var sampler = new NeighborSampler(graph, [3]);
        int[] seeds = [.. Enumerable.Range(0, Nodes)];
        const int samples = 4000;
        double[] sums = new double[expected.Length], squares = new double[expected.Length];
        for (int sample = 0; sample < samples; sample++)
        {
            using var scope = new TensorScope();
            using SampledSubgraph batch = sampler.Sample(seeds, Source.Stream((ulong)sample));
            using Adjacency adjacency = preparation.Prepare(batch, 0);
            float[] drawn = layer.Forward(ForwardContext.Inference, graph.Features, adjacency).ToArray<float>();
            for (int i = 0; i < drawn.Length; i++)
            {
                sums[i] += drawn[i];
                squares[i] += (double)drawn[i] * drawn[i];
            }
        }

        // 240 means are within five standard errors, which one in 1.7 million is not, and rounding.
        for (int i = 0; i < expected.Length; i++)
        {
            double mean = sums[i] / samples;
            double error = Math.Sqrt(Math.Max(0, (squares[i] / samples) - (mean * mean)) / samples);
            Assert.That(mean, Is.EqualTo(expected[i]).Within((5 * error) + 1e-5), $"element {i}");
        }
    }

    [Test]
    public void Run_BadArguments_SaysWhich()
    {
        using Graph graph = Create();
        using var model = new Gcn(Inputs, 8, 3, Source);
        Assert.That(() => LayerwiseInference.Run(model, graph, 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("batchSize"));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.That(() => LayerwiseInference.Run(model, graph, 10, cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
        using IBlockPreparation preparation = model.PrepareBlocks(graph);
        using var sampler = new NeighborSampler(graph, [2]);
        using SampledSubgraph batch = sampler.Sample([0], Source);
        Assert.That(() => preparation.Prepare(batch, 1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("blocks 0 to 0"));
    }

    /// <summary>A weighted graph with loops, repeats, a hub and isolated nodes, of 120 nodes and 900 edges.</summary>
    private static Graph Create()
    {
        RandomEdges edges = RandomGraphs.Create(Nodes, 900, seed: 8);
        using Graph plain = Graph.FromEdges(Nodes, edges.Sources, edges.Targets);
        using Graph featured = plain.WithFeatures(Tensor.Normal((Nodes, Inputs), Source.Stream("x")));
        using Graph weighted = featured.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Uniform(900, Source.Stream("w"), 0.5, 1.5));
        return weighted.WithEdgeColumn(ColumnNames.EdgeFeatures, Tensor.Normal((900, 2), Source.Stream("e")));
    }
}

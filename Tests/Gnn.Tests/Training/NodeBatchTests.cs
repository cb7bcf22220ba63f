using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Sampling.Features;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixture]
internal sealed class NodeBatchTests
{
    [Test]
    public void Fit_OneBatchOfAllEdges_IsTheWholeGraph([Values("gcn", "sage", "gat")] string name)
    {
        using Graph graph = Communities.Graph(Engine.Default);
        var whole = new NodeClassificationOptions { Epochs = 10, Selection = ModelSelection.Last };
        using GraphModel expected = Model(name, dropout: 0);
        using GraphModel actual = Model(name, dropout: 0);

        TrainingReport one = Fit(expected, graph, whole);
        TrainingReport other = Fit(actual, graph, whole with { Batches = new NodeBatchOptions { Fanouts = [-1, -1], InferenceBatchSize = 11 } });

        // Ten steps of Adam on the same gradients, summed in another order.
        Assert.That(other.Epochs.Select(epoch => epoch.TrainLoss), Is.EqualTo(one.Epochs.Select(epoch => epoch.TrainLoss)).Within(1e-4));
        Assert.That(other.TestPredictions, Is.EqualTo(one.TestPredictions));
    }

    [Test]
    public void Fit_SmallBatchesOfSampledNeighbors_LearnsCommunities([Values("gcn", "sage", "gat")] string name)
    {
        using Graph graph = Communities.Graph(Engine.Default);
        using GraphModel model = Model(name, dropout: 0.3);

        TrainingReport report = Fit(model, graph, new NodeClassificationOptions { Epochs = 60, Batches = new NodeBatchOptions { BatchSize = 4, Fanouts = [8, 4] } });

        // Of nine training nodes; guessing gives a third.
        Assert.That(report.Test.Accuracy, Is.GreaterThan(0.5));
        Assert.That(report.Epochs.TakeLast(10).Average(epoch => epoch.TrainLoss), Is.LessThan(0.95 * report.Epochs[0].TrainLoss), "dropout and samples leave noise");
        Assert.That(report.Times.MedianStep * 3, Is.LessThanOrEqualTo(report.Times.MedianEpoch), "an epoch is a step for each of three batches");
    }

    [Test]
    public void Fit_AnyNumberOfWorkers_GivesTheSameBits()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        var options = new NodeClassificationOptions { Epochs = 5, Random = new RandomSource(4) };
        string[] hashes = [.. ((int[])[0, 1, 2, 3, 8]).Select(Hash)];
        using GraphModel another = Model("sage", dropout: 0.5);

        Assert.That(hashes, Has.All.EqualTo(hashes[0]));
        Assert.That(Fit(another, graph, options with { Random = new RandomSource(5), Batches = Batches(1) }).ParameterHash, Is.Not.EqualTo(hashes[0]), "another seed");

        string Hash(int workers)
        {
            using GraphModel model = Model("sage", dropout: 0.5);
            return Fit(model, graph, options with { Batches = Batches(workers) }).ParameterHash;
        }

        static NodeBatchOptions Batches(int workers) => new() { BatchSize = 2, Fanouts = [2, 2], Workers = workers };
    }

    [Test]
    public void Fit_FeaturesOfAStoreAndAnotherSampler_AreTaken()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        using var features = new MemoryFeatureStore(graph.Features.ToDense());
        using Graph bare = graph.WithFeatures(Tensor.Zeros((Communities.Nodes, 1)));
        var own = new NodeBatchOptions { BatchSize = 4, Fanouts = [3, 3], InferenceBatchSize = 13 };
        int made = 0;
        using GraphModel expected = Model("sage", dropout: 0);
        using GraphModel actual = Model("sage", dropout: 0);
        var options = new NodeClassificationOptions { Epochs = 4, Batches = own };

        TrainingReport one = Fit(expected, graph, options);
        TrainingReport other = Fit(actual, bare, options with { Batches = own with { Features = features, Fanouts = [], Sampler = Sampler } });

        Assert.That(other.ParameterHash, Is.EqualTo(one.ParameterHash));
        Assert.That(other.TestPredictions, Is.EqualTo(one.TestPredictions));
        Assert.That((made, other.Graph.Features, features.IsDisposed), Is.EqualTo((1, (long)Communities.Features, false)));
        Assert.That(other.Loading!.Items, Is.EqualTo(4 * 3));
        Assert.That(other.ToString(), Does.Contain("waited for"));
        Assert.That(Fit(actual, graph, new NodeClassificationOptions { Epochs = 1 }).Loading, Is.Null);

        INodeSampler Sampler(Graph of)
        {
            made++;
            return new NeighborSampler(of, [3, 3]);
        }
    }

    [Test]
    public void Fit_BadBatches_SaysWhich()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        using GraphModel model = Model("sage", dropout: 0);
        Check<ArgumentOutOfRangeException>(new NodeBatchOptions { BatchSize = 0 }, "at least 1 node, got 0");
        Check<ArgumentException>(new NodeBatchOptions { Fanouts = [5] }, "The model has 2 layers and needs a fanout for each, got NeighborSampler of 60 nodes: 5 incoming");
        Check<ArgumentOutOfRangeException>(new NodeBatchOptions { Fanouts = [5, -2] }, "Fanout 1");
        Check<ArgumentOutOfRangeException>(new NodeBatchOptions { Workers = -1 }, "got -1");
        Check<ArgumentOutOfRangeException>(new NodeBatchOptions { InferenceBatchSize = 0 }, "at least 1 node at a time");

        using var few = new MemoryFeatureStore(Tensor.Zeros((3, 2)));
        Check<ArgumentException>(new NodeBatchOptions { Features = few }, "The graph has 60 nodes, but there are features of 3");
        Check<ArgumentException>(new NodeBatchOptions { Sampler = each => new NeighborSampler(each, [1]) }, "needs a block for each, got NeighborSampler");

        using var own = new SmallGcn(Communities.Features, 3, new RandomSource(0), Engine.Default);
        using var optimizer = new Adam(0.01);
        Assert.That(
            () => new NodeClassificationTrainer(own, optimizer).Fit(graph, Communities.Split, new NodeClassificationOptions { Batches = new NodeBatchOptions() }),
            Throws.ArgumentException.With.Message.Contains("a GraphModel, got SmallGcn"));

        void Check<T>(NodeBatchOptions batches, string message)
            where T : Exception => Assert.That(() => Fit(model, graph, new NodeClassificationOptions { Batches = batches }), Throws.InstanceOf<T>().With.Message.Contains(message));
    }

    private static GraphModel Model(string name, double dropout) => name switch
    {
        "gcn" => new Gcn(Communities.Features, 8, 3, new RandomSource(1), dropout: dropout),
        "sage" => new GraphSage(Communities.Features, 8, 3, new RandomSource(1), dropout: dropout),
        _ => new Gat(Communities.Features, 4, 3, new RandomSource(1), dropout: dropout, heads: 2),
    };

    private static TrainingReport Fit(GraphModel model, Graph graph, NodeClassificationOptions options)
    {
        using var optimizer = new Adam(learningRate: 0.01, weightDecay: 5e-4);
        return new NodeClassificationTrainer(model, optimizer).Fit(graph, Communities.Split, options);
    }
}

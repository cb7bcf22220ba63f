using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Sampling.Features;
using Gnn.Sampling.Loading;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixture]
internal sealed class NodeLoaderTests
{
    private static readonly int[] Nodes = [.. Enumerable.Range(5, 23)];

    [Test]
    public void Epoch_EveryNode_ComesOnceWithItsFeaturesAndLabel()
    {
        using Parts parts = new();
        NodeLoader loader = parts.Loader(new NodeLoaderOptions { BatchSize = 4, Labels = Communities.Labels });
        float[] table = parts.Graph.Features.ToDense().ToArray<float>();
        var seen = new List<int>();

        foreach (NodeBatch batch in loader.Epoch(1))
        {
            using (batch)
            {
                int[] nodes = batch.Sampled.Nodes.ToArray();
                Assert.That(batch.X.ToArray<float>(), Is.EqualTo(nodes.SelectMany(node => table.AsSpan(node * Communities.Features, Communities.Features).ToArray())));
                Assert.That(batch.Labels!.ToArray<int>(), Is.EqualTo(batch.Seeds.ToArray().Select(node => Communities.Labels[node])));
                Assert.That(batch.Adjacencies, Has.Count.EqualTo(2));
                Assert.That(batch.Index, Is.EqualTo(seen.Count / 4));
                seen.AddRange(batch.Seeds.ToArray());
            }
        }

        Assert.That(loader.BatchCount, Is.EqualTo(6));
        Assert.That(seen, Is.EquivalentTo(Nodes).And.Not.EqualTo(Nodes));
        Assert.That(loader.Statistics.Items, Is.EqualTo(6));
        Take(loader, 2, first: 4);
        Assert.That(loader.Statistics.Items, Is.EqualTo(8), "of both epochs");
    }

    [Test]
    public void Epoch_InTheMiddleAndAtAnyNumberOfWorkers_GoesOnWithTheSameBytes()
    {
        using Parts parts = new();
        var options = new NodeLoaderOptions { BatchSize = 4, Random = new RandomSource(9) };
        long[][] expected = Take(parts.Loader(options), epoch: 3);
        Assert.That(Take(parts.Loader(options), epoch: 2)[0], Is.Not.EqualTo(expected[0]), "epochs differ");

        foreach (int workers in (int[])[0, 1, 2, 3, 8])
        {
            NodeLoader loader = parts.Loader(options with { Prefetch = new PrefetchOptions { Workers = workers } });
            Take(loader, epoch: 1, first: 5);
            for (int first = 0; first <= expected.Length; first++)
            {
                Assert.That(Take(loader, epoch: 3, first), Is.EqualTo(expected[first..]), $"{workers} workers, from batch {first}");
            }
        }
    }

    [Test]
    public void Epoch_WithoutShuffling_KeepsTheOrder()
    {
        using Parts parts = new();
        var seen = new List<int>();
        foreach (NodeBatch batch in parts.Loader(new NodeLoaderOptions { BatchSize = 10, Shuffle = false }).Epoch(7))
        {
            using (batch)
            {
                Assert.That(batch.Labels, Is.Null);
                seen.AddRange(batch.Seeds.ToArray());
            }
        }

        Assert.That(seen, Is.EqualTo(Nodes));
    }

    [Test]
    public void Epoch_SamplerThatFails_FailsAtItsBatch()
    {
        using Parts parts = new();
        var loader = new NodeLoader(parts.Sampler, new Failing(), parts.Features, Nodes, new NodeLoaderOptions { Prefetch = new PrefetchOptions { Workers = 2 } });

        Assert.That(() => Take(loader, 1), Throws.InvalidOperationException.With.Message.EqualTo("layer 1"));
    }

    [Test]
    public void Create_BadArguments_SaysWhich()
    {
        using Parts parts = new();
        using var few = new MemoryFeatureStore(Tensor.Zeros((3, 2)));
        Assert.That(() => parts.Loader(new NodeLoaderOptions { BatchSize = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => parts.Loader(new NodeLoaderOptions { Labels = new int[3] }), Throws.ArgumentException.With.Message.Contains("of 60 nodes, but there are labels of 3"));
        Assert.That(
            () => new NodeLoader(parts.Sampler, parts.Preparation, few, Nodes), Throws.ArgumentException.With.Message.Contains("of 60 nodes, but there are features of 3"));
        Assert.That(
            () => new NodeLoader(parts.Sampler, parts.Preparation, parts.Features, [0, 60]),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Node 1 must be in [0, 60), got 60"));
        Assert.That(() => parts.Loader(new NodeLoaderOptions()).Epoch(0, first: 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>Nodes and edges of the batches of an epoch.</summary>
    private static long[][] Take(NodeLoader loader, int epoch, int first = 0)
    {
        var batches = new List<long[]>();
        foreach (NodeBatch batch in loader.Epoch(epoch, first))
        {
            using (batch)
            {
                Assert.That(batch.Index, Is.EqualTo(first + batches.Count));
                batches.Add([.. batch.Sampled.Nodes.ToArray(), .. batch.Sampled.Blocks.SelectMany(block => block.EdgeIds.ToArray())]);
            }
        }

        return [.. batches];
    }

    private sealed class Failing : IBlockPreparation
    {
        public Gnn.Tensors.Sparse.Adjacency Prepare(SampledSubgraph batch, int layer) =>
            layer == 1 ? throw new InvalidOperationException("layer 1") : new Gnn.Tensors.Sparse.Adjacency(batch.Blocks[layer].Structure);

        public void Dispose()
        {
        }
    }

    /// <summary>What loaders are made of.</summary>
    private sealed class Parts : IDisposable
    {
        private readonly GraphSage _model = new(Communities.Features, 8, 3, new RandomSource(1));

        internal Parts()
        {
            Graph = Communities.Graph(Engine.Default);
            Sampler = new NeighborSampler(Graph, [3, 2]);
            Preparation = _model.PrepareBlocks(Graph);
            Features = new MemoryFeatureStore(Graph.Features.ToDense());
        }

        internal Graph Graph { get; }

        internal NeighborSampler Sampler { get; }

        internal IBlockPreparation Preparation { get; }

        internal FeatureStore Features { get; }

        public void Dispose()
        {
            Features.Dispose();
            Preparation.Dispose();
            Sampler.Dispose();
            _model.Dispose();
            Graph.Dispose();
        }

        internal NodeLoader Loader(NodeLoaderOptions options) => new(Sampler, Preparation, Features, Nodes, options);
    }
}

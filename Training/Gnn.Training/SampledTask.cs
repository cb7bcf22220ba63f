using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Sampling.Features;
using Gnn.Sampling.Loading;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Training;

/// <summary>Training nodes in batches, with sampled neighbours: an epoch is a step for each batch. Evaluation samples nothing.</summary>
internal sealed class SampledTask : NodeClassificationTask
{
    private readonly GraphModel _model;
    private readonly INodeSampler _sampler;
    private readonly IBlockPreparation _preparation;
    private readonly FeatureStore _features;
    private readonly NodeLoader _loader;
    private readonly NeighborSampler? _allEdges;
    private readonly Adjacency? _whole;
    private readonly int _inferenceBatch;

    internal SampledTask(GraphModel model, Graph graph, NodeSplit split, NodeClassificationOptions options, NodeBatchOptions batches, Engine engine)
        : base(graph, split, options, engine)
    {
        _model = model;
        try
        {
            _sampler = batches.CreateSampler(Graph, model.LayerCount);
        }
        catch
        {
            base.Dispose();
            throw;
        }

        _preparation = model.PrepareBlocks(Graph);
        _features = batches.Features?.Share() ?? LayerwiseInference.StoreOf(Graph);
        _inferenceBatch = batches.InferenceBatchSize ?? Graph.NodeCount;
        if (_inferenceBatch < Graph.NodeCount || batches.Features is not null)
        {
            _allEdges = new NeighborSampler(Graph, [-1]);
        }
        else
        {
            _whole = model.Prepare(Graph);
        }

        // Labels of training nodes alone.
        int[] labels = new int[Graph.NodeCount];
        for (int place = 0; place < split.Train.Length; place++)
        {
            labels[split.Train[place]] = TrainLabels[place];
        }

        var loading = new NodeLoaderOptions
        {
            BatchSize = batches.BatchSize,
            Labels = labels,
            Random = options.Random,
            Prefetch = new PrefetchOptions { Workers = batches.Workers },
        };
        _loader = new NodeLoader(_sampler, _preparation, _features, split.Train, loading);
    }

    internal override PrefetchStatistics? Loading => _loader.Statistics;

    public override void Dispose()
    {
        _features.Dispose();
        _whole?.Dispose();
        _allEdges?.Dispose();
        _preparation.Dispose();
        _sampler.Dispose();
        base.Dispose();
    }

    internal override IEnumerable<NodeStep> Steps(int epoch)
    {
        RandomSource dropout = Options.Random.Stream("dropout").Stream((ulong)epoch);
        foreach (NodeBatch batch in _loader.Epoch(epoch))
        {
            yield return new Step(this, batch, dropout.Stream((ulong)batch.Index));
        }
    }

    protected override Tensor Logits() => _whole is not null
        ? _model.Forward(ForwardContext.Inference, Graph.Features, _whole)
        : LayerwiseInference.Run(_model, _features, _allEdges!, _preparation, Math.Max(1, _inferenceBatch));

    private sealed class Step(SampledTask task, NodeBatch batch, RandomSource random) : NodeStep
    {
        internal override int Count => batch.Sampled.SeedCount;

        internal override long Rows => batch.Sampled.SeedCount;

        internal override RandomSource Random => random;

        internal override Tensor Forward(in ForwardContext context) => task._model.Forward(context, batch.X, batch.Adjacencies);

        internal override Tensor Loss(Tensor logits) => task.TrainLoss(logits, batch.Labels!);

        public override void Dispose()
        {
            batch.Dispose();
            base.Dispose();
        }
    }
}

using Gnn.Graphs;
using Gnn.Graphs.Sampled;
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
    private readonly NodeBatchOptions _batches;
    private readonly NeighborSampler _sampler;
    private readonly IBlockPreparation _preparation;
    private readonly NeighborSampler? _allEdges;
    private readonly Adjacency? _whole;
    private readonly Tensor _x;
    private readonly FeatureStore _features;
    private readonly Tensor _labels;

    internal SampledTask(GraphModel model, Graph graph, NodeSplit split, NodeClassificationOptions options, NodeBatchOptions batches, Engine engine)
        : base(graph, split, options, engine)
    {
        _model = model;
        _batches = batches;
        _sampler = new NeighborSampler(Graph, batches.Fanouts);
        _preparation = model.PrepareBlocks(Graph);
        _x = Graph.Features.ToDense().Detach().Keep();
        _features = new MemoryFeatureStore(_x);
        if (batches.InferenceBatchSize < Graph.NodeCount)
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

        _labels = Upload(labels);
    }

    public override void Dispose()
    {
        _labels.Dispose();
        _features.Dispose();
        _x.Dispose();
        _whole?.Dispose();
        _allEdges?.Dispose();
        _preparation.Dispose();
        _sampler.Dispose();
        base.Dispose();
    }

    internal override IEnumerable<NodeStep> Steps(int epoch)
    {
        int[] order = Split.Train.ToArray();
        Options.Random.Stream("order").Stream((ulong)epoch).Sequence().Shuffle(order.AsSpan());
        RandomSource sampling = Options.Random.Stream("sampling").Stream((ulong)epoch);
        RandomSource dropout = Options.Random.Stream("dropout").Stream((ulong)epoch);
        int count = (order.Length + _batches.BatchSize - 1) / _batches.BatchSize;
        return new Prefetcher<Batch>(count, Make, new PrefetchOptions { Workers = _batches.Workers });

        Batch Make(int batch)
        {
            int first = batch * _batches.BatchSize;
            return new Batch(this, order.AsSpan(first, Math.Min(_batches.BatchSize, order.Length - first)), sampling, dropout.Stream((ulong)batch));
        }
    }

    protected override Tensor Logits() => _whole is not null
        ? _model.Forward(ForwardContext.Inference, Graph.Features, _whole)
        : LayerwiseInference.Run(_model, _x, _allEdges!, _preparation, _batches.InferenceBatchSize!.Value);

    /// <summary>Seeds with what was sampled for them, prepared and gathered.</summary>
    private sealed class Batch : NodeStep
    {
        private readonly SampledTask _task;
        private readonly SampledSubgraph _sampled;
        private readonly Adjacency[] _adjacencies;
        private readonly Tensor _x;
        private readonly Tensor _y;

        internal Batch(SampledTask task, ReadOnlySpan<int> seeds, RandomSource sampling, RandomSource dropout)
        {
            using var scope = new TensorScope();
            _task = task;
            Random = dropout;
            _sampled = task._sampler.Sample(seeds, sampling);
            _adjacencies = [.. Enumerable.Range(0, _sampled.Blocks.Count).Select(layer => task._preparation.Prepare(_sampled, layer))];
            _x = task._features.Gather(_sampled.Nodes).Keep();
            _y = task._labels.GatherRows(Tensor.Create(seeds, seeds.Length, task._labels.Engine)).Keep();
        }

        internal override int Count => _sampled.SeedCount;

        internal override long Rows => _sampled.SeedCount;

        internal override RandomSource Random { get; }

        internal override Tensor Forward(in ForwardContext context) => _task._model.Forward(context, _x, _adjacencies);

        internal override Tensor Loss(Tensor logits) => _task.TrainLoss(logits, _y);

        public override void Dispose()
        {
            _x.Dispose();
            _y.Dispose();
            Array.ForEach(_adjacencies, adjacency => adjacency.Dispose());
            _sampled.Dispose();
            base.Dispose();
        }
    }
}

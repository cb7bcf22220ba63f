using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Models;
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
    private readonly Tensor _features;
    private readonly Tensor _labels;

    internal SampledTask(GraphModel model, Graph graph, NodeSplit split, NodeClassificationOptions options, NodeBatchOptions batches, Engine engine)
        : base(graph, split, options, engine)
    {
        _model = model;
        _batches = batches;
        _sampler = new NeighborSampler(Graph, batches.Fanouts);
        _preparation = model.PrepareBlocks(Graph);
        _features = Graph.Features.ToDense().Detach().Keep();

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
        for (int first = 0, batch = 0; first < order.Length; first += _batches.BatchSize, batch++)
        {
            yield return new Batch(this, order.AsSpan(first, Math.Min(_batches.BatchSize, order.Length - first)), sampling, dropout.Stream((ulong)batch));
        }
    }

    protected override Tensor Logits() => LayerwiseInference.Run(_model, Graph, _batches.InferenceBatchSize);

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
            Tensor nodes = Tensor.Create(_sampled.Nodes, _sampled.Nodes.Length, task._features.Engine);
            _x = task._features.GatherRows(nodes).Keep();
            _y = task._labels.GatherRows(nodes.Rows(0, seeds.Length)).Keep();
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

using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Training;

/// <summary>All nodes at every step: an epoch is one step.</summary>
internal sealed class FullBatchTask : NodeClassificationTask
{
    private readonly IGraphModel _model;
    private readonly Adjacency _adjacency;
    private readonly Tensor _trainRows;
    private readonly Tensor _trainLabels;

    internal FullBatchTask(IGraphModel model, Graph graph, NodeSplit split, NodeClassificationOptions options, Engine engine)
        : base(graph, split, options, engine)
    {
        _model = model;
        _adjacency = model.Prepare(Graph);
        _trainRows = Upload(split.Train);
        _trainLabels = Upload(TrainLabels);
    }

    public override void Dispose()
    {
        _trainRows.Dispose();
        _trainLabels.Dispose();
        _adjacency.Dispose();
        base.Dispose();
    }

    internal override IEnumerable<NodeStep> Steps(int epoch) => [new WholeGraph(this, Options.Random.Stream("dropout").Stream((ulong)epoch))];

    protected override Tensor Logits() => _model.Forward(ForwardContext.Inference, Graph.Features, _adjacency);

    private sealed class WholeGraph(FullBatchTask task, RandomSource random) : NodeStep
    {
        internal override int Count => task.Split.Train.Length;

        internal override long Rows => task.Graph.NodeCount;

        internal override RandomSource Random => random;

        internal override Tensor Forward(in ForwardContext context) => task._model.Forward(context, task.Graph.Features, task._adjacency);

        internal override Tensor Loss(Tensor logits) => task.TrainLoss(logits.GatherRows(task._trainRows), task._trainLabels);
    }
}

using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Tests.Training;

/// <summary>A linear map, a step of messages, dropout, the sum over each graph's nodes, and a linear map; with a term of its own in the loss and a buffer that
/// counts steps if
/// asked.</summary>
internal sealed class SmallGraphModel : Module, IGraphLevelModel
{
    private readonly Parameter _first;
    private readonly Parameter _second;
    private readonly Parameter _bias;
    private readonly double _penalty;
    private readonly bool _counts;

    internal SmallGraphModel(int inputs, int outputs, RandomSource source, Engine engine, int hidden = 8, double penalty = 0, bool counts = false)
    {
        _first = AddParameter("first", Tensor.Normal((hidden, inputs), source.Stream("first"), 0, 0.3, engine));
        _second = AddParameter("second", Tensor.Normal((outputs, hidden), source.Stream("second"), 0, 0.3, engine));
        _bias = AddParameter("bias", Tensor.Zeros(outputs, engine));
        _penalty = penalty;
        _counts = counts;
        if (counts)
        {
            AddBuffer("steps", Tensor.Zeros(1, engine));
        }
    }

    internal int Prepared { get; private set; }

    /// <summary>How many graphs each training step had.</summary>
    internal List<int> StepSizes { get; } = [];

    public Adjacency Prepare(Graph graph)
    {
        Prepared++;
        return new Adjacency(graph.InEdges);
    }

    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency, SparseStructure nodesOfGraphs)
    {
        if (context.Training)
        {
            StepSizes.Add(nodesOfGraphs.RowCount);
        }

        Tensor mapped = x.MatMulTransposed(_first.Value);
        Tensor hidden = context.Dropout((mapped + Tensor.SpMM(adjacency, mapped, Reduction.Mean)).Relu(), 0.2);
        if (_penalty != 0)
        {
            context.AddLoss(_penalty * _first.Value.Square().Sum());
        }

        if (_counts && context.Training)
        {
            using Tensor one = Tensor.Ones(1, _bias.Value.Engine);
            one.Engine.AccumulateInto(Buffer("steps").View, one.View, scale: 1);
        }

        return Tensor.SpMM(nodesOfGraphs, values: null, hidden).MatMul(_second.Value, transposeOther: true) + _bias.Value;
    }
}

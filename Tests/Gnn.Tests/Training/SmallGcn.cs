using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Tests.Training;

/// <summary>Two layers that take the mean of the neighbours, with dropout between them: a model that does not change with the library's own.</summary>
internal sealed class SmallGcn : Module, IGraphModel
{
    private readonly Parameter _first;
    private readonly Parameter _second;
    private readonly Parameter _bias;

    internal SmallGcn(int inputs, int outputs, RandomSource source, Engine engine, int hidden = 8)
    {
        _first = AddParameter("first", Tensor.Normal((hidden, inputs), source.Stream("first"), 0, 0.3, engine));
        _second = AddParameter("second", Tensor.Normal((outputs, hidden), source.Stream("second"), 0, 0.3, engine));
        _bias = AddParameter("bias", Tensor.Zeros(outputs, engine));
    }

    public Adjacency Prepare(Graph graph) => new(graph.InEdges);

    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency)
    {
        Tensor hidden = Tensor.SpMM(adjacency, x.MatMulTransposed(_first.Value), Reduction.Mean).Relu();
        if (context.Training)
        {
            hidden = hidden.Dropout(0.5, context.Random.Next());
        }

        return Tensor.SpMM(adjacency, hidden.MatMul(_second.Value, transposeOther: true), Reduction.Mean) + _bias.Value;
    }
}

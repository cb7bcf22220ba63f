using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

public sealed partial class NnConv
{
    /// <summary>The reduction of x_j Theta_ji, [targets, outputs].</summary>
    private Tensor Aggregate(in ForwardContext context, Tensor x, Adjacency adjacency)
    {
        Tensor edges = EdgeTables.EntryFeatures(adjacency, _edgeFeatures);
        if (_options.Reduction is Reduction.Sum or Reduction.Mean)
        {
            if (_nn is Linear linear)
            {
                return SumFirst(x, edges, linear, adjacency.Structure);
            }

            if (_nn is Sequential { Last: { } last } chain)
            {
                Tensor factors = chain.ForwardBeforeLast(context, edges);
                Tensor y = SumFirst(x, factors, last, adjacency.Structure);
                if (!ReferenceEquals(factors, edges))
                {
                    factors.Dispose();
                }

                return y;
            }
        }

        return MapEachEdge(context, x, edges, adjacency.Structure);
    }

    /// <summary>The reduction of factor * x_j for every factor of the edges and for the factor 1, [targets, (K + 1) inputs], then the matrices that they are the
    /// factors of.</summary>
    private Tensor SumFirst(Tensor x, Tensor factors, Linear last, SparseStructure structure)
    {
        CheckMatrices(last.Outputs);
        bool hasConstant = last.Bias is not null;
        int heads = last.Inputs + (hasConstant ? 1 : 0);
        using Tensor transposed = last.Weight.Transpose();
        using Tensor constant = hasConstant ? last.Bias!.Reshape((1, last.Outputs)) : Tensor.Zeros((0, last.Outputs), x.Engine);
        using Tensor matrices = Tensor.Concatenate([transposed, constant], axis: 0);
        using Tensor ones = Tensor.Ones((factors.Shape[0], heads - last.Inputs), x.Engine);
        using Tensor values = Tensor.Concatenate([factors, ones], axis: 1);
        using Tensor repeated = heads == 1 ? x.Reshape(x.Shape) : Tensor.Concatenate([.. Enumerable.Repeat(x, heads)], axis: 1);
        using Tensor sums = Tensor.SpMM(structure, values, repeated, _options.Reduction);
        using Tensor stacked = matrices.Reshape((heads * (long)_sourceInputs, Outputs));
        return sums.MatMul(stacked);
    }

    /// <summary>A matrix for every edge, [E, inputs, outputs].</summary>
    private Tensor MapEachEdge(in ForwardContext context, Tensor x, Tensor edges, SparseStructure structure)
    {
        long count = structure.EntryCount;
        using Tensor flat = _nn.Forward(context, edges);
        CheckMatrices(flat.Shape[-1]);
        using Tensor matrices = flat.Reshape((count, _sourceInputs, Outputs));
        using Tensor sources = Tensor.ExpandRows(structure, x, transposed: true);
        using Tensor columns = sources.Reshape((count, _sourceInputs, 1));
        using Tensor products = matrices * columns;
        using Tensor messages = products.Sum(axis: 1);
        return Tensor.SegmentReduce(structure, messages, _options.Reduction);
    }

    private void CheckMatrices(long columns)
    {
        if (columns != (long)_sourceInputs * Outputs)
        {
            throw new ArgumentException($"The network must give {_sourceInputs} * {Outputs} columns, a matrix [inputs, outputs] for each edge, got {columns}.");
        }
    }

    /// <summary>Where the parameters are; where a graph's edge features are, of a layer without parameters.</summary>
    private Engine EngineOf(Graph graph) => Parameters().FirstOrDefault() is { } parameter
        ? parameter.Value.Engine
        : graph.Edges.TryGet(ColumnNames.EdgeFeatures, out Tensor? features) ? features.Engine : Engine.Default;
}

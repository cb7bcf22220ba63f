using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>Linear maps of [x_i | x_j | e_ji], both ends of an edge and the edge side by side, without making that concatenation.</summary>
/// <remarks>The weight is cut by columns: nodes are mapped before they meet on edges, so that a map costs 2 N inputs outputs + 2 E D outputs operations instead
/// of 2 E (2 inputs + D) outputs. Arrays of [E, outputs] are made.</remarks>
internal static class EdgeMaps
{
    /// <summary>activation(W [x_i | x_j | e_ji] + b) for every entry.</summary>
    /// <param name="context">Training or inference.</param>
    /// <param name="lin">The map; its columns are those of the target, then of the source, then of the edge.</param>
    /// <param name="target">Features of the targets, or of nodes of which the targets are the first.</param>
    /// <param name="targetInputs">The number of columns of the targets.</param>
    /// <param name="source">Features of the sources.</param>
    /// <param name="edges">[E, D] in entry order, or null for none.</param>
    /// <param name="structure">The entries.</param>
    /// <param name="activation">The activation.</param>
    /// <returns>[E, outputs] in entry order.</returns>
    internal static Tensor Map(
        in ForwardContext context,
        Linear lin,
        Features target,
        int targetInputs,
        Features source,
        Tensor? edges,
        SparseStructure structure,
        Activation activation = Activation.None)
    {
        int edgeInputs = edges is null ? 0 : (int)edges.Shape[1];
        int sourceInputs = lin.Inputs - targetInputs - edgeInputs;
        using Tensor fromTarget = MapLeading(target, lin.Weight, start: 0, targetInputs, structure.RowCount);
        using Tensor fromSource = MapLeading(source, lin.Weight, targetInputs, sourceInputs, structure.ColumnCount);
        Tensor ends = Tensor.Sddmm(structure, EntryOperation.Add, fromTarget, fromSource);
        return Finish(context, ends, edges, lin, activation);
    }

    /// <summary>x W^T of the first rows of x, where W is a run of columns of a weight.</summary>
    internal static Tensor MapLeading(Features x, Tensor weight, int start, int count, int rows)
    {
        using Tensor part = weight.Columns(start, count);
        if (x.Shape[0] != rows && x.Dense is { } dense)
        {
            using Tensor leading = dense.Rows(0, rows);
            return Features.FromDense(leading).MatMulTransposed(part);
        }

        Tensor y = x.MatMulTransposed(part);
        if (y.Shape[0] == rows)
        {
            return y;
        }

        using Tensor all = y;
        return all.Rows(0, rows);
    }

    /// <summary>The sum of both ends with the edge's own part, the bias and the activation; the sum is taken over.</summary>
    private static Tensor Finish(in ForwardContext context, Tensor ends, Tensor? edges, Linear lin, Activation activation)
    {
        if (edges is null)
        {
            return context.Epilogue(ends, lin.Bias, activation: activation);
        }

        using Tensor addend = ends;
        int edgeInputs = (int)edges.Shape[1];
        Tensor own = MapLeading(edges, lin.Weight, lin.Inputs - edgeInputs, edgeInputs, (int)edges.Shape[0]);
        return context.Epilogue(own, lin.Bias, addend, activation);
    }
}

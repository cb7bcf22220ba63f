using System.Runtime.CompilerServices;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Pooling;

/// <summary>What dense poolings share: checks, soft assignments, and one graph of a batch at a time.</summary>
internal static class DenseGraphs
{
    // Below the square of what single precision tells from 0; a root has a slope there.
    private const double Smallest = 1e-30;

    internal static void Check(Tensor x, Tensor adjacency, Tensor assignment, Tensor? mask)
    {
        IfNotDense(x);
        IfNotDense(adjacency);
        IfNotDense(assignment);
        (long graphs, long nodes) = (x.Shape[0], x.Shape[1]);
        if (graphs == 0 || nodes == 0 || adjacency.Shape != (Shape)(graphs, nodes, nodes) || assignment.Shape.With(2, 0) != (Shape)(graphs, nodes, 0))
        {
            throw new ArgumentException(
                $"Dense pooling takes x [B, M, F], adjacency [B, M, M] and assignment [B, M, K] of at least one graph and node, got {x.Shape}, {adjacency.Shape} "
                + $"and {assignment.Shape}.",
                nameof(x));
        }

        if (mask is not null && (mask.DataType != DataType.Bool || mask.Shape != (Shape)(graphs, nodes)))
        {
            throw new ArgumentException($"'mask' must be Bool [{graphs}, {nodes}], got {mask.DataType} {mask.Shape}.", nameof(mask));
        }
    }

    internal static void Check(Adjacency adjacency, Tensor x, Tensor assignment)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        Throw.IfNotSources(x, adjacency);
        SparseStructure structure = adjacency.Structure;
        if (structure.RowCount != structure.ColumnCount || structure.RowCount == 0 || adjacency.Values is { Shape.Rank: 2 }
            || assignment.Shape.Rank != 2 || assignment.Shape[0] != structure.RowCount)
        {
            throw new ArgumentException(
                $"Pooling takes edges among at least one node, with one value or none each, and an assignment [{structure.RowCount}, K], got {adjacency} and "
                + $"{assignment.Shape}.",
                nameof(assignment));
        }
    }

    /// <summary>1 for a node, 0 for a row below the last, [B, M, 1]; null if there is no mask.</summary>
    internal static Tensor? Factors(Tensor? mask, Engine engine, out long nodes)
    {
        nodes = 0;
        if (mask is null)
        {
            return null;
        }

        float[] factors = Array.ConvertAll(mask.ToArray<bool>(), isNode => isNode ? 1f : 0f);
        foreach (float factor in factors)
        {
            nodes += (long)factor;
        }

        return Tensor.Create(factors, (mask.Shape[0], mask.Shape[1], 1), engine);
    }

    /// <summary>One graph's matrix.</summary>
    internal static Tensor Of(Tensor batch, long graph)
    {
        using Tensor rows = batch.Rows(graph, 1);
        return rows.Reshape((batch.Shape[1], batch.Shape[2]));
    }

    /// <summary>Matrices of one shape as a batch.</summary>
    internal static Tensor Stack(Tensor[] matrices) =>
        Tensor.Concatenate(Array.ConvertAll(matrices, matrix => matrix.Reshape((1, matrix.Shape[0], matrix.Shape[1]))), 0);

    /// <summary>S^T A S for the edges' matrix A of sources and targets.</summary>
    internal static Tensor Coarsen(Adjacency adjacency, Tensor assignment)
    {
        using Tensor ofTargets = Tensor.SpMM(adjacency, assignment);
        return ofTargets.MatMul(assignment, transposeThis: true);
    }

    /// <summary>The root, with a slope at 0.</summary>
    internal static Tensor Root(Tensor squares)
    {
        using Tensor floor = Tensor.Full(Shape.Scalar, Smallest, squares.Engine);
        using Tensor raised = Tensor.Maximum(squares, floor);
        return raised.Sqrt();
    }

    /// <summary>The identity, [count, count].</summary>
    internal static Tensor Identity(long count, Engine engine)
    {
        double[] elements = new double[checked(count * count)];
        for (long i = 0; i < count; i++)
        {
            elements[(i * count) + i] = 1;
        }

        return Tensor.Create(elements, (count, count), engine);
    }

    private static void IfNotDense(Tensor tensor, [CallerArgumentExpression(nameof(tensor))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (!tensor.DataType.IsFloating() || tensor.Shape.Rank != 3)
        {
            throw new ArgumentException($"'{name}' must be floating with three axes, [B, M, ...], got {tensor.DataType} {tensor.Shape}.", name);
        }
    }
}

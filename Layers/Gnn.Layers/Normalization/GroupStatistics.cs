using System.Runtime.CompilerServices;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Normalization;

/// <summary>Means and variances over the nodes of each graph, and their way back to the nodes: the one place where normalisations compute.</summary>
/// <remarks>Without graphs there is one group, whose statistics are [1, F] and broadcast. No array of graphs times nodes is made. A variance is the mean of the
/// squares of centred values, in a second pass: the difference of two large sums would have no digits left.</remarks>
internal static class GroupStatistics
{
    /// <summary>The mean of each group's rows, [B, F]; 0 for a graph without nodes.</summary>
    internal static Tensor Mean(Tensor x, SparseStructure? groups) =>
        groups is null ? x.Mean(axis: 0, keepAxis: true) : Tensor.SpMM(groups, values: null, x, Reduction.Mean);

    /// <summary>What each row's group has, [N, F] from [B, F]; one group's row is left to broadcasting.</summary>
    internal static Tensor Spread(Tensor ofGroups, SparseStructure? groups) =>
        groups is null ? ofGroups : Tensor.SpMM(groups, values: null, ofGroups, Reduction.Sum, transposed: true);

    /// <summary>x minus its group's mean, which may be scaled column by column.</summary>
    internal static (Tensor Centered, Tensor Mean) Center(Tensor x, SparseStructure? groups, Tensor? scale = null)
    {
        Tensor mean = Mean(x, groups);
        Tensor shift = scale is null ? mean : mean * scale;
        return (x - Spread(shift, groups), mean);
    }

    /// <summary>(x - mean) / sqrt(variance + epsilon) * weight + bias, column by column in each group; the biased variance, [B, F].</summary>
    internal static Tensor Standardize(
        Tensor x, SparseStructure? groups, double epsilon, Tensor? weight, Tensor? bias, out Tensor mean, out Tensor variance)
    {
        if (groups is null)
        {
            Tensor y = x.Standardize(axis: 0, epsilon, out Tensor means, out Tensor variances);
            (mean, variance) = (means.Reshape((1, x.Shape[1])), variances.Reshape((1, x.Shape[1])));
            return Affine(y, weight, bias);
        }

        (Tensor centered, mean) = Center(x, groups);
        variance = MeanSquare(centered, groups);
        return Scale(centered, variance, epsilon, groups, weight, bias);
    }

    /// <summary>y * weight + bias, of those that there are; y is taken over.</summary>
    internal static Tensor Affine(Tensor y, Tensor? weight, Tensor? bias)
    {
        if (weight is null)
        {
            return Tensor.Epilogue(y, bias);
        }

        using Tensor whole = y;
        return Tensor.Epilogue(whole * weight, bias);
    }

    /// <summary>The mean of the squares of each group's rows, [B, F].</summary>
    internal static Tensor MeanSquare(Tensor centered, SparseStructure? groups)
    {
        using Tensor squares = centered.Square();
        return Mean(squares, groups);
    }

    /// <summary>centered / sqrt(variance + epsilon) * weight + bias; centered is taken over. The weight is multiplied in where the numbers are few.</summary>
    internal static Tensor Scale(Tensor centered, Tensor variance, double epsilon, SparseStructure? groups, Tensor? weight, Tensor? bias)
    {
        using Tensor whole = centered;
        Tensor inverse = (variance + epsilon).InverseSqrt();
        Tensor factor = weight is null ? inverse : inverse * weight;
        return Tensor.Epilogue(whole * Spread(factor, groups), bias);
    }

    /// <summary>Checks features, and graphs where there are any.</summary>
    /// <param name="x">The features.</param>
    /// <param name="width">The number of columns that the layer was made for; null for any.</param>
    /// <param name="nodesOfGraphs">The nodes of each graph.</param>
    /// <param name="name">The caller's name of x.</param>
    internal static void Check(Tensor x, int? width, SparseStructure? nodesOfGraphs, [CallerArgumentExpression(nameof(x))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(x, name);
        if (x.Shape.Rank != 2 || (width is not null && x.Shape[1] != width))
        {
            throw new ArgumentException($"'{name}' must be [N, {(width is null ? "F" : width)}], a row for each node, got {x.Shape}.", name);
        }

        if (nodesOfGraphs is not null && (nodesOfGraphs.ColumnCount != x.Shape[0] || nodesOfGraphs.EntryCount != x.Shape[0]))
        {
            throw new ArgumentException(
                $"'nodesOfGraphs' must have each of the {x.Shape[0]} nodes of {x.Shape} in exactly one graph, got {nodesOfGraphs}.", nameof(nodesOfGraphs));
        }
    }
}

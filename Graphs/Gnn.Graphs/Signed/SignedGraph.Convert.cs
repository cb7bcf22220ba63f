using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Graphs.Signed;

public sealed partial class SignedGraph
{
    /// <summary>The graph of the positive edges alone.</summary>
    /// <returns>All nodes with their columns, the edges <see cref="PositiveIds"/> with their rows of the edge columns; owned by the caller.</returns>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public Graph ToPositive() => Cut(isPositive: true);

    /// <summary>The graph of the negative edges alone.</summary>
    /// <returns>All nodes with their columns, the edges <see cref="NegativeIds"/> with their rows of the edge columns; owned by the caller.</returns>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public Graph ToNegative() => Cut(isPositive: false);

    /// <summary>The graph of all edges with their signs as the Int32 edge column <c>sign</c>; <see cref="FromGraph"/> leads back to an equal signed graph.</summary>
    /// <returns>A graph that shares everything else; owned by the caller.</returns>
    /// <exception cref="ArgumentException">There is an edge column <c>sign</c> already.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public Graph ToGraph() => _graph.WithEdgeColumn(ColumnNames.EdgeSigns, Tensor.Create(Array.ConvertAll(Signs.ToArray(), sign => (int)sign), EdgeCount));

    /// <summary>The graph of all edges with signed weights: the edge column <c>weight</c>, or 1 where there is none, times the sign.</summary>
    /// <returns>A graph that shares everything else; owned by the caller. Its <see cref="Graph.Validate"/> names the negative weights.</returns>
    /// <remarks><see cref="FromWeightedGraph"/> leads back to an equal signed graph: with magnitudes if this one has positive weights, without if it has none.</remarks>
    /// <exception cref="InvalidOperationException">The column <c>weight</c> is not floating <c>[E]</c>.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public Graph ToWeightedGraph()
    {
        Tensor? weights = _graph.EdgeWeights;
        double[] signed = weights?.ToArray<double>() ?? [.. Enumerable.Repeat(1.0, checked((int)EdgeCount))];
        ReadOnlySpan<sbyte> signs = Signs;
        for (int edge = 0; edge < signed.Length; edge++)
        {
            signed[edge] *= signs[edge];
        }

        return _graph.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create(signed, signed.Length, weights?.Engine ?? Engine.Default), replace: true);
    }

    /// <summary>The signed graph of a graph whose Int32 edge column <c>sign</c> has the signs.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>A graph that shares everything but that column; owned by the caller.</returns>
    /// <exception cref="ArgumentException">There is no such column, it is not Int32 <c>[E]</c>, or an edge and its reverse in an undirected graph differ in sign.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A sign is neither 1 nor -1; the message names the edge.</exception>
    public static SignedGraph FromGraph(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (!graph.Edges.TryGet(ColumnNames.EdgeSigns, out Tensor? column) || column.DataType != DataType.Int32 || column.Shape.Rank != 1)
        {
            throw new ArgumentException(
                $"The graph needs the edge column '{ColumnNames.EdgeSigns}', Int32 [{graph.EdgeCount}], "
                + (column is null ? "which is not there." : $"which is {column.DataType} {column.Shape}."),
                nameof(graph));
        }

        int[] signs = column.ToArray<int>();
        int wrong = Array.FindIndex(signs, sign => sign is not (1 or -1));
        if (wrong >= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(graph), signs[wrong], $"The sign of edge {wrong} must be 1 or -1, got {signs[wrong]}: leave out edges without a sign.");
        }

        using Graph bare = graph.WithoutEdgeColumn(ColumnNames.EdgeSigns);
        return WithSigns(bare, signs, nameof(graph));
    }

    /// <summary>The signed graph of a graph whose edge weights have the signs.</summary>
    /// <param name="graph">The graph, with the floating edge column <c>weight</c>.</param>
    /// <param name="keepsMagnitudes">Whether the weights stay, without their signs; else the column goes.</param>
    /// <returns>A graph that shares everything else; owned by the caller.</returns>
    /// <exception cref="ArgumentException">There are no weights, or an edge and its reverse in an undirected graph differ in sign.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is 0 or not a number; the message names the edge.</exception>
    /// <exception cref="InvalidOperationException">The column <c>weight</c> is not floating <c>[E]</c>.</exception>
    public static SignedGraph FromWeightedGraph(Graph graph, bool keepsMagnitudes = true)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Tensor column = graph.EdgeWeights
            ?? throw new ArgumentException($"The graph has no edge weights to take signs from: add the edge column '{ColumnNames.EdgeWeights}'.", nameof(graph));
        double[] weights = column.ToArray<double>();
        int wrong = Array.FindIndex(weights, weight => weight == 0 || double.IsNaN(weight));
        if (wrong >= 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(graph),
                weights[wrong],
                string.Create(CultureInfo.InvariantCulture, $"The weight of edge {wrong} must have a sign, got {weights[wrong]}: leave out edges without one."));
        }

        int[] signs = Array.ConvertAll(weights, Math.Sign);
        using Graph bare = keepsMagnitudes
            ? graph.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create(Array.ConvertAll(weights, Math.Abs), weights.Length, column.Engine), replace: true)
            : graph.WithoutEdgeColumn(ColumnNames.EdgeWeights);
        return WithSigns(bare, signs, nameof(graph));
    }

    private Graph Cut(bool isPositive)
    {
        (EdgeList list, long[] ids) = Part(isPositive);
        return _graph.WithSomeEdges(list.Share(), ids);
    }
}

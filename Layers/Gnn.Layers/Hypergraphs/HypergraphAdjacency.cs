using System.Globalization;
using Gnn.Graphs.Hypergraphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Hypergraphs;

/// <summary>What a layer over a hypergraph propagates over: the incidences from nodes to hyperedges and back, with what each counts.</summary>
/// <remarks>Made once by <see cref="IHypergraphConvolution.Prepare(Hypergraph)"/> and given to every step. The weights of hyperedges are in the values of the
/// incidences.</remarks>
public sealed class HypergraphAdjacency : IDisposable
{
    /// <summary>Creates it from its two directions, which it owns from here on.</summary>
    /// <param name="toHyperedges">From nodes to hyperedges, <c>[M, N]</c>.</param>
    /// <param name="toNodes">From hyperedges to nodes, <c>[N, M]</c>; its edge ids are the entries of <paramref name="toHyperedges"/>.</param>
    /// <param name="hyperedgeFeatures">What layers with attention take of hyperedges, floating <c>[M, F]</c>, or null; kept beyond its scope and owned too.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public HypergraphAdjacency(Adjacency toHyperedges, Adjacency toNodes, Tensor? hyperedgeFeatures = null)
    {
        ArgumentNullException.ThrowIfNull(toHyperedges);
        ArgumentNullException.ThrowIfNull(toNodes);
        (SparseStructure members, SparseStructure memberships) = (toHyperedges.Structure, toNodes.Structure);
        if (memberships.RowCount != members.ColumnCount || memberships.ColumnCount != members.RowCount || memberships.EntryCount != members.EntryCount)
        {
            throw new ArgumentException($"'toNodes' must have the incidences of {members} by node, got {memberships}.", nameof(toNodes));
        }

        if (hyperedgeFeatures is not null
            && (hyperedgeFeatures.Shape.Rank != 2 || hyperedgeFeatures.Shape[0] != members.RowCount || !hyperedgeFeatures.DataType.IsFloating()))
        {
            throw new ArgumentException(
                $"'hyperedgeFeatures' must be floating [{members.RowCount}, F], a row for each hyperedge, got {hyperedgeFeatures.DataType} {hyperedgeFeatures.Shape}.",
                nameof(hyperedgeFeatures));
        }

        (ToHyperedges, ToNodes, HyperedgeFeatures) = (toHyperedges, toNodes, hyperedgeFeatures?.Keep());
    }

    /// <summary>From nodes to hyperedges: row e holds the nodes of hyperedge e.</summary>
    public Adjacency ToHyperedges { get; }

    /// <summary>From hyperedges to nodes: row i holds the hyperedges of node i.</summary>
    public Adjacency ToNodes { get; }

    /// <summary>What layers with attention take of hyperedges, <c>[M, F]</c>, or null.</summary>
    public Tensor? HyperedgeFeatures { get; }

    /// <summary>The number of nodes, N.</summary>
    public int NodeCount => ToNodes.Structure.RowCount;

    /// <summary>The number of hyperedges, M, those that the layer added among them.</summary>
    public int HyperedgeCount => ToHyperedges.Structure.RowCount;

    /// <summary>Ends both directions and the features.</summary>
    public void Dispose()
    {
        ToHyperedges.Dispose();
        ToNodes.Dispose();
        HyperedgeFeatures?.Dispose();
    }

    /// <summary>The sizes.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"HypergraphAdjacency: {NodeCount} nodes, {HyperedgeCount} hyperedges, {ToNodes.Structure.EntryCount} incidences");

    /// <summary>Refuses features of other nodes.</summary>
    internal static void Check(Features x, HypergraphAdjacency adjacency)
    {
        ArgumentNullException.ThrowIfNull(adjacency);
        if (x.Shape[0] != adjacency.NodeCount)
        {
            throw new ArgumentException($"'x' must have a row for each of {adjacency.NodeCount} nodes of {adjacency}, got {x.Shape}.", nameof(x));
        }
    }

    /// <summary>Values of incidences by hyperedge, [I, H], in the order by node.</summary>
    internal Tensor ByNode(Tensor values)
    {
        using Tensor order = ToNodes.Structure.EdgeIds.ToTensor(values.Engine);
        return values.GatherRows(order);
    }

    /// <summary>Values of incidences by node, [I, H], in the order by hyperedge.</summary>
    internal Tensor ByHyperedge(Tensor values)
    {
        using Tensor order = ToNodes.Structure.Transpose.EntryIds!.ToTensor(values.Engine);
        return values.GatherRows(order);
    }
}

using System.Globalization;
using Gnn.Graphs.Signed;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Signed;

/// <summary>What a layer over positive and negative edges propagates over: an adjacency for each sign.</summary>
/// <remarks>Made once by <see cref="ISignedConvolution.Prepare"/> and given to every step; it owns what it holds.</remarks>
public sealed class SignedAdjacency : IDisposable
{
    private readonly SneaEdges? _attention;

    /// <summary>Creates it from the adjacencies of both signs, which it owns from here on.</summary>
    /// <param name="positive">The positive edges: rows are targets, columns are sources.</param>
    /// <param name="negative">The negative edges, between as many nodes.</param>
    /// <exception cref="ArgumentException">The two differ in their numbers of nodes.</exception>
    public SignedAdjacency(Adjacency positive, Adjacency negative)
        : this(positive, negative, attention: null)
    {
    }

    private SignedAdjacency(Adjacency positive, Adjacency negative, SneaEdges? attention)
    {
        ArgumentNullException.ThrowIfNull(positive);
        ArgumentNullException.ThrowIfNull(negative);
        (SparseStructure p, SparseStructure n) = (positive.Structure, negative.Structure);
        if (p.RowCount != n.RowCount || p.ColumnCount != n.ColumnCount)
        {
            throw new ArgumentException($"'negative' must be between the nodes of 'positive', {p}, got {n}: prepare both of one graph.", nameof(negative));
        }

        (Positive, Negative, _attention) = (positive, negative, attention);
    }

    /// <summary>The positive edges.</summary>
    public Adjacency Positive { get; }

    /// <summary>The negative edges.</summary>
    public Adjacency Negative { get; }

    /// <summary>Ends the adjacencies of both signs.</summary>
    public void Dispose()
    {
        Positive.Dispose();
        Negative.Dispose();
        _attention?.Dispose();
    }

    /// <summary>The sizes.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"SignedAdjacency of {Positive.Structure.RowCount} nodes, {Positive.Structure.EntryCount} positive and {Negative.Structure.EntryCount} negative edges");

    /// <summary>The edges of a graph as they are.</summary>
    internal static SignedAdjacency Of(SignedGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new SignedAdjacency(new Adjacency(graph.PositiveEdges), new Adjacency(graph.NegativeEdges));
    }

    /// <summary>The edges of a graph as they are, and as attention takes them.</summary>
    internal static SignedAdjacency WithAttention(SignedGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new SignedAdjacency(new Adjacency(graph.PositiveEdges), new Adjacency(graph.NegativeEdges), new SneaEdges(graph));
    }

    /// <summary>The edges as attention takes them.</summary>
    internal SneaEdges Attention() => _attention
        ?? throw new ArgumentException($"{this} was prepared for a layer without attention: use what this layer prepared.");
}

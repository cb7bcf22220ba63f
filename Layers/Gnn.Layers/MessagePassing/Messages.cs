using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.MessagePassing;

/// <summary>The edges of a <see cref="MessagePassingLayer"/>'s forward pass: what their ends and they themselves hold, a row for each edge, all in the same
/// order.</summary>
public sealed class Messages
{
    private readonly Features? _targets;
    private readonly Adjacency _adjacency;

    internal Messages(Features source, Features? target, Adjacency adjacency)
    {
        Sources = source;
        _targets = target;
        _adjacency = adjacency;
    }

    /// <summary>The features of the source nodes, <c>[sources, F]</c>.</summary>
    public Features Sources { get; }

    /// <summary>The features of the target nodes, <c>[targets, F']</c>: those given, or the leading rows of <see cref="Sources"/>, for which sparse features are made
    /// dense.</summary>
    public Features Targets => _targets ?? (Sources.Shape[0] == Structure.RowCount ? Sources : Sources.ToDense().Rows(0, Structure.RowCount));

    /// <summary>The edges: rows are targets, columns are sources; entries are in the order of messages.</summary>
    public SparseStructure Structure => _adjacency.Structure;

    /// <summary>The values of the edges, <c>[E]</c> or <c>[E, D]</c>; null if there are none.</summary>
    public Tensor? Values => _adjacency.Values;

    /// <summary>What the source of each edge has.</summary>
    /// <param name="x"><c>[sources, C]</c>, for example a map of <see cref="Sources"/>.</param>
    /// <returns><c>[E, C]</c>.</returns>
    /// <exception cref="ArgumentException">There is not one row of x for each source.</exception>
    public Tensor Source(Tensor x) => Tensor.ExpandRows(Structure, x, transposed: true);

    /// <summary>What the target of each edge has.</summary>
    /// <param name="x"><c>[targets, C]</c>, for example a map of <see cref="Targets"/>.</param>
    /// <returns><c>[E, C]</c>.</returns>
    /// <exception cref="ArgumentException">There is not one row of x for each target.</exception>
    public Tensor Target(Tensor x) => Tensor.ExpandRows(Structure, x);

    /// <summary>A function of both ends of each edge in one pass: their sum, difference (target less source) or product, or their inner product.</summary>
    /// <param name="operation">The function.</param>
    /// <param name="target"><c>[targets, C]</c>.</param>
    /// <param name="source"><c>[sources, C]</c>.</param>
    /// <returns><c>[E, C]</c>, or <c>[E, 1]</c> for an inner product.</returns>
    /// <exception cref="ArgumentException">The rows do not fit the nodes, or the columns each other.</exception>
    public Tensor Combine(EntryOperation operation, Tensor target, Tensor source) => Tensor.Sddmm(Structure, operation, target, source);

    /// <summary>The softmax of scores over the edges into each target.</summary>
    /// <param name="scores"><c>[E]</c> or <c>[E, H]</c>.</param>
    /// <returns>A tensor of the scores' shape.</returns>
    /// <exception cref="ArgumentException">There is not one score, or row of scores, for each edge.</exception>
    public Tensor Softmax(Tensor scores) => Tensor.EdgeSoftmax(Structure, scores);
}

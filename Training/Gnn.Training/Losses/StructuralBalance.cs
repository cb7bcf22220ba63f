using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>How far nodes are from being nearer to one node than to another: friends nearer than strangers, strangers nearer than enemies.</summary>
/// <remarks>
/// <code>loss = mean over triples (i, j, k) of max(0, |z_i - z_j|^2 - |z_i - z_k|^2)</code>
/// <para>Extended structural balance theory as in T. Derr, Y. Ma and J. Tang, "Signed Graph Convolutional Network", 2018: of a positive edge i -> j the node k is a stranger; of a
/// negative edge i -> k the stranger is j. Distances are squared and there is no margin, unlike <see cref="TripletMargin"/>. Costs O(T D) for T triples.</para>
/// </remarks>
public static class StructuralBalance
{
    /// <summary>The loss of triples of nodes.</summary>
    /// <param name="embedding">z, <c>[N, D]</c>, floating.</param>
    /// <param name="nodes">i, Int32 <c>[T]</c>, in [0, N).</param>
    /// <param name="nearer">j, the nodes that should be nearer, Int32 <c>[T]</c>.</param>
    /// <param name="farther">k, the nodes that should be farther, Int32 <c>[T]</c>.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">A shape or a type is wrong, or there are no triples.</exception>
    public static Tensor Of(Tensor embedding, Tensor nodes, Tensor nearer, Tensor farther)
    {
        LossArguments.CheckOutputs(embedding);
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(nearer);
        ArgumentNullException.ThrowIfNull(farther);
        if (embedding.Shape.Rank != 2)
        {
            throw new ArgumentException($"'{nameof(embedding)}' must be a matrix [N, D], got {embedding.Shape}.", nameof(embedding));
        }

        if (nodes.Shape != nearer.Shape || nodes.Shape != farther.Shape)
        {
            throw new ArgumentException(
                $"'{nameof(nearer)}' and '{nameof(farther)}' must be as many as '{nameof(nodes)}', {nodes.Shape}, got {nearer.Shape} and {farther.Shape}.", nameof(nearer));
        }

        LossArguments.CheckRows(nodes.Shape[0], LossReduction.Mean);
        Tensor z = embedding.GatherRows(nodes);
        Tensor near = (z - embedding.GatherRows(nearer)).Square().Sum(1);
        Tensor far = (z - embedding.GatherRows(farther)).Square().Sum(1);
        return (near - far).Relu().Mean();
    }
}

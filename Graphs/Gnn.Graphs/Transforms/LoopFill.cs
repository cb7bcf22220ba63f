using Gnn.Tensors;

namespace Gnn.Graphs.Transforms;

/// <summary>What the floating edge columns say of an added self-loop. Columns of another type say 0, and sparse ones have an empty row.</summary>
/// <param name="Reduction">A reduction over the columns of all edges into the node, its own loops among them (0 if there are none), or null for a constant.</param>
/// <param name="Value">The constant, in every element; 1 by default.</param>
public sealed record LoopFill(Reduction? Reduction = null, double Value = 1)
{
    /// <summary>A constant.</summary>
    /// <param name="value">In every element.</param>
    /// <returns>The fill.</returns>
    public static LoopFill Constant(double value) => new(null, value);

    /// <summary>A reduction over the edges into the node.</summary>
    /// <param name="reduction">Which.</param>
    /// <returns>The fill.</returns>
    public static LoopFill Reduce(Reduction reduction) => new(reduction);
}

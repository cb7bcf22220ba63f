using Gnn.Tensors;

namespace Gnn.Layers;

/// <summary>A table of learnt rows, one for each id: features of nodes, types, relations, degrees.</summary>
/// <remarks>
/// <code>y_i = W[id_i],  W: [count, width]</code>
/// <para>Parameters: <c>weight</c>, standard normal at first as PyTorch's. The gradient of the table is dense, [count, width], and sums the rows of equal ids in
/// their order. Cost: M width elements are copied.</para>
/// </remarks>
public sealed class Embedding : Module
{
    private readonly Parameter _weight;

    /// <summary>Creates a table.</summary>
    /// <param name="count">The number of ids, at least 1.</param>
    /// <param name="width">The number of columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Embedding(int count, int width, RandomSource random)
        : this(count, width, random, deviation: 1)
    {
    }

    internal Embedding(int count, int width, RandomSource random, double deviation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        Count = count;
        Width = width;
        _weight = AddParameter("weight", Tensor.Normal((count, width), random.Stream("weight"), 0, deviation));
    }

    /// <summary>The number of ids.</summary>
    public int Count { get; }

    /// <summary>The number of columns.</summary>
    public int Width { get; }

    /// <summary>W, <c>[count, width]</c>.</summary>
    public Tensor Weight => _weight.Value;

    /// <summary>Looks ids up.</summary>
    /// <param name="ids">Int32 or Int64, of at most three axes, in [0, count).</param>
    /// <returns>The ids' shape with an axis of the width after it, for example <c>[M, width]</c>.</returns>
    /// <exception cref="ArgumentException">The ids are not integers, or have too many axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range; the message names it.</exception>
    public Tensor Forward(Tensor ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (!ids.DataType.IsInteger() || ids.Shape.Rank >= Shape.MaxRank)
        {
            throw new ArgumentException($"'ids' must be Int32 or Int64 of at most {Shape.MaxRank - 1} axes, got {ids.DataType} {ids.Shape}.", nameof(ids));
        }

        Tensor rows = Weight.GatherRows(ids.Reshape(ids.Shape.Count));
        if (ids.Shape.Rank == 1)
        {
            return rows;
        }

        Span<long> axes = stackalloc long[Shape.MaxRank];
        ids.Shape.CopyTo(axes);
        axes[ids.Shape.Rank] = Width;
        return rows.Reshape(new Shape(axes[..(ids.Shape.Rank + 1)]));
    }
}

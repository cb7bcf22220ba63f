using Gnn.Tensors.Sparse;

namespace Gnn.Tensors.Engines;

/// <content>
/// The sparse primitives. "Rows" are the structure's rows, or its columns where <c>transposed</c> is true: then the transpose kept with the structure
/// is walked, and an entry's values are still found at its position in the structure itself. Values and results that belong to entries, [E, ...],
/// are always in the structure's entry order. A row without entries gives 0.
/// </content>
public abstract partial class Engine
{
    /// <summary>y[i] = reduction over the entries (i, j) of value(e) * x[j].</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="transposed">Whether the transpose is meant.</param>
    /// <param name="values">A floating view [E, H], or empty: 1 for every entry.</param>
    /// <param name="x">A floating view [columns, H * D]; head h of an entry's values scales the columns h * D to (h + 1) * D - 1.</param>
    /// <param name="reduction">How a row's entries become one.</param>
    /// <param name="arg">For a maximum or minimum: the entry each result came from, the first of several, -1 for a row without entries;
    /// [rows, H * D], as wide as the structure's offsets. Null for a sum or mean.</param>
    /// <returns>[rows, H * D].</returns>
    public abstract EngineBuffer SpMM(
        SparseStructure structure, bool transposed, in BufferView values, in BufferView x, Reduction reduction, out EngineBuffer? arg);

    /// <summary>y[i] = scale * self[i] + the sum over the entries (i, j) of x[j], a fused primitive: composed of others here.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="transposed">Whether the matrix is transposed.</param>
    /// <param name="x">[columns, F] floating.</param>
    /// <param name="self">[rows, F] floating.</param>
    /// <param name="scale">One element.</param>
    /// <returns>[rows, F].</returns>
    public virtual EngineBuffer SpMMWithSelf(SparseStructure structure, bool transposed, in BufferView x, in BufferView self, in BufferView scale)
    {
        EngineBuffer sum = SpMM(structure, transposed, default, x, Reduction.Sum, out _);
        EngineBuffer scaled = Binary(BinaryOperation.Multiply, self, scale, self.Shape);
        EngineBuffer y = Binary(BinaryOperation.Add, new BufferView(scaled, 0, self.Shape), new BufferView(sum, 0, self.Shape), self.Shape);
        sum.Release();
        scaled.Release();
        return y;
    }

    /// <summary>The gradient of a maximum or minimum of <see cref="SpMM"/> to x: each gradient, times its entry's value, goes to the row that gave it.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="transposed">What <see cref="SpMM"/> was given.</param>
    /// <param name="values">What <see cref="SpMM"/> was given.</param>
    /// <param name="gradient">The gradient of y, [rows, H * D].</param>
    /// <param name="arg">What <see cref="SpMM"/> returned.</param>
    /// <returns>[columns, H * D].</returns>
    public abstract EngineBuffer SpMMArgGradient(
        SparseStructure structure, bool transposed, in BufferView values, in BufferView gradient, in BufferView arg);

    /// <summary>The gradient of a maximum or minimum of <see cref="SpMM"/> to the values: for entry e = (i, j) and head h, the sum over the head's columns c
    /// with arg[i, c] = e of gradient[i, c] * x[j, c].</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="transposed">What <see cref="SpMM"/> was given.</param>
    /// <param name="heads">H.</param>
    /// <param name="x">What <see cref="SpMM"/> was given.</param>
    /// <param name="gradient">The gradient of y, [rows, H * D].</param>
    /// <param name="arg">What <see cref="SpMM"/> returned.</param>
    /// <returns>[E, H].</returns>
    public abstract EngineBuffer SpMMArgValueGradient(
        SparseStructure structure, bool transposed, long heads, in BufferView x, in BufferView gradient, in BufferView arg);

    /// <summary>One result for each entry (i, j) from row i of a and row j of b.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="operation">What is computed.</param>
    /// <param name="a">A floating view [rows, F].</param>
    /// <param name="b">A floating view [columns, F].</param>
    /// <param name="heads">For <see cref="EntryOperation.Dot"/>: H, a divisor of F; each head is an inner product of F / H columns. Else 1.</param>
    /// <returns>[E, H] for <see cref="EntryOperation.Dot"/>, else [E, F].</returns>
    public abstract EngineBuffer Sddmm(SparseStructure structure, EntryOperation operation, in BufferView a, in BufferView b, long heads);

    /// <summary>The softmax of the scores over the entries of each row, head by head, by subtraction of the maximum.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="scores">A floating view [E, H].</param>
    /// <returns>[E, H].</returns>
    public abstract EngineBuffer EdgeSoftmax(SparseStructure structure, in BufferView scores);

    /// <summary>The gradient of <see cref="EdgeSoftmax"/>: y * (gradient - the row's sum of y * gradient).</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="y">What it returned, [E, H].</param>
    /// <param name="gradient">The gradient of y, [E, H].</param>
    /// <returns>[E, H].</returns>
    public abstract EngineBuffer EdgeSoftmaxGradient(SparseStructure structure, in BufferView y, in BufferView gradient);

    /// <summary>The reduction over the entries of each row of what the entries hold.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="transposed">Whether the transpose is meant.</param>
    /// <param name="x">A floating view [E, F].</param>
    /// <param name="reduction">How a row's entries become one.</param>
    /// <param name="arg">As for <see cref="SpMM"/>, [rows, F].</param>
    /// <returns>[rows, F].</returns>
    public abstract EngineBuffer SegmentReduce(SparseStructure structure, bool transposed, in BufferView x, Reduction reduction, out EngineBuffer? arg);

    /// <summary>The gradient of a maximum or minimum of <see cref="SegmentReduce"/>: each gradient goes to the entry that gave the result, 0 elsewhere.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="transposed">What <see cref="SegmentReduce"/> was given.</param>
    /// <param name="gradient">The gradient of the result, [rows, F].</param>
    /// <param name="arg">What <see cref="SegmentReduce"/> returned.</param>
    /// <returns>[E, F].</returns>
    public abstract EngineBuffer SegmentArgGradient(SparseStructure structure, bool transposed, in BufferView gradient, in BufferView arg);

    /// <summary>y[e] = x[i] for every entry e of row i.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="transposed">Whether the transpose is meant: then y[e] = x[j] for e = (i, j).</param>
    /// <param name="x">A floating view [rows, F].</param>
    /// <returns>[E, F].</returns>
    public abstract EngineBuffer ExpandRows(SparseStructure structure, bool transposed, in BufferView x);

    /// <summary>y[i] = x[i] / max(1, number of entries of row i).</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="transposed">Whether the transpose is meant.</param>
    /// <param name="x">A floating view [rows, F].</param>
    /// <returns>[rows, F].</returns>
    public abstract EngineBuffer DivideByRowLength(SparseStructure structure, bool transposed, in BufferView x);
}

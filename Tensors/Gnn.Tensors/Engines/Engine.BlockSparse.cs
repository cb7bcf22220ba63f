using Gnn.Tensors.Sparse;

namespace Gnn.Tensors.Engines;

/// <content>Small square blocks, one for each entry of a sparse matrix: composed of other primitives here, and without their larger arrays where an engine has its own.</content>
public abstract partial class Engine
{
    /// <summary>y_i = the sum over the entries (i, j) of B_e x_j, for blocks B_e of d x d and rows x_j that are d x h matrices, row by row.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="transposed">Whether the whole matrix is transposed: y_j = the sum over the entries (i, j) of B_e^T x_i.</param>
    /// <param name="blocks">A floating view [E, d * d].</param>
    /// <param name="x">A floating view [columns, d * h], or [rows, d * h] if transposed.</param>
    /// <param name="blockSize">d, at least 1.</param>
    /// <returns>[rows, d * h], or [columns, d * h] if transposed.</returns>
    public virtual EngineBuffer BlockSpMM(SparseStructure structure, bool transposed, in BufferView blocks, in BufferView x, int blockSize)
    {
        ArgumentNullException.ThrowIfNull(structure);
        (long count, long width) = (x.Shape[0], x.Shape[1]);
        long columns = width / blockSize;
        long rows = transposed ? structure.ColumnCount : structure.RowCount;
        var wide = new Shape(count, blockSize * width);

        // A head for each element of a block, of the columns that it multiplies.
        EngineBuffer copies = transposed ? RepeatGroups(x, blockSize, columns) : RepeatRows(x, blockSize);
        EngineBuffer products = SpMM(structure, transposed, blocks, new BufferView(copies, 0, wide), Reduction.Sum, out _);
        copies.Release();
        var all = new BufferView(products, 0, new Shape(rows, blockSize * width));
        EngineBuffer y = transposed
            ? Reduce(Reduction.Sum, all, rows, blockSize, width)
            : Reduce(Reduction.Sum, all, rows * blockSize, blockSize, columns);
        products.Release();
        return y;
    }

    /// <summary>P_e = a_i b_j^T for each entry (i, j), for rows that are d x h matrices: the gradient of the blocks of a <see cref="BlockSpMM"/>.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="a">A floating view [rows, d * h].</param>
    /// <param name="b">A floating view [columns, d * h].</param>
    /// <param name="blockSize">d, at least 1.</param>
    /// <returns>[E, d * d].</returns>
    public virtual EngineBuffer BlockSddmm(SparseStructure structure, in BufferView a, in BufferView b, int blockSize)
    {
        ArgumentNullException.ThrowIfNull(structure);
        long width = a.Shape[1];
        EngineBuffer left = RepeatGroups(a, blockSize, width / blockSize);
        EngineBuffer right = RepeatRows(b, blockSize);
        var leftView = new BufferView(left, 0, new Shape(a.Shape[0], blockSize * width));
        var rightView = new BufferView(right, 0, new Shape(b.Shape[0], blockSize * width));
        EngineBuffer y = Sddmm(structure, EntryOperation.Dot, leftView, rightView, (long)blockSize * blockSize);
        left.Release();
        right.Release();
        return y;
    }

    /// <summary>y_e = op(A_e) op(B_e) for blocks of d x d.</summary>
    /// <param name="a">A floating view [E, d * d].</param>
    /// <param name="transposeA">Whether each block of a is transposed.</param>
    /// <param name="b">A floating view [E, d * d].</param>
    /// <param name="transposeB">Whether each block of b is transposed.</param>
    /// <param name="blockSize">d, at least 1.</param>
    /// <returns>[E, d * d].</returns>
    public virtual EngineBuffer BlockMatMul(in BufferView a, bool transposeA, in BufferView b, bool transposeB, int blockSize)
    {
        long count = a.Shape[0];
        long d = blockSize;
        EngineBuffer? left = transposeA ? TransposeBlocks(a, blockSize) : null;
        EngineBuffer? right = transposeB ? TransposeBlocks(b, blockSize) : null;
        var leftView = new BufferView(left ?? a.Buffer, left is null ? a.Offset : 0, new Shape([count, d, d, 1]));
        var rightView = new BufferView(right ?? b.Buffer, right is null ? b.Offset : 0, new Shape([count, 1, d, d]));
        var shape = new Shape([count, d, d, d]);
        EngineBuffer products = Binary(BinaryOperation.Multiply, leftView, rightView, shape);
        left?.Release();
        right?.Release();
        EngineBuffer y = Reduce(Reduction.Sum, new BufferView(products, 0, shape), count * d, d, d);
        products.Release();
        return y;
    }

    /// <summary>Each row as often as a block has rows: [N, F] becomes [N, d * F].</summary>
    private EngineBuffer RepeatRows(in BufferView x, int times) =>
        Broadcast(new BufferView(x.Buffer, x.Offset, (x.Shape[0], 1, x.Shape[1])), (x.Shape[0], times, x.Shape[1]));

    /// <summary>Each group of columns as often as there are groups: [N, d * h] becomes [N, d * d * h].</summary>
    private EngineBuffer RepeatGroups(in BufferView x, int groups, long columns) =>
        Broadcast(new BufferView(x.Buffer, x.Offset, (x.Shape[0] * groups, 1, columns)), (x.Shape[0] * groups, groups, columns));

    private EngineBuffer TransposeBlocks(in BufferView x, int blockSize)
    {
        long count = x.Shape[0];
        int elements = blockSize * blockSize;
        var columns = new EngineBuffer[elements];
        var views = new BufferView[elements];
        for (int place = 0; place < elements; place++)
        {
            long from = (place % blockSize * blockSize) + (place / blockSize);
            columns[place] = SliceColumns(x, count, from, 1);
            views[place] = new BufferView(columns[place], 0, (count, 1));
        }

        EngineBuffer y = Concatenate(views, count);
        Array.ForEach(columns, column => column.Release());
        return y;
    }
}

namespace Gnn.Tensors.Engines;

public abstract partial class Engine
{
    /// <summary>y[i] = x[index[i]], row by row.</summary>
    /// <param name="x">A view of any type; its rows run along axis 0.</param>
    /// <param name="index">Int32 or Int64, in [0, rows of x).</param>
    /// <returns>[length of index, ...].</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range; the message names its position, its value and the rows.</exception>
    public abstract EngineBuffer GatherRows(in BufferView x, in BufferView index);

    /// <summary>y[index[i]] += x[i] from zero, row by row; a row that several i name sums them in their order.</summary>
    /// <param name="x">A floating view [length of index, ...].</param>
    /// <param name="index">Int32 or Int64, in [0, rows).</param>
    /// <param name="rows">The number of rows of the result.</param>
    /// <returns>[rows, ...].</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range; the message names its position, its value and the rows.</exception>
    public abstract EngineBuffer ScatterAddRows(in BufferView x, in BufferView index, long rows);

    /// <summary>y[i] = x[i, column[i]].</summary>
    /// <param name="x">A floating view [rows, columns].</param>
    /// <param name="column">Int32 or Int64 [rows], in [0, columns).</param>
    /// <returns>[rows].</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is out of range; the message names its position, its value and the columns.</exception>
    public abstract EngineBuffer Pick(in BufferView x, in BufferView column);

    /// <summary>The gradient of <see cref="Pick"/>: each gradient at its column, 0 elsewhere.</summary>
    /// <param name="gradient">A floating view [rows].</param>
    /// <param name="column">What <see cref="Pick"/> was given.</param>
    /// <param name="columns">The number of columns of the result.</param>
    /// <returns>[rows, columns].</returns>
    public abstract EngineBuffer PickGradient(in BufferView gradient, in BufferView column, long columns);

    /// <summary>The parts, each seen as [outer, width], side by side: [outer, sum of widths].</summary>
    /// <param name="parts">Views of one type, each of a multiple of <paramref name="outer"/> elements.</param>
    /// <param name="outer">The number of rows that all parts share; 1 puts them one after another.</param>
    /// <returns>[outer, sum of widths].</returns>
    public abstract EngineBuffer Concatenate(ReadOnlySpan<BufferView> parts, long outer);

    /// <summary>A run of columns of x, seen as [outer, width].</summary>
    /// <param name="x">A view of any type, of outer * width elements.</param>
    /// <param name="outer">The number of rows.</param>
    /// <param name="start">The first column, at least 0.</param>
    /// <param name="count">The number of columns.</param>
    /// <returns>[outer, count].</returns>
    public abstract EngineBuffer SliceColumns(in BufferView x, long outer, long start, long count);
}

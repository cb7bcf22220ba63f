using Gnn.Tensors.Engines;

namespace Gnn.Tensors.Sparse;

/// <summary>A matrix of which only some entries are stored, such as bag-of-words features: structure [N, F] and a value for each entry.</summary>
/// <remarks>Layers apply their linear map to it first where the formula allows; dropout touches the stored entries only.</remarks>
public sealed class SparseTensor : IDisposable
{
    private bool _owns;

    /// <summary>Creates a sparse matrix.</summary>
    /// <param name="structure">The entries; the tensor adds itself as a holder.</param>
    /// <param name="values">[entries], floating, in entry order; kept beyond its scope and owned from here on.</param>
    /// <exception cref="ArgumentException">The values are not floating, or there is not one for each entry.</exception>
    public SparseTensor(SparseStructure structure, Tensor values)
        : this(structure, values, isOwner: true)
    {
    }

    private SparseTensor(SparseStructure structure, Tensor values, bool isOwner)
    {
        Throw.IfTranspose(structure);
        ArgumentNullException.ThrowIfNull(values);
        if (!values.DataType.IsFloating() || values.Shape.Rank != 1 || values.Shape[0] != structure.EntryCount)
        {
            throw new ArgumentException(
                $"'values' must be floating [{structure.EntryCount}], one for each entry, got {values.DataType} {values.Shape}.", nameof(values));
        }

        _owns = isOwner;
        Structure = isOwner ? structure.Share() : structure;
        Values = isOwner ? values.Keep() : values;
    }

    /// <summary>The entries: rows are nodes, columns are features.</summary>
    public SparseStructure Structure { get; }

    /// <summary>[entries], in entry order.</summary>
    public Tensor Values { get; }

    /// <summary>[N, F].</summary>
    public Shape Shape => new(Structure.RowCount, Structure.ColumnCount);

    /// <summary>Where the values are.</summary>
    public Engine Engine => Values.Engine;

    /// <summary>The identity matrix: node i has feature i, and nothing else is known.</summary>
    /// <param name="count">N = F, at least 0.</param>
    /// <param name="engine">Where the values are made; the default engine if null.</param>
    /// <returns>[N, N] with N entries.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static SparseTensor Identity(int count, Engine? engine = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] diagonal = [.. Enumerable.Range(0, count)];
        using SparseStructure structure = SparseStructure.FromEdges(count, count, diagonal, diagonal);
        return new SparseTensor(structure, Tensor.Ones(count, engine));
    }

    /// <summary>The same entries with other values, borrowed: the result owns nothing, and is valid while this matrix and the values are.</summary>
    /// <param name="values">[entries], floating.</param>
    /// <returns>The matrix.</returns>
    public SparseTensor WithValues(Tensor values) => new(Structure, values, isOwner: false);

    /// <summary>This matrix on an engine: a matrix that shares the structure; this matrix itself if it is there already.</summary>
    /// <param name="engine">The engine.</param>
    /// <returns>The matrix.</returns>
    public SparseTensor To(Engine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return ReferenceEquals(engine, Engine) ? this : new SparseTensor(Structure, Values.To(engine));
    }

    /// <summary>The matrix with every element stored; an element that several entries name is their sum.</summary>
    /// <returns>[N, F]; differentiable. Costs N * F elements.</returns>
    public Tensor ToDense()
    {
        long columns = Structure.ColumnCount;
        long[] places = new long[Structure.EntryCount];
        for (int row = 0; row < Structure.RowCount; row++)
        {
            long end = Structure.RowPointers[row + 1L];
            for (long entry = Structure.RowPointers[row]; entry < end; entry++)
            {
                places[entry] = (row * columns) + Structure.ColumnIndices[entry];
            }
        }

        using Tensor index = Tensor.Create(places, places.Length, Engine);
        using Tensor column = Values.Reshape((places.Length, 1));
        using Tensor elements = column.ScatterAddRows(index, Structure.RowCount * columns);
        return elements.Reshape(Shape);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A holder is dropped once, however often this is called.
        if (Interlocked.Exchange(ref _owns, false))
        {
            Structure.Dispose();
            Values.Dispose();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"SparseTensor {Shape}, {Structure.EntryCount} entries";
}

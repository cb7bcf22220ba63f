using System.Diagnostics.CodeAnalysis;

namespace Gnn.Datasets.Parsing;

/// <summary>A scipy matrix in compressed sparse row form, checked when it is read.</summary>
/// <remarks>Row <c>r</c> has its entries at <c>RowPointers[r] .. RowPointers[r + 1]</c>; columns in a row come as stored, perhaps unsorted.</remarks>
internal sealed class PickledCsr : PickleObject
{
    private const int MostAttributes = 32;

    /// <inheritdoc/>
    public override PickleKind Kind => PickleKind.Csr;

    /// <summary>The number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; private set; }

    /// <summary>Where each row starts, <c>[rows + 1]</c>: from 0, never falling, up to the number of entries.</summary>
    public int[] RowPointers { get; private set; } = [0];

    /// <summary>The column of each entry, within the columns.</summary>
    public int[] Indices { get; private set; } = [];

    /// <summary>The value of each entry.</summary>
    public PickledArray Data { get; private set; } = new();

    /// <summary>Whether the matrix has been given its state; it is given once.</summary>
    public bool IsSet { get; private set; }

    /// <inheritdoc/>
    public override string ToString() => $"a CSR matrix {Data.Type} [{Rows}, {Columns}] of {Indices.Length} entries";

    /// <summary>Checks the state and takes it.</summary>
    /// <param name="state">The attributes by name, as scipy stores them.</param>
    /// <param name="budget">What pays for the two index arrays.</param>
    /// <returns>What is wrong, or null if the matrix is sound.</returns>
    internal string? Set(PickleItems state, PickleBudget budget)
    {
        if (IsSet)
        {
            return "expected one state for a CSR matrix, got a second";
        }

        // Searches are linear, and one large state could be given to many matrices.
        if (state.Count > 2 * MostAttributes)
        {
            return $"expected a CSR matrix of at most {MostAttributes} attributes, got {state.Count / 2}";
        }

        if (!(state.TryFind("_shape"u8, out PickleValue shape) || state.TryFind("shape"u8, out shape))
            || !shape.TryGetValues(PickleKind.Tuple, out PickleValues sizes) || sizes.Length != 2
            || !sizes[0].TryGetInt32(out int rows) || !sizes[1].TryGetInt32(out int columns) || rows < 0 || columns < 0)
        {
            return $"expected a CSR matrix with a shape of two sizes, got {shape}";
        }

        if (!TryFindVector(state, "indptr"u8, out PickledArray? pointers) || !TryFindVector(state, "indices"u8, out PickledArray? indices)
            || !TryFindVector(state, "data"u8, out PickledArray? data))
        {
            return "expected a CSR matrix with the arrays indptr, indices and data of one dimension";
        }

        budget.ChargeArray((long)pointers.Count + indices.Count, sizeof(int));
        if (!pointers.TryToInt32(out int[] rowPointers) || !indices.TryToInt32(out int[] entryColumns))
        {
            return "expected indptr and indices of 32-bit integers";
        }

        if (CheckStructure(rows, columns, rowPointers, entryColumns) is { } problem)
        {
            return problem;
        }

        if (data.Count != entryColumns.Length)
        {
            return $"expected {entryColumns.Length} values for as many indices, got {data.Count}";
        }

        (Rows, Columns, RowPointers, Indices, Data, IsSet) = (rows, columns, rowPointers, entryColumns, data, true);
        return null;
    }

    private static bool TryFindVector(PickleItems state, ReadOnlySpan<byte> name, [NotNullWhen(true)] out PickledArray? array)
    {
        array = null;
        return state.TryFind(name, out PickleValue value) && value.TryGet(out array) && array.IsSet && array.Shape.Length == 1;
    }

    private static string? CheckStructure(int rows, int columns, int[] rowPointers, int[] indices)
    {
        if (rowPointers.Length != rows + 1L)
        {
            return $"expected indptr of {rows + 1L} elements for {rows} rows, got {rowPointers.Length}";
        }

        if (rowPointers[0] != 0 || rowPointers[^1] != indices.Length)
        {
            return $"expected indptr from 0 to {indices.Length}, got {rowPointers[0]} to {rowPointers[^1]}";
        }

        for (int r = 0; r < rows; r++)
        {
            if (rowPointers[r + 1] < rowPointers[r])
            {
                return $"expected indptr that never falls, got {rowPointers[r + 1]} after {rowPointers[r]} at row {r}";
            }
        }

        for (int e = 0; e < indices.Length; e++)
        {
            if ((uint)indices[e] >= (uint)columns)
            {
                return $"expected indices within 0..{columns - 1}, got {indices[e]} at entry {e}";
            }
        }

        return null;
    }
}

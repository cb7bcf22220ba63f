using System.Runtime.CompilerServices;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Subgraphs;

/// <summary>The rows of a structure, whatever the width of its offsets. The structure must live as long.</summary>
internal readonly unsafe struct StructureRows
{
    private readonly void* _pointers;
    private readonly bool _isWide;

    /// <summary>Looks the arrays up.</summary>
    /// <param name="structure">The structure.</param>
    internal StructureRows(SparseStructure structure)
    {
        _pointers = structure.RowPointers.Pointer;
        _isWide = structure.RowPointers.IsWide;
        Columns = structure.ColumnIndices.Pointer;
    }

    /// <summary>The column of each entry.</summary>
    internal int* Columns { get; }

    /// <summary>The first entry of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long Start(int row) => _isWide ? ((long*)_pointers)[row] : ((int*)_pointers)[row];

    /// <summary>The number of entries of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Length(int row) => (int)(Start(row + 1) - Start(row));

    /// <summary>The columns of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<int> Row(int row) => new(Columns + Start(row), Length(row));

    /// <summary>Asks for the offset of a row, some time before it is wanted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Ask(int row) => Prefetch.Line(_isWide ? (byte*)_pointers + (8L * row) : (byte*)_pointers + (4L * row));

    /// <summary>Asks for the first entries of a row, whose offset is at hand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AskColumns(int row) => Prefetch.Line(Columns + Start(row));
}

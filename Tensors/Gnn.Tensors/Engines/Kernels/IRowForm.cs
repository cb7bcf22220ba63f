using System.Numerics;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>How rows lie in vectors: a kernel of rows is written once and compiled for each form.</summary>
internal unsafe interface IRowForm
{
    /// <summary>Whether no vector is partial.</summary>
    static abstract bool IsWhole { get; }

    /// <summary>The sum of each row, in all of its lanes, from the sums of its lanes.</summary>
    static abstract TVector Sum<TLanes, TVector>(TVector lanes)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;

    /// <summary>The largest of each row, in all of its lanes, from the largest of its lanes; NaN if one of them is.</summary>
    static abstract TVector Max<TLanes, TVector>(TVector lanes)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;

    /// <summary>The natural logarithm of a value that is the same in all lanes of a row.</summary>
    static abstract TVector Log<TLanes, TVector>(TVector value)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;

    /// <summary>Reads one value a row.</summary>
    static abstract TVector Load<TLanes, TVector>(float* values)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;

    /// <summary>Writes one value a row.</summary>
    static abstract void Store<TLanes, TVector>(float* values, TVector value, int rows)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;

    /// <summary>Each row's element at its own column.</summary>
    /// <param name="x">The elements.</param>
    /// <param name="columns">One a row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="scratch">As many floats as lanes.</param>
    static abstract TVector Pick<TLanes, TVector, TIndex>(float* x, TIndex* columns, int rows, float* scratch)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TIndex : unmanaged, IBinaryInteger<TIndex>;

    /// <summary>Subtracts one value a row from its element at its own column.</summary>
    static abstract void Subtract<TLanes, TVector, TIndex>(float* x, TIndex* columns, float* values, int rows)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TIndex : unmanaged, IBinaryInteger<TIndex>;
}

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>How rows lie in vectors: a kernel of rows is written once and compiled for each form.</summary>
internal interface IRowForm
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

    /// <summary>Writes one value a row.</summary>
    static abstract unsafe void Put<TLanes, TVector>(float* y, TVector value)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;
}

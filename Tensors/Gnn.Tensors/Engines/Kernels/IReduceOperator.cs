namespace Gnn.Tensors.Engines.Kernels;

/// <summary>How elements become one.</summary>
internal interface IReduceOperator
{
    /// <summary>What changes nothing when it is combined with an element.</summary>
    static abstract float Identity { get; }

    /// <summary>Two elements as one.</summary>
    static abstract TVector Combine<TLanes, TVector>(TVector a, TVector b)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;

    /// <summary>All lanes as one.</summary>
    static abstract float Across<TLanes, TVector>(TVector a)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;

    /// <summary>Two partial results as one.</summary>
    static abstract double Join(double a, double b);
}

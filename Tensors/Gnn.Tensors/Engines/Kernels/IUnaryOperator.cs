namespace Gnn.Tensors.Engines.Kernels;

/// <summary>An element-wise function and its derivative.</summary>
internal interface IUnaryOperator
{
    /// <summary>f(x; p).</summary>
    static abstract TVector Value<TLanes, TVector>(TVector x, TVector p)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;

    /// <summary>f'(x; p), where y = f(x; p).</summary>
    static abstract TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;
}

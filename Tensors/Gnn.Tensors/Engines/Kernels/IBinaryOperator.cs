namespace Gnn.Tensors.Engines.Kernels;

/// <summary>An element-wise function of two arguments.</summary>
internal interface IBinaryOperator
{
    /// <summary>f(a, b).</summary>
    static abstract TVector Value<TLanes, TVector>(TVector a, TVector b)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;
}

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>A function whose derivative follows from its result, if the parameter is at least 0.</summary>
internal interface IActivation : IUnaryOperator
{
    /// <summary>Whether the derivative is 0 wherever the result is.</summary>
    static abstract bool IsFlatAtZero { get; }

    /// <summary>f'(x; p), where y = f(x; p).</summary>
    static abstract TVector SlopeOfResult<TLanes, TVector>(TVector y, TVector p)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;
}

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>What a distance makes of the differences of two rows: a kernel is written once and compiled for each distance.</summary>
internal interface IPairForm
{
    /// <summary>Whether a coordinate has a real and an imaginary part.</summary>
    static abstract bool IsComplex { get; }

    /// <summary>A sum with the terms of some coordinates.</summary>
    static abstract TVector Add<TLanes, TVector>(TVector sum, TVector real, TVector imaginary)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;

    /// <summary>The distance that a sum stands for.</summary>
    static abstract float Finish(float sum);

    /// <summary>What a weight of the sum gives to the differences; Euclidean weights are divided by the distance beforehand.</summary>
    static abstract void Slopes<TLanes, TVector>(TVector weight, TVector real, TVector imaginary, out TVector toReal, out TVector toImaginary)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;
}

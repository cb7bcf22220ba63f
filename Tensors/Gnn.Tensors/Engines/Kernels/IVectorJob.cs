namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Work in numbered chunks that is written once for all widths of vectors.</summary>
internal interface IVectorJob
{
    /// <summary>Does one chunk.</summary>
    /// <param name="chunk">Its number, from 0.</param>
    void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;
}

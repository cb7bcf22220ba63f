namespace Gnn.Tensors.Threading;

/// <summary>Work that is cut into numbered chunks, which may run in any order and at the same time.</summary>
internal interface IChunkJob
{
    /// <summary>Does one chunk.</summary>
    /// <param name="chunk">Its number, from 0.</param>
    void Execute(int chunk);
}

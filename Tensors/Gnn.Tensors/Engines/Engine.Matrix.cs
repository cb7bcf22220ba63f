namespace Gnn.Tensors.Engines;

public abstract partial class Engine
{
    /// <summary>The matrix product op(a) op(b), op being the identity or the transpose.</summary>
    /// <param name="a">A floating view [M, K], or [K, M] if transposed.</param>
    /// <param name="transposeA">Whether a is transposed.</param>
    /// <param name="b">A floating view [K, N], or [N, K] if transposed.</param>
    /// <param name="transposeB">Whether b is transposed.</param>
    /// <returns>[M, N]; zeros where K = 0.</returns>
    public abstract EngineBuffer MatMul(in BufferView a, bool transposeA, in BufferView b, bool transposeB);

    /// <summary>The transpose of a matrix.</summary>
    /// <param name="x">A floating view [M, N].</param>
    /// <returns>[N, M].</returns>
    public abstract EngineBuffer Transpose(in BufferView x);
}

using Gnn.Tensors;

namespace Gnn.Training.KnowledgeGraphs;

/// <summary>Rows of complex numbers, [n, 2 D]: the real parts and then the imaginary parts.</summary>
internal static class ComplexRows
{
    internal static Tensor Join(Tensor real, Tensor imaginary) => Tensor.Concatenate([real, imaginary], axis: 1);

    internal static (Tensor Real, Tensor Imaginary) Split(Tensor rows)
    {
        long half = rows.Shape[1] / 2;
        return (rows.Columns(0, half), rows.Columns(half, half));
    }

    /// <summary>The products of rows with factors, or with their conjugates.</summary>
    internal static Tensor Multiply(Tensor rows, Tensor real, Tensor imaginary, bool conjugate)
    {
        (Tensor x, Tensor y) = Split(rows);
        return conjugate
            ? Join((x * real) + (y * imaginary), (y * real) - (x * imaginary))
            : Join((x * real) - (y * imaginary), (y * real) + (x * imaginary));
    }
}

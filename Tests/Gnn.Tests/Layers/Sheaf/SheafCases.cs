using Gnn.Layers.Sheaf;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using MathNet.Numerics.LinearAlgebra;

namespace Gnn.Tests.Layers.Sheaf;

/// <summary>Undirected graphs, maps and dense matrices for the tests of sheaves.</summary>
internal static class SheafCases
{
    internal const int Nodes = 9;

    /// <summary>Isolated nodes, loops and repeated edges among them.</summary>
    internal static SparseStructure Graph(int nodes = Nodes, int edges = 16, ulong seed = 3)
    {
        RandomEdges list = RandomGraphs.Create(nodes, edges, seed);
        return SparseStructure.FromEdges(nodes, nodes, [.. list.Targets, .. list.Sources], [.. list.Sources, .. list.Targets]);
    }

    /// <summary>Random maps of one end of each edge.</summary>
    internal static Tensor Maps(SheafAdjacency adjacency, SheafForm form, int stalk, Engine engine, string name)
    {
        long numbers = form switch
        {
            SheafForm.Diagonal => stalk,
            SheafForm.Orthogonal => stalk * (stalk - 1) / 2,
            _ => stalk * stalk,
        };
        Tensor uniform = Tensor.Uniform((adjacency.Structure.EntryCount, numbers), new RandomSource(9).Stream(name), -1, 1, engine);
        return form == SheafForm.Orthogonal ? OrthogonalMaps.Create(uniform, stalk, OrthogonalMap.Householder) : uniform;
    }

    /// <summary>The matrix of a Laplacian, column by column.</summary>
    internal static Matrix<double> Dense(SheafLaplacian laplacian, int nodes, Engine engine)
    {
        int size = nodes * laplacian.Stalk;
        Tensor identity = Tensor.Create(CreateMatrix.DenseIdentity<double>(size).ToRowMajorArray(), (nodes, (long)laplacian.Stalk * size), engine);
        return CreateMatrix.Dense(size, size, laplacian.Apply(identity).ToArray<double>()).Transpose();
    }

    /// <summary>d^T d of the coboundary map: a block row for each edge, F_v at its larger end and -F_u at its smaller.</summary>
    internal static Matrix<double> FromCoboundary(SheafAdjacency adjacency, SheafForm form, int stalk, double[] larger, double[] smaller)
    {
        SparseStructure edges = adjacency.Structure;
        Matrix<double> coboundary = CreateMatrix.Dense<double>(Math.Max(1, (int)edges.EntryCount) * stalk, edges.RowCount * stalk);
        int entry = 0;
        for (int v = 0; v < edges.RowCount; v++)
        {
            foreach (int u in edges.Row(v))
            {
                for (int r = 0; r < stalk; r++)
                {
                    for (int c = 0; c < stalk; c++)
                    {
                        coboundary[(entry * stalk) + r, (v * stalk) + c] = Element(larger, entry, r, c);
                        coboundary[(entry * stalk) + r, (u * stalk) + c] = -Element(smaller, entry, r, c);
                    }
                }

                entry++;
            }
        }

        return coboundary.TransposeThisAndMultiply(coboundary);

        double Element(double[] maps, int entry, int r, int c) =>
            form != SheafForm.Diagonal ? maps[(entry * stalk * stalk) + (r * stalk) + c] : r == c ? maps[(entry * stalk) + r] : 0;
    }

    /// <summary>(D + I)^-1/2 L (D + I)^-1/2 with the block diagonal D of L, by eigenvectors.</summary>
    internal static Matrix<double> Normalized(Matrix<double> laplacian, int stalk)
    {
        Matrix<double> roots = CreateMatrix.Dense<double>(laplacian.RowCount, laplacian.RowCount);
        for (int node = 0; node < laplacian.RowCount; node += stalk)
        {
            roots.SetSubMatrix(node, node, InverseSqrt(laplacian.SubMatrix(node, stalk, node, stalk) + CreateMatrix.DenseIdentity<double>(stalk)));
        }

        return roots * laplacian * roots;
    }

    internal static Matrix<double> InverseSqrt(Matrix<double> symmetric)
    {
        var parts = symmetric.Evd(Symmetricity.Symmetric);
        Vector<double> values = parts.EigenValues.Map(value => 1 / Math.Sqrt(value.Real));
        return parts.EigenVectors * CreateMatrix.DenseOfDiagonalVector(values) * parts.EigenVectors.Transpose();
    }
}

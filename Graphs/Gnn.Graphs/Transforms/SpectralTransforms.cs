using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Gnn.Graphs.Transforms;

/// <summary>Laplacians, their largest eigenvalue, and their eigenvectors as positions of nodes.</summary>
/// <remarks>Self-loops take no part; repeated edges count together. A graph without weights has weight 1 everywhere. Computed in double precision on the
/// host.</remarks>
public static class SpectralTransforms
{
    /// <summary>The name of the node column that <see cref="WithLaplacianEncodings"/> adds.</summary>
    public const string LaplacianEncodings = "laplacian_eigenvector_pe";

    /// <summary>The Laplacian matrix.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="kind">Which Laplacian.</param>
    /// <param name="engine">Where the values are made; the graph's own if null.</param>
    /// <returns><c>[N, N]</c> with an entry for each edge but self-loops (row = source) and one on the diagonal of each row; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">A degree is negative, of a kind that divides by degrees; the message names the node.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The kind is none.</exception>
    /// <remarks>PyG's get_laplacian: degrees are out-degrees, and the diagonal of a node without edges is 0 if unnormalised, else 1. Cost: O(N + E).</remarks>
    public static SparseTensor Laplacian(this Graph graph, LaplacianKind kind = LaplacianKind.Symmetric, Engine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        (int[] rows, int[] columns, double[] values) = Entries(graph, kind, checkSymmetric: false);
        using SparseStructure structure = SparseStructure.FromEdges(graph.NodeCount, graph.NodeCount, rows, columns);
        int[] order = EdgeOrders.Ids(structure);
        double[] ordered = Array.ConvertAll(order, entry => values[entry]);
        return new SparseTensor(structure, Tensor.Create(ordered, ordered.Length, engine ?? WeightTransforms.EngineOf(graph)));
    }

    /// <summary>The largest eigenvalue of a Laplacian, by which Chebyshev filters are scaled.</summary>
    /// <param name="graph">A graph whose weights are symmetric.</param>
    /// <param name="kind">Which Laplacian; the symmetric and the random-walk kind have the same eigenvalues.</param>
    /// <param name="options">How it is computed; the defaults if null.</param>
    /// <returns>The eigenvalue; 0 without nodes.</returns>
    /// <exception cref="ArgumentException">The weights are not symmetric, or a degree is negative of a kind that divides by degrees.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The kind is none, or an option is out of range.</exception>
    /// <exception cref="InvalidOperationException">The iteration does not reach the tolerance; the message says how far it came.</exception>
    /// <remarks>PyG's LaplacianLambdaMax, which takes directed graphs too. Cost: O(N^3) up to the dense limit, beyond it Lanczos steps of O(N + E).</remarks>
    public static double LaplacianLargestEigenvalue(this Graph graph, LaplacianKind kind = LaplacianKind.Symmetric, SpectralOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        SpectralOptions how = options ?? new SpectralOptions();
        how.Check();
        HostMatrix matrix = SymmetricMatrix(graph, kind == LaplacianKind.RandomWalk ? LaplacianKind.Symmetric : kind);
        if (matrix.Size == 0)
        {
            return 0;
        }

        return matrix.Size <= how.DenseLimit
            ? matrix.ToDense().Evd(Symmetricity.Symmetric).EigenValues.Max(value => value.Real)
            : Lanczos.LargestEigenvalue(matrix, how);
    }

    /// <summary>Adds the eigenvectors of the symmetric Laplacian with the smallest eigenvalues, but for the very first, as positions of the nodes.</summary>
    /// <param name="graph">A graph whose weights are symmetric and not negative.</param>
    /// <param name="count">How many, k, from 1 to N - 1.</param>
    /// <param name="signs">Where random signs come from, one for each vector; null for the rule that the element of largest magnitude (of equal ones, to one
    /// part in a million, that of the lowest node) is positive.</param>
    /// <param name="options">How they are computed; the defaults if null.</param>
    /// <returns>A graph with the node column <see cref="LaplacianEncodings"/> <c>[N, k]</c>, unit columns by rising eigenvalue, that shares everything else.</returns>
    /// <exception cref="ArgumentException">The weights are not symmetric, or a degree is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count or an option is out of range.</exception>
    /// <exception cref="InvalidOperationException">The iteration does not reach the tolerance; the message says how far it came.</exception>
    /// <remarks>
    /// <para>Dwivedi, Joshi, Luu, Laurent, Bengio and Bresson, "Benchmarking graph neural networks", 2020; PyG's AddLaplacianEigenvectorPE, which always draws
    /// signs at random and takes directed graphs too.</para>
    /// <para>Of an eigenvalue that occurs more than once, as 0 does in a graph of several components, the vectors are some orthonormal basis, which may
    /// differ between the two ways to compute them. Cost: O(N^3) up to the dense limit, beyond it steps of O((N + E) k + N k^2).</para>
    /// </remarks>
    public static Graph WithLaplacianEncodings(this Graph graph, int count, RandomSource? signs = null, SpectralOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        SpectralOptions how = options ?? new SpectralOptions();
        how.Check();
        if (count < 1 || count >= graph.NodeCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, string.Create(CultureInfo.InvariantCulture, $"The number of eigenvectors must be in [1, {graph.NodeCount - 1}], got {count}."));
        }

        HostMatrix matrix = SymmetricMatrix(graph, LaplacianKind.Symmetric);
        double[][] vectors = matrix.Size <= how.DenseLimit
            ? DenseSmallest(matrix, count + 1)
            : EigenSubspace.Smallest(matrix, count + 1, how, out _);
        double[] encodings = new double[checked(matrix.Size * count)];
        for (int column = 0; column < count; column++)
        {
            double[] vector = vectors[column + 1];
            double sign = signs is { } source
                ? ((source.Stream("signs").UInt32At(column) & 1) == 0 ? 1 : -1)
                : CanonicalSign(vector);
            for (int node = 0; node < vector.Length; node++)
            {
                encodings[(node * count) + column] = sign * vector[node];
            }
        }

        return graph.WithNodeColumn(
            LaplacianEncodings, Tensor.Create(encodings, (matrix.Size, count), WeightTransforms.EngineOf(graph)), replace: true);
    }

    private static double CanonicalSign(double[] vector)
    {
        double largest = vector.Max(Math.Abs);
        return vector[Array.FindIndex(vector, value => Math.Abs(value) >= largest * (1 - 1e-6))] < 0 ? -1 : 1;
    }

    private static double[][] DenseSmallest(HostMatrix matrix, int count)
    {
        Evd<double> solved = matrix.ToDense().Evd(Symmetricity.Symmetric);
        return [.. Enumerable.Range(0, matrix.Size)
            .OrderBy(i => solved.EigenValues[i].Real)
            .Take(count)
            .Select(i => solved.EigenVectors.Column(i).ToArray())];
    }

    private static HostMatrix SymmetricMatrix(Graph graph, LaplacianKind kind)
    {
        (int[] rows, int[] columns, double[] values) = Entries(graph, kind, checkSymmetric: true);
        return new HostMatrix(graph.NodeCount, rows, columns, values);
    }

    /// <summary>The entries for edges but self-loops, in edge order, then those of the diagonal.</summary>
    private static (int[] Rows, int[] Columns, double[] Values) Entries(Graph graph, LaplacianKind kind, bool checkSymmetric)
    {
        EnumChecks.CheckDefined(kind);

        using Graph simple = graph.WithoutSelfLoops();
        double[] weights = WeightTransforms.Read(simple);
        if (checkSymmetric)
        {
            HostMatrix.CheckSymmetric(simple.NodeCount, simple.Sources, simple.Targets, weights);
        }

        double[] degrees = WeightTransforms.Sum(weights, simple.NodeCount, simple.Sources);
        int[] nodes = [.. Enumerable.Range(0, simple.NodeCount)];
        int[] rows = [.. simple.Sources, .. nodes];
        int[] columns = [.. simple.Targets, .. nodes];
        double[] values = new double[rows.Length];
        if (kind == LaplacianKind.Unnormalized)
        {
            degrees.CopyTo(values, weights.Length);
            Array.Fill(degrees, 1);
        }
        else
        {
            values.AsSpan(weights.Length).Fill(1);
            for (int node = 0; node < degrees.Length; node++)
            {
                degrees[node] = WeightTransforms.Inverse(degrees[node], node, isRoot: kind == LaplacianKind.Symmetric);
            }
        }

        for (int edge = 0; edge < weights.Length; edge++)
        {
            values[edge] = -weights[edge] * degrees[rows[edge]] * (kind == LaplacianKind.Symmetric ? degrees[columns[edge]] : 1);
        }

        return (rows, columns, values);
    }
}

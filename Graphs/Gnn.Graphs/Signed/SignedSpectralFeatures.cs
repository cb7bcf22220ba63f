using System.Globalization;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Gnn.Graphs.Signed;

/// <summary>Features of nodes that have none: the singular vectors of who is a friend and who a foe.</summary>
public static class SignedSpectralFeatures
{
    private const int DenseLimit = 256;

    /// <summary>The first singular vectors of the signed adjacency matrix, a column for each.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="count">The number of columns, in [1, N].</param>
    /// <param name="start">Where the iteration's first vectors come from.</param>
    /// <param name="passes">How often the iteration goes through the square of the matrix, at least 1; of up to 256 nodes the vectors are exact.</param>
    /// <param name="engine">Where the features are made; the default engine if null.</param>
    /// <returns><c>[N, count]</c>, a column for each singular value, the largest first; owned by the caller's scope.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are not as many nodes as columns, or a number is below 1.</exception>
    /// <remarks>
    /// <code>S = U diag(s) V^T,  X = sqrt(N) V[:, first count columns];   S_ij = the sign of the sum of the signs of all edges between i and j, S_ii = 0</code>
    /// <para>As the implementation of Derr, Ma and Tang, "Signed Graph Convolutional Network", 2018, has it. By subspace iteration (Halko, Martinsson and Tropp, "Finding structure
    /// with randomness", 2011): the iteration ends by its passes and not by a residual, so that vectors of singular values that lie close are some basis of their space. The
    /// entry of a vector that is largest is positive. Departures from PyTorch Geometric: there a pair with edges both ways counts three times one with a single edge,
    /// and columns have the length 1, so that features shrink with N. The same bits at any number of threads.</para>
    /// <para>Cost: O(passes (E count + N count^2)) time, O(E + N count) memory; O(N^3) up to 256 nodes.</para>
    /// </remarks>
    public static Tensor SpectralFeatures(this SignedGraph graph, int count, RandomSource start = default, int passes = 16, Engine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfLessThan(passes, 1);
        int nodes = graph.NodeCount;
        if (count < 1 || count > nodes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, string.Create(CultureInfo.InvariantCulture, $"The number of columns must be in [1, {nodes}], the number of nodes, got {count}."));
        }

        HostMatrix matrix = Matrix(graph);
        double[][] vectors = nodes <= DenseLimit ? Dense(matrix, count) : SingularSubspace.Largest(matrix, count, passes, start);
        double[] features = new double[checked(nodes * count)];
        double scale = Math.Sqrt(nodes);
        for (int column = 0; column < count; column++)
        {
            double[] vector = vectors[column];
            double signed = IsNegative(vector) ? -scale : scale;
            for (int node = 0; node < nodes; node++)
            {
                features[(node * count) + column] = signed * vector[node];
            }
        }

        return Tensor.Create(features, (nodes, count), engine);
    }

    /// <summary>The sign between each pair of nodes, both ways.</summary>
    private static HostMatrix Matrix(SignedGraph graph)
    {
        var signs = new Dictionary<long, int>();
        for (int edge = 0; edge < graph.Sources.Length; edge++)
        {
            (int a, int b) = (Math.Min(graph.Sources[edge], graph.Targets[edge]), Math.Max(graph.Sources[edge], graph.Targets[edge]));
            if (a != b)
            {
                long pair = ((long)a << 32) | (uint)b;
                signs[pair] = signs.GetValueOrDefault(pair) + graph.Signs[edge];
            }
        }

        var rows = new List<int>(2 * signs.Count);
        var columns = new List<int>(2 * signs.Count);
        var values = new List<double>(2 * signs.Count);
        foreach ((long pair, int sum) in signs.OrderBy(entry => entry.Key))
        {
            if (sum != 0)
            {
                (int a, int b) = ((int)(pair >> 32), (int)(pair & uint.MaxValue));
                rows.AddRange([a, b]);
                columns.AddRange([b, a]);
                values.AddRange([Math.Sign(sum), Math.Sign(sum)]);
            }
        }

        return new HostMatrix(graph.NodeCount, [.. rows], [.. columns], [.. values]);
    }

    private static double[][] Dense(HostMatrix matrix, int count)
    {
        Evd<double> solved = matrix.ToDense().Evd(Symmetricity.Symmetric);
        return [.. Enumerable.Range(0, matrix.Size)
            .OrderByDescending(i => Math.Abs(solved.EigenValues[i].Real))
            .Take(count)
            .Select(i => solved.EigenVectors.Column(i).ToArray())];
    }

    private static bool IsNegative(double[] vector)
    {
        double largest = vector.Max(Math.Abs);
        return vector[Array.FindIndex(vector, value => Math.Abs(value) >= largest * (1 - 1e-6))] < 0;
    }
}

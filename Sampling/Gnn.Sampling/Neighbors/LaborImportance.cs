using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Neighbors;

/// <summary>The importance of nodes at a hop: chances that give each target the variance of its fanout with few distinct neighbours.</summary>
/// <remarks>
/// <para>
/// <code>
/// scale of edge t -> s:  max(1, a_s q_t)           its chance is the inverse
/// a_s solves             sum over t -> s of max(1, a_s q_t) = d_s^2 / k
/// a round                q_t = q_t min over s of a_s
/// </code>
/// q is the inverse of the paper's pi and a that of its c. All q are 1 at first, so that each scale is d / k, whose sum is the right side. A round never makes the expected
/// number of distinct neighbours, the sum of min(1, 1 / q_t), larger.
/// </para>
/// <para>The sum is convex in a and rises, so that Newton's steps from above fall to the solution, and end when no edge goes over to those that are certain.</para>
/// </remarks>
internal sealed unsafe class LaborImportance : IDisposable
{
    /// <summary>A round that saves less than this share of the neighbours is the last one.</summary>
    private const double LeastGain = 1e-4;

    private const int PointersAhead = 32;
    private const int RowsAhead = 8;

    private readonly NativeArray<float> _inverse;
    private readonly NativeArray<float> _least;
    private readonly NodeList _touched = new();
    private NativeArray<double> _row = new(1024);

    /// <summary>Creates the importance 1 for all nodes of a graph.</summary>
    internal LaborImportance(int nodeCount)
    {
        (_inverse, _least) = (new NativeArray<float>(nodeCount), new NativeArray<float>(nodeCount));
        _inverse.Span().Fill(1);
        _least.Span().Fill(float.PositiveInfinity);
    }

    /// <summary>The inverse importance of a node.</summary>
    internal float Inverse(int node) => _inverse.Pointer[node];

    /// <summary>Balances the importance of all neighbours of a hop's targets.</summary>
    /// <typeparam name="TIndex">The type of entry numbers.</typeparam>
    /// <param name="rows">The edges.</param>
    /// <param name="neighbors">The node of each entry.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="fanout">How many edges a target has on average.</param>
    /// <param name="rounds">How many rounds; negative to convergence.</param>
    internal void Balance<TIndex>(AllRows<TIndex> rows, int* neighbors, ReadOnlySpan<int> targets, int fanout, int rounds)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        double before = double.PositiveInfinity;
        for (int round = 0; round != rounds; round++)
        {
            for (int i = 0; i < targets.Length; i++)
            {
                if (i + PointersAhead < targets.Length)
                {
                    rows.Ask(targets[i + PointersAhead]);
                    rows.AskNeighbors(targets[i + RowsAhead], neighbors);
                }

                int degree = rows.Degree(0, targets[i], out TIndex start);
                if (degree > 0)
                {
                    int* row = neighbors + long.CreateTruncating(start);
                    float factor = (float)Solve(row, degree, fanout);
                    if (round == 0)
                    {
                        Touch(row, degree);
                    }

                    Lower(row, degree, factor);
                }
            }

            double expected = EndRound();
            if (rounds < 0 && expected >= before * (1 - LeastGain))
            {
                break;
            }

            before = expected;
        }
    }

    /// <summary>The factor a of a target.</summary>
    /// <param name="neighbors">Its neighbours.</param>
    /// <param name="degree">How many, at least one.</param>
    /// <param name="fanout">How many edges it has on average, at least one.</param>
    internal double Solve(int* neighbors, int degree, int fanout)
    {
        double* row = Load(neighbors, degree);
        if (degree <= fanout)
        {
            return 1 / LargestOf(row, degree);
        }

        // After a round the factor is 1 or a little more. A step from below the solution ends above it; from there on fewer edges are uncertain at every step, but for rounding.
        double wanted = (double)degree * degree / fanout;
        double factor = 1;
        int uncertain = 0;
        for (int step = 0; ; step++)
        {
            double sum = SumAbove(row, degree, 1 / factor, out int above);
            if (uncertain > 0 && (above == uncertain || (above > uncertain && step > 1)))
            {
                return factor;
            }

            if (above == 0)
            {
                sum = SumAbove(row, degree, 0, out above);
            }

            factor = (wanted - (degree - above)) / sum;
            uncertain = above;
        }
    }

    /// <summary>Makes all nodes alike again.</summary>
    internal void Clear()
    {
        float* inverse = _inverse.Pointer;
        foreach (int node in new ReadOnlySpan<int>(_touched.Pointer, _touched.Count))
        {
            inverse[node] = 1;
        }

        _touched.Count = 0;
    }

    public void Dispose()
    {
        _inverse.Dispose();
        _least.Dispose();
        _touched.Dispose();
        _row.Dispose();
    }

    /// <summary>The inverse importance of neighbours, and zeros to the end of a vector.</summary>
    private double* Load(int* neighbors, int degree)
    {
        if (_row.Length < degree + Vector256<double>.Count)
        {
            _row.Dispose();
            _row = new NativeArray<double>(2L * (degree + Vector256<double>.Count));
        }

        double* row = _row.Pointer;
        float* inverse = _inverse.Pointer;
        int i = 0;
        for (; Avx2.IsSupported && i <= degree - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Avx.ConvertToVector256Double(Avx2.GatherVector128(inverse, Vector128.Load(neighbors + i), sizeof(float))).Store(row + i);
        }

        for (; i < degree; i++)
        {
            row[i] = inverse[neighbors[i]];
        }

        Vector256<double>.Zero.Store(row + degree);
        return row;
    }

    /// <summary>The sum of the values above a bound, in four parts on any machine.</summary>
    private static double SumAbove(double* row, int length, double bound, out int above)
    {
        Vector256<double> bounds = Vector256.Create(bound);
        Vector256<double> sum = Vector256<double>.Zero;
        Vector256<long> count = Vector256<long>.Zero;
        for (int i = 0; i < length; i += Vector256<double>.Count)
        {
            Vector256<double> values = Vector256.Load(row + i);
            Vector256<double> isAbove = Vector256.GreaterThan(values, bounds);
            sum += values & isAbove;
            count -= isAbove.AsInt64();
        }

        above = (int)Vector256.Sum(count);
        return sum[0] + sum[1] + (sum[2] + sum[3]);
    }

    private static double LargestOf(double* row, int length)
    {
        double largest = row[0];
        for (int i = 1; i < length; i++)
        {
            largest = Math.Max(largest, row[i]);
        }

        return largest;
    }

    /// <summary>Lists the neighbours that were not listed before.</summary>
    private void Touch(int* neighbors, int degree)
    {
        _touched.Reserve(degree);
        float* least = _least.Pointer;
        int* touched = _touched.Pointer;
        int count = _touched.Count;
        for (int i = 0; i < degree; i++)
        {
            int node = neighbors[i];
            touched[count] = node;
            count += float.IsPositiveInfinity(least[node]) ? 1 : 0;
            least[node] = Math.Min(least[node], float.MaxValue);
        }

        _touched.Count = count;
    }

    private void Lower(int* neighbors, int degree, float factor)
    {
        float* least = _least.Pointer;
        for (int i = 0; i < degree; i++)
        {
            int node = neighbors[i];
            if (factor < least[node])
            {
                least[node] = factor;
            }
        }
    }

    /// <summary>Multiplies and gives the expected number of distinct neighbours, summed in whole parts so that their order does not matter.</summary>
    private double EndRound()
    {
        const double parts = 1L << 32;
        float* inverse = _inverse.Pointer;
        float* least = _least.Pointer;
        long sum = 0;
        foreach (int node in new ReadOnlySpan<int>(_touched.Pointer, _touched.Count))
        {
            inverse[node] *= least[node];
            least[node] = float.PositiveInfinity;
            sum += (long)(parts * Math.Min(1, 1 / (double)inverse[node]));
        }

        return sum / parts;
    }
}

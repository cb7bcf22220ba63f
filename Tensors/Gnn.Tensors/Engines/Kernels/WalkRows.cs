using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Rows of products of sparse matrices with two columns each, side by side: a node has 2 H numbers. Two matrices are a vector of four; the numbers are the same without vectors.</summary>
internal static unsafe class WalkRows
{
    private const int Pair = 2;

    /// <summary>A row of the matrices' first two columns.</summary>
    internal static void Begin<TIndex>(in Csr<TIndex> csr, long row, int first, float* weights, long heads, float* y)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        new Span<float>(y, (int)(2 * heads)).Clear();
        long end = csr.Begin(row + 1);
        for (long entry = csr.Begin(row); entry < end; entry++)
        {
            int column = csr.Columns[entry] - first;
            if (column < 2)
            {
                for (long head = 0; head < heads; head++)
                {
                    y[(2 * head) + column] += weights[(entry * heads) + head];
                }
            }
        }
    }

    /// <summary>y = the sum over the row's entries of weight * x[column]; the numbers of consecutive nodes are <paramref name="stride"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Step<TIndex>(in Csr<TIndex> csr, long row, int first, float* weights, long heads, float* x, long stride, float* y)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        (long begin, long end) = (csr.Begin(row), csr.Begin(row + 1));
        int* columns = csr.Columns;
        long head = 0;
        for (; head + Pair <= heads; head += Pair)
        {
            Vector128<float> sum = Vector128<float>.Zero;
            for (long entry = begin; entry < end; entry++)
            {
                sum += Twice(weights + (entry * heads) + head) * Vector128.Load(x + ((columns[entry] - first) * stride) + (2 * head));
            }

            sum.Store(y + (2 * head));
        }

        for (; head < heads; head++)
        {
            (float left, float right) = (0, 0);
            for (long entry = begin; entry < end; entry++)
            {
                float weight = weights[(entry * heads) + head];
                float* numbers = x + ((columns[entry] - first) * stride) + (2 * head);
                left += weight * numbers[0];
                right += weight * numbers[1];
            }

            (y[2 * head], y[(2 * head) + 1]) = (left, right);
        }
    }

    /// <summary>x[column] += weight * y for each of the row's entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void StepBack<TIndex>(in Csr<TIndex> csr, long row, int first, float* weights, long heads, float* x, long stride, float* y)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        (long begin, long end) = (csr.Begin(row), csr.Begin(row + 1));
        int* columns = csr.Columns;
        long head = 0;
        for (; head + Pair <= heads; head += Pair)
        {
            Vector128<float> share = Vector128.Load(y + (2 * head));
            for (long entry = begin; entry < end; entry++)
            {
                float* numbers = x + ((columns[entry] - first) * stride) + (2 * head);
                (Vector128.Load(numbers) + (Twice(weights + (entry * heads) + head) * share)).Store(numbers);
            }
        }

        for (; head < heads; head++)
        {
            (float left, float right) = (y[2 * head], y[(2 * head) + 1]);
            for (long entry = begin; entry < end; entry++)
            {
                float weight = weights[(entry * heads) + head];
                float* numbers = x + ((columns[entry] - first) * stride) + (2 * head);
                numbers[0] += weight * left;
                numbers[1] += weight * right;
            }
        }
    }

    /// <summary>For each of the row's entries and each matrix the inner product of the row's and the column's numbers, which lie step by step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Dot<TIndex>(in Csr<TIndex> csr, long row, int first, long heads, int steps, float* x, float* d, float* y)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        long end = csr.Begin(row + 1);
        long width = 2 * heads;
        for (long entry = csr.Begin(row); entry < end; entry++)
        {
            float* numbers = x + ((csr.Columns[entry] - first) * width * steps);
            long head = 0;
            for (; head + Pair <= heads; head += Pair)
            {
                Vector128<float> sum = Vector128<float>.Zero;
                for (int step = 0; step < steps; step++)
                {
                    long place = (step * width) + (2 * head);
                    sum += Vector128.Load(d + place) * Vector128.Load(numbers + place);
                }

                y[(entry * heads) + head] = sum[0] + sum[1];
                y[(entry * heads) + head + 1] = sum[2] + sum[3];
            }

            for (; head < heads; head++)
            {
                (float left, float right) = (0, 0);
                for (int step = 0; step < steps; step++)
                {
                    long place = (step * width) + (2 * head);
                    left += d[place] * numbers[place];
                    right += d[place + 1] * numbers[place + 1];
                }

                y[(entry * heads) + head] = left + right;
            }
        }
    }

    /// <summary>The weights of two matrices, each twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Twice(float* weights)
    {
        Vector128<float> both = Vector128.CreateScalarUnsafe(*(double*)weights).AsSingle();
        return Vector128.Shuffle(both, Vector128.Create(0, 0, 1, 1));
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The softmax family and cross-entropy.</summary>
internal static unsafe class RowKernels
{
    /// <summary>ln sum e^a, one number a row.</summary>
    internal readonly struct LogSumExp(float* result) : IRowKernel
    {
        public static int Narrow => 48;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes, TVector, TForm>(long row, int rows, float* a, float* b, float* y, long length)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
            where TForm : struct, IRowForm
        {
            TVector max = Kernels.Softmax.Max<TLanes, TVector, TForm>(a, length);
            TVector sum = Kernels.Softmax.Sum<TLanes, TVector, TForm>(a, length, max, null);
            TForm.Store<TLanes, TVector>(result + row, TLanes.Add(max, TForm.Log<TLanes, TVector>(sum)), rows);
        }
    }

    /// <summary>a - ln sum e^a.</summary>
    internal readonly struct LogSoftmax : IRowKernel
    {
        public static int Narrow => 48;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes, TVector, TForm>(long row, int rows, float* a, float* b, float* y, long length)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
            where TForm : struct, IRowForm
        {
            TVector max = Kernels.Softmax.Max<TLanes, TVector, TForm>(a, length);
            TVector log = TForm.Log<TLanes, TVector>(Kernels.Softmax.Sum<TLanes, TVector, TForm>(a, length, max, null));
            for (long i = 0; i < length; i += TLanes.Count)
            {
                // The maximum first: what is left is small, and exact where the row is.
                Put<TLanes, TVector, TForm>(y + i, TLanes.Subtract(TLanes.Subtract(TLanes.Load(a + i), max), log), length - i);
            }
        }
    }

    /// <summary>e^(a - max) / sum e^(a - max): the exponentials are written once and scaled while they are in the cache.</summary>
    internal readonly struct Softmax : IRowKernel
    {
        public static int Narrow => 32;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes, TVector, TForm>(long row, int rows, float* a, float* b, float* y, long length)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
            where TForm : struct, IRowForm
        {
            TVector max = Kernels.Softmax.Max<TLanes, TVector, TForm>(a, length);
            TVector share = TLanes.Divide(TLanes.Broadcast(1), Kernels.Softmax.Sum<TLanes, TVector, TForm>(a, length, max, y));
            for (long i = 0; i < length; i += TLanes.Count)
            {
                Put<TLanes, TVector, TForm>(y + i, TLanes.Multiply(TLanes.Load(y + i), share), length - i);
            }
        }
    }

    /// <summary>ln sum e^a - a at a column, one number a row; the maximum and the sum of e^(a - maximum) are saved.</summary>
    internal readonly struct CrossEntropy<TIndex>(TIndex* columns, float* result, float* maxima, float* sums) : IRowKernel
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        public static int Narrow => 48;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes, TVector, TForm>(long row, int rows, float* a, float* b, float* y, long length)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
            where TForm : struct, IRowForm
        {
            TVector max = Kernels.Softmax.Max<TLanes, TVector, TForm>(a, length);
            TVector sum = Kernels.Softmax.Sum<TLanes, TVector, TForm>(a, length, max, null);
            TForm.Store<TLanes, TVector>(maxima + row, max, rows);
            TForm.Store<TLanes, TVector>(sums + row, sum, rows);

            // The maximum first: what is left is small, and exact where the row is.
            TVector own = TLanes.Subtract(TForm.Pick<TLanes, TVector, TIndex>(a, columns + row, rows, y), max);
            TForm.Store<TLanes, TVector>(result + row, TLanes.Subtract(TForm.Log<TLanes, TVector>(sum), own), rows);
        }
    }

    /// <summary>gradient * (e^(a - maximum) / sum - 1 at the column).</summary>
    internal readonly struct CrossEntropyGradient<TIndex>(TIndex* columns, float* gradient, float* maxima, float* sums) : IRowKernel
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        public static int Narrow => 12;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes, TVector, TForm>(long row, int rows, float* a, float* b, float* y, long length)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
            where TForm : struct, IRowForm
        {
            TVector max = TForm.Load<TLanes, TVector>(maxima + row);
            TVector share = TLanes.Divide(TForm.Load<TLanes, TVector>(gradient + row), TForm.Load<TLanes, TVector>(sums + row));
            for (long i = 0; i < length; i += TLanes.Count)
            {
                TVector value = TLanes.Multiply(LaneMath.Exp<TLanes, TVector>(TLanes.Subtract(TLanes.Load(a + i), max)), share);
                Put<TLanes, TVector, TForm>(y + i, value, length - i);
            }

            TForm.Subtract<TLanes, TVector, TIndex>(y, columns + row, gradient + row, rows);
        }
    }

    /// <summary>b - e^a * sum b: the gradient b of a log-softmax a on its way back.</summary>
    internal readonly struct LogSoftmaxGradient : IRowKernel
    {
        public static int Narrow => 12;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes, TVector, TForm>(long row, int rows, float* a, float* b, float* y, long length)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
            where TForm : struct, IRowForm
        {
            TVector sum = TLanes.Zero;
            for (long i = 0; i < length; i += TLanes.Count)
            {
                sum = TLanes.Add(sum, OrZero<TLanes, TVector, TForm>(TLanes.Load(b + i), length - i));
            }

            sum = TForm.Sum<TLanes, TVector>(sum);
            for (long i = 0; i < length; i += TLanes.Count)
            {
                TVector share = TLanes.Multiply(LaneMath.Exp<TLanes, TVector>(TLanes.Load(a + i)), sum);
                Put<TLanes, TVector, TForm>(y + i, TLanes.Subtract(TLanes.Load(b + i), share), length - i);
            }
        }
    }

    /// <summary>a * (b - sum a * b): the gradient b of a softmax a on its way back.</summary>
    internal readonly struct SoftmaxGradient : IRowKernel
    {
        public static int Narrow => 8;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<TLanes, TVector, TForm>(long row, int rows, float* a, float* b, float* y, long length)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
            where TForm : struct, IRowForm
        {
            // So little is done with an element that a question about the row's end would be seen.
            TVector sum = TLanes.Zero;
            long i = 0;
            for (; i <= length - TLanes.Count; i += TLanes.Count)
            {
                sum = TLanes.MultiplyAdd(TLanes.Load(a + i), TLanes.Load(b + i), sum);
            }

            if (!TForm.IsWhole && i < length)
            {
                sum = TLanes.Add(sum, OrZero<TLanes, TVector, TForm>(TLanes.Multiply(TLanes.Load(a + i), TLanes.Load(b + i)), length - i));
            }

            sum = TForm.Sum<TLanes, TVector>(sum);
            for (i = 0; i <= length - TLanes.Count; i += TLanes.Count)
            {
                TLanes.Store(y + i, TLanes.Multiply(TLanes.Load(a + i), TLanes.Subtract(TLanes.Load(b + i), sum)));
            }

            if (!TForm.IsWhole && i < length)
            {
                TLanes.StoreFirst(y + i, TLanes.Multiply(TLanes.Load(a + i), TLanes.Subtract(TLanes.Load(b + i), sum)), (int)(length - i));
            }
        }
    }

    /// <summary>The lanes that are left of a row, and 0 in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector OrZero<TLanes, TVector, TForm>(TVector value, long left)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TForm : struct, IRowForm =>
        TForm.IsWhole || left >= TLanes.Count ? value : TLanes.Select(TLanes.First((int)left), value, TLanes.Zero);

    /// <summary>Writes the lanes that are left of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TLanes, TVector, TForm>(float* y, TVector value, long left)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TForm : struct, IRowForm
    {
        if (TForm.IsWhole || left >= TLanes.Count)
        {
            TLanes.Store(y, value);
        }
        else
        {
            TLanes.StoreFirst(y, value, (int)left);
        }
    }
}

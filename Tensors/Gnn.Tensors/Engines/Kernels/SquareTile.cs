using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Four by four floats, turned in registers.</summary>
internal static unsafe class SquareTile
{
    internal const int Size = 4;

    /// <summary>to[j, i] = from[i, j] for i and j below four; steps are from row to row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(float* from, long fromStep, float* to, long toStep)
    {
        if (!Sse.IsSupported && !AdvSimd.Arm64.IsSupported)
        {
            for (int i = 0; i < Size; i++)
            {
                for (int j = 0; j < Size; j++)
                {
                    to[(j * toStep) + i] = from[(i * fromStep) + j];
                }
            }

            return;
        }

        Vector128<float> row0 = Vector128.Load(from);
        Vector128<float> row1 = Vector128.Load(from + fromStep);
        Vector128<float> row2 = Vector128.Load(from + (2 * fromStep));
        Vector128<float> row3 = Vector128.Load(from + (3 * fromStep));
        Vector128<float> even0 = Low(row0, row2);
        Vector128<float> even1 = High(row0, row2);
        Vector128<float> odd0 = Low(row1, row3);
        Vector128<float> odd1 = High(row1, row3);
        Low(even0, odd0).Store(to);
        High(even0, odd0).Store(to + toStep);
        Low(even1, odd1).Store(to + (2 * toStep));
        High(even1, odd1).Store(to + (3 * toStep));
    }

    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}

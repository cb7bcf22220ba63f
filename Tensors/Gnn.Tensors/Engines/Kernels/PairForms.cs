using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The distances of <see cref="PairDistance"/>.</summary>
internal static class PairForms
{
    internal readonly struct Manhattan : IPairForm
    {
        public static bool IsComplex => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Add<TLanes, TVector>(TVector sum, TVector real, TVector imaginary)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Add(sum, TLanes.Abs(real));

        public static float Finish(float sum) => sum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Slopes<TLanes, TVector>(TVector weight, TVector real, TVector imaginary, out TVector toReal, out TVector toImaginary)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
        {
            TVector signed = TLanes.Select(TLanes.Less(real, TLanes.Zero), TLanes.Negate(weight), weight);
            toReal = TLanes.AndNot(signed, TLanes.Equal(real, TLanes.Zero));
            toImaginary = imaginary;
        }
    }

    internal readonly struct Euclidean : IPairForm
    {
        public static bool IsComplex => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Add<TLanes, TVector>(TVector sum, TVector real, TVector imaginary)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.MultiplyAdd(real, real, sum);

        public static float Finish(float sum) => MathF.Sqrt(sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Slopes<TLanes, TVector>(TVector weight, TVector real, TVector imaginary, out TVector toReal, out TVector toImaginary)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
        {
            toReal = TLanes.Multiply(weight, real);
            toImaginary = imaginary;
        }
    }

    internal readonly struct Modulus : IPairForm
    {
        public static bool IsComplex => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Add<TLanes, TVector>(TVector sum, TVector real, TVector imaginary)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Add(sum, TLanes.Sqrt(TLanes.MultiplyAdd(real, real, TLanes.Multiply(imaginary, imaginary))));

        public static float Finish(float sum) => sum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Slopes<TLanes, TVector>(TVector weight, TVector real, TVector imaginary, out TVector toReal, out TVector toImaginary)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
        {
            TVector square = TLanes.MultiplyAdd(real, real, TLanes.Multiply(imaginary, imaginary));
            TVector slope = TLanes.AndNot(TLanes.Divide(weight, TLanes.Sqrt(square)), TLanes.Equal(square, TLanes.Zero));
            toReal = TLanes.Multiply(slope, real);
            toImaginary = TLanes.Multiply(slope, imaginary);
        }
    }
}

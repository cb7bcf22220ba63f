using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Gnn.Sampling.Walks;

/// <summary>Asks for memory before it is read.</summary>
internal static unsafe class CacheLine
{
    /// <summary>Fetches the line of an address, where the machine can be asked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}

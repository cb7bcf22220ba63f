using System.Runtime.InteropServices;

namespace Gnn.Tensors.Memory;

/// <summary>Asks Linux to back large blocks with 2 MiB pages, which saves most page faults and address look-ups.</summary>
internal static unsafe partial class HugePages
{
    private const int MadvHugePage = 14;

    /// <summary>Gives the advice where it is understood; a system that does not follow it is none the worse.</summary>
    /// <param name="pointer">Aligned to a page.</param>
    /// <param name="bytes">The length of the run.</param>
    public static void Advise(void* pointer, long bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Madvise(pointer, (nuint)bytes, MadvHugePage);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(void* address, nuint length, int advice);
}

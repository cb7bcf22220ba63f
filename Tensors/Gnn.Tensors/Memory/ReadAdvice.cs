using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gnn.Tensors.Memory;

/// <summary>Tells Linux which parts of a file are read next, so that it fetches many at a time; other systems are told nothing.</summary>
internal static unsafe partial class ReadAdvice
{
    private const int MadvRandom = 1;
    private const int MadvWillNeed = 3;
    private const int FadvWillNeed = 3;

    /// <summary>A mapping is read in no order: pages around the one that is touched are not fetched with it.</summary>
    /// <param name="pointer">Aligned to a page.</param>
    /// <param name="bytes">The length of the run.</param>
    public static void ReadsAtRandom(byte* pointer, long bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Madvise(pointer, (nuint)bytes, MadvRandom);
        }
    }

    /// <summary>A part of a mapping is read soon.</summary>
    /// <param name="pointer">The first byte.</param>
    /// <param name="bytes">The length of the run.</param>
    public static void WillNeed(byte* pointer, long bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            nuint lead = (nuint)pointer % (nuint)Environment.SystemPageSize;
            _ = Madvise(pointer - lead, (nuint)bytes + lead, MadvWillNeed);
        }
    }

    /// <summary>A part of an open file is read soon.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="bytes">The length of the run.</param>
    public static void WillNeed(SafeFileHandle file, long offset, long bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Fadvise(file, offset, bytes, FadvWillNeed);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(void* address, nuint length, int advice);

    // 64-bit offsets, as on every 64-bit Linux.
    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Fadvise(SafeFileHandle file, long offset, long length, int advice);
}

using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Gnn.Tensors.Memory;

/// <summary>A file in the address space, for reading, shared by counting: the last <see cref="Dispose"/> takes it out.</summary>
/// <remarks>
/// <para>It costs address space, not memory: the system reads a page when it is first touched and drops it when memory is short, so a file may be larger
/// than memory. That is why pages are for reading and not private copies on a write, of which Linux grants no more than there is memory. A write to the
/// pages ends the process.</para>
/// <para>A mapping that is lost without its last disposal is recovered by a finaliser. A file that another program cuts short while it is mapped ends the
/// process where the missing part is read.</para>
/// </remarks>
internal sealed unsafe class FileMapping : IDisposable
{
    private readonly MemoryMappedViewAccessor _view;
    private int _holders = 1;

    /// <summary>Maps a whole file.</summary>
    /// <param name="file">The file, open for reading; it may be closed afterwards.</param>
    /// <param name="length">The file's length in bytes, at least 1.</param>
    /// <exception cref="IOException">The system does not map the file.</exception>
    public FileMapping(SafeFileHandle file, long length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        using var mapped = MemoryMappedFile.CreateFromFile(
            file, mapName: null, capacity: length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = mapped.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        Length = length;

        // Without a count on the handle, so that its finaliser can end a mapping that nobody has any more; whoever has the pointer has this object.
        Pointer = (byte*)_view.SafeMemoryMappedViewHandle.DangerousGetHandle();
    }

    /// <summary>The length of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>The first byte, aligned to a page; valid while a holder has the mapping.</summary>
    public byte* Pointer { get; }

    /// <summary>Whether the last holder is gone.</summary>
    public bool IsDisposed => Volatile.Read(ref _holders) <= 0;

    /// <summary>Adds a holder, who owes a <see cref="Dispose"/>.</summary>
    /// <returns>This mapping.</returns>
    /// <exception cref="ObjectDisposedException">The last holder is already gone.</exception>
    public FileMapping Share()
    {
        int holders = Volatile.Read(ref _holders);
        while (true)
        {
            ObjectDisposedException.ThrowIf(holders <= 0, this);
            int seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
            {
                return this;
            }

            holders = seen;
        }
    }

    /// <summary>A place in the file.</summary>
    /// <param name="offset">The first byte of a run.</param>
    /// <param name="bytes">The length of the run.</param>
    /// <returns>The first byte.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie inside the file.</exception>
    public byte* At(long offset, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)offset, (ulong)(Length - bytes), nameof(offset));
        return Pointer + offset;
    }

    /// <summary>Drops a holder; the last ends the mapping.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _view.Dispose();
        }
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Gnn.Tensors.Memory;

/// <summary>A run of native memory that belongs to a <see cref="BlockPool"/>.</summary>
/// <remarks>
/// The owner returns it to its pool. One that is dropped instead is freed by its finaliser, the last resort; so whoever works on
/// <see cref="Pointer"/> keeps the block reachable until the work is done.
/// </remarks>
internal sealed unsafe class NativeBlock
{
    private readonly BlockPool _pool;
    private void* _pointer;

    internal NativeBlock(BlockPool pool, void* pointer, int sizeClass)
    {
        _pool = pool;
        _pointer = pointer;
        SizeClass = sizeClass;
        Capacity = SizeClasses.BytesOf(sizeClass);
    }

    ~NativeBlock()
    {
        // An idle block that dies together with its pool is no longer anyone's to count.
        if (State == BlockState.InUse)
        {
            _pool.Forget(this);
        }

        NativeMemory.AlignedFree(_pointer);
    }

    /// <summary>The first byte, aligned to 64 bytes, or to 2 MiB where <see cref="Capacity"/> is 2 MiB or more. The content is undefined.</summary>
    public void* Pointer
    {
        get
        {
            Debug.Assert(State == BlockState.InUse, "A block is used after its return.");
            return _pointer;
        }
    }

    /// <summary>The bytes that may be used; <see cref="BlockPool.TailBytes"/> more may be read, not written.</summary>
    public long Capacity { get; }

    /// <summary>The pool that the block came from.</summary>
    internal BlockPool Pool => _pool;

    /// <summary>The index of its size class.</summary>
    internal int SizeClass { get; }

    /// <summary>Who holds the block; guarded by the pool's lock.</summary>
    internal BlockState State { get; set; }

    /// <summary>The next idle block of its size class; guarded by the pool's lock.</summary>
    internal NativeBlock? Next { get; set; }

    /// <summary>Gives the memory back to the system. The caller has taken the block out of the pool's accounts.</summary>
    internal void Free()
    {
        Debug.Assert(State == BlockState.Freed, "A block that someone may hold is freed.");
        // The rule wants this in Dispose, but a block's user must not end it: its pool alone does.
#pragma warning disable CA1816
        GC.SuppressFinalize(this);
#pragma warning restore CA1816
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
    }
}

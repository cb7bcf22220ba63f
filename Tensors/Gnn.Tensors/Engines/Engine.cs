using Gnn.Tensors.Memory;

namespace Gnn.Tensors.Engines;

/// <summary>Owns buffers and executes primitives on them; knows nothing of gradients.</summary>
/// <remarks>
/// <para>A primitive reads views and returns a new buffer with one count, held by the caller. Only <see cref="AccumulateInto"/> and the optimiser
/// steps write in place. Shapes are checked by the caller (<see cref="Tensor"/>); what depends on values, such as an index out of range, is checked
/// here, before anything is written.</para>
/// <para>A result depends on the arguments alone: not on the number of threads, and not on what ran before. Floating buffers have the type
/// <see cref="FloatType"/>; scalars cross this interface as double.</para>
/// <para>The primitives stand in partial files by kind: element-wise, reductions, matrices, rows, sparse, random, optimiser steps.</para>
/// </remarks>
public abstract partial class Engine : IDisposable
{
    private static readonly Lazy<Engine> LazyDefault = new(() => new CpuEngine());

    /// <summary>The engine that is used where none is given: one <see cref="CpuEngine"/> for the process, with as many threads as the machine has cores
    /// or as <c>GNN_THREADS</c> says.</summary>
    public static Engine Default => LazyDefault.Value;

    /// <summary>The name by which a user chooses the engine, for example <c>cpu</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The one floating type of this engine's tensors.</summary>
    public abstract DataType FloatType { get; }

    /// <summary>The number of threads that compute; results do not depend on it.</summary>
    public virtual int ThreadCount => 1;

    /// <summary>The memory that this engine holds now, in bytes.</summary>
    public abstract MemoryStatistics Memory { get; }

    /// <summary>A new buffer whose contents are undefined.</summary>
    /// <param name="type">The type of the elements; a floating type must be <see cref="FloatType"/>.</param>
    /// <param name="length">The number of elements.</param>
    /// <returns>The buffer.</returns>
    public abstract EngineBuffer Allocate(DataType type, long length);

    /// <summary>A new buffer of equal elements.</summary>
    /// <param name="type">The type of the elements.</param>
    /// <param name="length">The number of elements.</param>
    /// <param name="value">The value, converted to the type.</param>
    /// <returns>The buffer.</returns>
    public abstract EngineBuffer Fill(DataType type, long length, double value);

    /// <summary>A new buffer with a copy of host memory; float and double are converted to <see cref="FloatType"/>, other types are kept.</summary>
    /// <param name="source">The first element.</param>
    /// <param name="type">The type of the elements in host memory.</param>
    /// <param name="length">The number of elements.</param>
    /// <returns>The buffer.</returns>
    public abstract unsafe EngineBuffer Upload(void* source, DataType type, long length);

    /// <summary>Copies a view to host memory, converting between float and double where the types differ.</summary>
    /// <param name="source">What to copy.</param>
    /// <param name="destination">Receives <see cref="BufferView.Count"/> elements.</param>
    /// <param name="type">The type of the elements in host memory: the view's, or the other floating type.</param>
    public abstract unsafe void Download(in BufferView source, void* destination, DataType type);

    /// <summary>A new buffer with the same elements.</summary>
    /// <param name="source">What to copy.</param>
    /// <returns>The buffer.</returns>
    public abstract EngineBuffer Copy(in BufferView source);

    /// <summary>A new buffer with the elements converted; a floating target must be <see cref="FloatType"/>.</summary>
    /// <param name="source">What to convert; from floating to integer by truncation, to bool by comparison with 0.</param>
    /// <param name="type">The type of the result.</param>
    /// <returns>The buffer.</returns>
    public abstract EngineBuffer Cast(in BufferView source, DataType type);

    /// <summary>target += scale * source, in place.</summary>
    /// <param name="target">A floating view whose buffer nobody else reads.</param>
    /// <param name="source">A floating view with as many elements.</param>
    /// <param name="scale">The factor.</param>
    public abstract void AccumulateInto(in BufferView target, in BufferView source, double scale);

    /// <summary>Whether no element of any view is NaN or infinite: one answer, so that a device is waited for once.</summary>
    /// <param name="views">Floating views.</param>
    /// <returns>True if all are finite.</returns>
    public abstract bool AllFinite(ReadOnlySpan<BufferView> views);

    /// <summary>The engine's name.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public override string ToString() => Name;

    /// <summary>Gives back threads and idle memory; does nothing to the <see cref="Default"/> engine, which belongs to the process. Buffers that are still in
    /// use stay valid until their last release.</summary>
    public void Dispose()
    {
        if (LazyDefault.IsValueCreated && ReferenceEquals(this, LazyDefault.Value))
        {
            return;
        }

        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back threads and idle memory. Buffers that are still in use stay valid until their last release.</summary>
    /// <param name="disposing">True from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}

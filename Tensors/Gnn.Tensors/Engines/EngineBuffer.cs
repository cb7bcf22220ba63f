namespace Gnn.Tensors.Engines;

/// <summary>A run of elements that an engine owns, shared by counting: the last <see cref="Release"/> gives it back to the engine.</summary>
/// <remarks>Retain and release are safe from many threads. A buffer that is lost without its last release is recovered by a finaliser of its memory.</remarks>
public abstract class EngineBuffer
{
    private int _references = 1;

    /// <summary>Creates a buffer with one count, held by the caller.</summary>
    /// <param name="engine">The owner.</param>
    /// <param name="dataType">The type of the elements.</param>
    /// <param name="length">The number of elements.</param>
    protected EngineBuffer(Engine engine, DataType dataType, long length)
    {
        Engine = engine;
        DataType = dataType;
        Length = length;
    }

    /// <summary>The owner.</summary>
    public Engine Engine { get; }

    /// <summary>The type of the elements.</summary>
    public DataType DataType { get; }

    /// <summary>The number of elements.</summary>
    public long Length { get; }

    /// <summary>Whether exactly one holder is left, which may then write in place; never of memory that is for reading, such as a mapped file's.</summary>
    public bool IsExclusive => Volatile.Read(ref _references) == 1 && !IsReadOnly;

    /// <summary>Whether nobody may write in place.</summary>
    internal virtual bool IsReadOnly => false;

    /// <summary>Adds a count.</summary>
    /// <exception cref="ObjectDisposedException">The last count is already gone.</exception>
    public void Retain()
    {
        int references = Volatile.Read(ref _references);
        while (true)
        {
            if (references <= 0)
            {
                throw new ObjectDisposedException(nameof(EngineBuffer), "The buffer was given back to its engine; keep a tensor that is needed longer with Keep().");
            }

            int seen = Interlocked.CompareExchange(ref _references, references + 1, references);
            if (seen == references)
            {
                return;
            }

            references = seen;
        }
    }

    /// <summary>Drops a count; the last gives the memory back to the engine.</summary>
    /// <exception cref="ObjectDisposedException">There was no count left to drop.</exception>
    public void Release()
    {
        int left = Interlocked.Decrement(ref _references);
        if (left == 0)
        {
            Free();
        }
        else if (left < 0)
        {
            throw new ObjectDisposedException(nameof(EngineBuffer), "The buffer was released more often than it was retained.");
        }
    }

    /// <summary>Gives the memory back; called once.</summary>
    protected abstract void Free();
}

using System.Globalization;
using System.Runtime.InteropServices;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Memory;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Gnn.Sampling.Features;

/// <summary>A table of node features, a row of 32-bit numbers for each node, from which batches take the rows of their nodes.</summary>
/// <remarks>
/// <para>Which store to take: a table that fits in memory as a <see cref="MemoryFeatureStore"/>; one in a file of which memory can keep the most used part as a
/// <see cref="MappedFeatureStore"/>; one that is larger, or where resident memory is bounded, as a <see cref="CachedFeatureStore"/> in front of a
/// <see cref="FileFeatureStore"/>. A store of another kind, such as a data base, is a subclass that says how rows are read, and a cache may stand in front
/// of it.</para>
/// <para>Many threads may gather from one store at a time. What they get depends on the ids alone: never on a cache, on other threads or on their number.</para>
/// <para>A store is shared by counting: <see cref="Share"/> adds a holder, <see cref="Dispose"/> drops one, and the last ends it, once the gathers that still
/// run are done.</para>
/// </remarks>
public abstract unsafe class FeatureStore : IDisposable
{
    private readonly Lock _lock = new();
    private long _rowsGathered;
    private int _holders = 1;

    /// <summary>Creates a store with one holder, the caller.</summary>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="featureCount">The number of columns.</param>
    /// <param name="engine">Where gathered tensors are made; the default engine if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    protected FeatureStore(int rowCount, int featureCount, Engine? engine = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        ArgumentOutOfRangeException.ThrowIfNegative(featureCount);
        RowCount = rowCount;
        FeatureCount = featureCount;
        Engine = engine ?? Engine.Default;
    }

    /// <summary>The number of rows: nodes.</summary>
    public int RowCount { get; }

    /// <summary>The number of columns: features of a node.</summary>
    public int FeatureCount { get; }

    /// <summary>The bytes of a row as the store gives it.</summary>
    public long RowBytes => sizeof(float) * (long)FeatureCount;

    /// <summary>Where gathered tensors are made.</summary>
    public Engine Engine { get; }

    /// <summary>Whether the last holder is gone.</summary>
    public bool IsDisposed => Volatile.Read(ref _holders) <= 0;

    /// <summary>What the store holds and has cost so far; also after its end.</summary>
    public abstract FeatureStoreStatistics Statistics { get; }

    /// <summary>Whether tensors are made of 32-bit numbers in host memory, where rows can be read to at once.</summary>
    private protected bool IsHost => Engine is HostEngine { FloatType: DataType.Float32 };

    /// <summary>The rows given out so far.</summary>
    protected long RowsGathered => Interlocked.Read(ref _rowsGathered);

    /// <summary>The rows of nodes as a tensor.</summary>
    /// <param name="ids">The nodes, n of them, in [0, <see cref="RowCount"/>), in any order and repeated at will.</param>
    /// <returns>Floating <c>[n, F]</c>: row i is the row of node <c>ids[i]</c>. A new tensor, owned by the thread's open scope, if any.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range; the message names its position and value.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    /// <exception cref="IOException">The rows cannot be read.</exception>
    /// <exception cref="Gnn.Tensors.Files.DataFormatException">The file was cut short meanwhile.</exception>
    public Tensor Gather(ReadOnlySpan<int> ids)
    {
        Share();
        try
        {
            CheckIds(ids);
            EngineBuffer rows = Make(ids);
            Interlocked.Add(ref _rowsGathered, ids.Length);
            return Tensor.Wrap(rows, (ids.Length, FeatureCount));
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Adds a holder, who owes a <see cref="Dispose"/>.</summary>
    /// <returns>This store.</returns>
    /// <exception cref="ObjectDisposedException">The last holder is already gone.</exception>
    public FeatureStore Share()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_holders <= 0, this);
            _holders++;
        }

        return this;
    }

    /// <summary>Drops a holder; the last ends the store.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (--_holders != 0)
            {
                return;
            }
        }

        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>The kind of store and its figures.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{GetType().Name} {Statistics}{(IsDisposed ? ", disposed" : "")}";

    /// <summary>Copies rows of the table to host memory.</summary>
    /// <param name="ids">The rows, all in range, in any order and repeated at will.</param>
    /// <param name="destination">Receives <c>ids.Length</c> rows of <see cref="FeatureCount"/> numbers, one after another; aligned to 64 bytes.</param>
    /// <remarks>Called by several threads at a time, while the store has a holder. Says nothing of the rows that are written if it throws.</remarks>
    protected internal abstract void Read(ReadOnlySpan<int> ids, float* destination);

    /// <summary>Gives back what the store holds; called once, when no gather runs.</summary>
    protected abstract void Free();

    /// <summary>The rows in a buffer of the engine.</summary>
    private protected virtual EngineBuffer Make(ReadOnlySpan<int> ids)
    {
        long length = ids.Length * (long)FeatureCount;
        if (!IsHost)
        {
            using var rows = new NativeArray<float>(length);
            Read(ids, rows.Pointer);
            return Engine.Upload(rows.Pointer, DataType.Float32, length);
        }

        EngineBuffer made = Engine.Allocate(DataType.Float32, length);
        try
        {
            Read(ids, (float*)((HostBuffer)made).Pointer);
            return made;
        }
        catch
        {
            made.Release();
            throw;
        }
    }

    private void CheckIds(ReadOnlySpan<int> ids)
    {
        // Seen as unsigned, a negative id is a large one.
        if (ids.IsEmpty || TensorPrimitives.Max(MemoryMarshal.Cast<int, uint>(ids)) < (uint)RowCount)
        {
            return;
        }

        int at = 0;
        while ((uint)ids[at] < (uint)RowCount)
        {
            at++;
        }

        throw new ArgumentOutOfRangeException(
            nameof(ids),
            string.Create(CultureInfo.InvariantCulture, $"Element {at} of 'ids' must be in [0, {RowCount}), got {ids[at]}: check the ids against the number of rows."));
    }
}

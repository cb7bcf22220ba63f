using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.TorchSharp;

/// <summary>One direction of a structure on a device: the rows to walk, place by place. A place is a position in this walk, an entry one in the structure.</summary>
/// <remarks>All arrays are Int32, or Int64 where the structure's offsets are, since the embedding bag wants its index and offsets of one type. What only some
/// primitives need is made at first use.</remarks>
internal sealed unsafe class TorchRows : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TorchSharpEngine _engine;
    private readonly SparseStructure _walked;
    private readonly List<EngineBuffer> _buffers = [];
    private TorchTensor? _places;
    private TorchTensor? _owners;
    private TorchTensor? _lengths;
    private TorchTensor? _ranks;
    private TorchTensor? _ends;
    private TorchTensor? _isEmpty;

    internal TorchRows(TorchSharpEngine engine, SparseStructure walked)
    {
        (_engine, _walked) = (engine, walked);
        IndexType = walked.RowPointers.DataType;
        Offsets = Uploaded(walked.RowPointers.Pointer, IndexType, walked.RowCount + 1L);
        Others = Uploaded(walked.ColumnIndices.Pointer, DataType.Int32, EntryCount);
        Entries = walked.EntryIds is { } ids ? Uploaded(ids.Pointer, ids.DataType, EntryCount) : null;
    }

    /// <summary>The type of all index arrays.</summary>
    internal DataType IndexType { get; }

    internal long RowCount => _walked.RowCount;

    internal long EntryCount => _walked.EntryCount;

    /// <summary>[rows + 1]: where each row's places begin, and the last one's end.</summary>
    internal TorchTensor Offsets { get; }

    /// <summary>[E]: the other end of each place: a column of the walked structure.</summary>
    internal TorchTensor Others { get; }

    /// <summary>[E]: the entry of each place, or null where every place is the entry of its number.</summary>
    internal TorchTensor? Entries { get; }

    /// <summary>[E]: 0, 1, 2, ...</summary>
    internal TorchTensor Places => Made(ref _places, work => work.Own(Arange(work, EntryCount)));

    /// <summary>[E]: the row of each place.</summary>
    internal TorchTensor Owners => Made(ref _owners, work =>
    {
        TorchTensor ends = work.Own(Offsets.narrow(0, 1, RowCount));
        return work.Own(Torch.searchsorted(ends, Places, out_int32: IndexType == DataType.Int32, right: true));
    });

    /// <summary>[rows, 1], floating: the number of places, at least 1.</summary>
    internal TorchTensor Lengths => Made(ref _lengths, work => work.Own(Converted(work, Counts(work), TorchType.Float32, RowCount).clamp_min(work.Number(1))));

    /// <summary>[rows, 1], bool: whether a row has no places.</summary>
    internal TorchTensor IsEmpty => Made(ref _isEmpty, work => work.Own(Counts(work).eq(work.Integer(0))));

    /// <summary>[rows, 1], Int64: where each row's places end.</summary>
    internal TorchTensor Ends => Made(ref _ends, work => Converted(work, work.Own(work.Own(Offsets.narrow(0, 1, RowCount)).view(RowCount, 1)), TorchType.Int64, RowCount));

    /// <summary>[E, 1], floating: how far a place is from its row's end, which is greatest for the row's first. Float32 where it holds such numbers exactly,
    /// else Float64.</summary>
    internal TorchTensor Ranks => Made(ref _ranks, work =>
    {
        TorchTensor ends = work.Own(Ends.index_select(0, Owners));
        TorchTensor distance = work.Own(ends.sub(work.Own(Places.view(EntryCount, 1))));
        return Converted(work, distance, LongestRow() < 1 << 24 ? TorchType.Float32 : TorchType.Float64, EntryCount);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _buffers.ForEach(buffer => buffer.Release());
        _buffers.Clear();
    }

    private TorchTensor Arange(Workspace work, long count) =>
        Torch.arange(work.Integer(count), dtype: TorchSharpEngine.TypeOf(IndexType), device: _engine.Device);

    /// <summary>[rows, 1]: the number of places, as an index type.</summary>
    private TorchTensor Counts(Workspace work)
    {
        TorchTensor ends = work.Own(Offsets.narrow(0, 1, RowCount));
        TorchTensor starts = work.Own(Offsets.narrow(0, 0, RowCount));
        return work.Own(work.Own(ends.sub(starts)).view(RowCount, 1));
    }

    private TorchTensor Converted(Workspace work, TorchTensor column, TorchType type, long length)
    {
        TorchTensor converted = work.Own(Torch.empty(length, 1, dtype: type, device: _engine.Device));
        work.Own(converted.copy_(column));
        return converted;
    }

    private long LongestRow()
    {
        long longest = 0;
        for (int row = 0; row < _walked.RowCount; row++)
        {
            longest = Math.Max(longest, _walked.RowLength(row));
        }

        return longest;
    }

    private TorchTensor Uploaded(void* source, DataType type, long length)
    {
        EngineBuffer buffer = _engine.Upload(source, type, length);
        if (type != IndexType)
        {
            EngineBuffer narrow = buffer;
            buffer = _engine.Cast(new BufferView(narrow, 0, length), IndexType);
            narrow.Release();
        }

        _buffers.Add(buffer);
        return ((TorchBuffer)buffer).Tensor;
    }

    private TorchTensor Made(ref TorchTensor? slot, Func<Workspace, TorchTensor> make)
    {
        if (Volatile.Read(ref slot) is { } made)
        {
            return made;
        }

        lock (_lock)
        {
            if (slot is null)
            {
                using Workspace work = Workspace.Enter();
                TorchTensor tensor = work.Keep(make(work));
                _buffers.Add(_engine.Adopt(tensor));
                Volatile.Write(ref slot, tensor);
            }

            return slot;
        }
    }
}

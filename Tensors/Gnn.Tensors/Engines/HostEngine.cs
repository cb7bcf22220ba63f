using System.Diagnostics;
using System.Numerics.Tensors;
using Gnn.Tensors.Memory;

namespace Gnn.Tensors.Engines;

/// <summary>What the engines in host memory share: pooled buffers, and the primitives that only move elements.</summary>
public abstract unsafe partial class HostEngine : Engine
{
    private readonly BlockPool _pool = new();

    private protected HostEngine()
    {
    }

    /// <inheritdoc/>
    public override MemoryStatistics Memory => new(_pool.BytesInUse, _pool.BytesPooled, _pool.PeakBytesInUse);

    /// <summary>The pool of the engine's buffers.</summary>
    internal BlockPool Pool => _pool;

    /// <inheritdoc/>
    public override EngineBuffer Allocate(DataType type, long length) => New(type, length);

    /// <inheritdoc/>
    public override EngineBuffer Fill(DataType type, long length, double value)
    {
        HostBuffer y = New(type, length);
        switch (type)
        {
            case DataType.Float32:
                Fill((float*)y.Pointer, length, (float)value);
                break;
            case DataType.Float64:
                Fill((double*)y.Pointer, length, value);
                break;
            case DataType.Int32:
                Fill((int*)y.Pointer, length, (int)value);
                break;
            case DataType.Int64:
                Fill((long*)y.Pointer, length, (long)value);
                break;
            default:
                Fill((byte*)y.Pointer, length, value != 0 ? (byte)1 : (byte)0);
                break;
        }

        return y;
    }

    /// <inheritdoc/>
    public override EngineBuffer Upload(void* source, DataType type, long length)
    {
        DataType kept = type.IsFloating() ? FloatType : type;
        HostBuffer y = New(kept, length);
        Convert(source, type, y.Pointer, kept, length);
        return y;
    }

    /// <inheritdoc/>
    public override void Download(in BufferView source, void* destination, DataType type) =>
        Convert(At(source), source.DataType, destination, type, source.Count);

    /// <inheritdoc/>
    public override EngineBuffer Copy(in BufferView source)
    {
        HostBuffer y = New(source.DataType, source.Count);
        Move(At(source), y.Pointer, source.Count * source.DataType.Size());
        return y;
    }

    /// <inheritdoc/>
    public override EngineBuffer Cast(in BufferView source, DataType type)
    {
        HostBuffer y = New(type, source.Count);
        Convert(At(source), source.DataType, y.Pointer, type, source.Count);
        return y;
    }

    internal void Return(NativeBlock block) => _pool.Return(block);

    /// <summary>The first element of a view.</summary>
    private protected static void* At(in BufferView view)
    {
        Debug.Assert(view.Buffer is HostBuffer, "A host engine was given a buffer of another kind.");
        return (byte*)((HostBuffer)view.Buffer).Pointer + (view.Offset * view.DataType.Size());
    }

    private protected static void Move(void* source, void* destination, long bytes) => Buffer.MemoryCopy(source, destination, bytes, bytes);

    private protected HostBuffer New(DataType type, long length)
    {
        Debug.Assert(!type.IsFloating() || type == FloatType, "An engine has one floating type.");
        return new HostBuffer(this, type, length, _pool.Rent(checked(length * type.Size())));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pool.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void Fill<T>(T* destination, long length, T value)
        where T : unmanaged
    {
        for (long start = 0; start < length; start += int.MaxValue)
        {
            new Span<T>(destination + start, (int)Math.Min(int.MaxValue, length - start)).Fill(value);
        }
    }

    private static void Convert(void* source, DataType from, void* destination, DataType to, long length)
    {
        if (from == to)
        {
            Move(source, destination, length * from.Size());
            return;
        }

        switch (from, to)
        {
            case (DataType.Float32, DataType.Float64):
                InRuns((float*)source, (double*)destination, length, TensorPrimitives.ConvertTruncating);
                break;
            case (DataType.Float64, DataType.Float32):
                InRuns((double*)source, (float*)destination, length, TensorPrimitives.ConvertTruncating);
                break;
            default:
                for (long i = 0; i < length; i++)
                {
                    Put(destination, to, i, Get(source, from, i));
                }

                break;
        }
    }

    private static void InRuns<TFrom, TTo>(TFrom* source, TTo* destination, long length, ConvertRun<TFrom, TTo> convert)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        for (long start = 0; start < length; start += int.MaxValue)
        {
            int count = (int)Math.Min(int.MaxValue, length - start);
            convert(new ReadOnlySpan<TFrom>(source + start, count), new Span<TTo>(destination + start, count));
        }
    }

    /// <summary>An element as the widest number that holds it: integers stay exact.</summary>
    private static (long Integer, double Real, bool IsReal) Get(void* source, DataType type, long index) => type switch
    {
        DataType.Float32 => (0, ((float*)source)[index], true),
        DataType.Float64 => (0, ((double*)source)[index], true),
        DataType.Int32 => (((int*)source)[index], 0, false),
        DataType.Int64 => (((long*)source)[index], 0, false),
        _ => (((byte*)source)[index], 0, false),
    };

    private static void Put(void* destination, DataType type, long index, (long Integer, double Real, bool IsReal) value)
    {
        switch (type)
        {
            case DataType.Float32:
                ((float*)destination)[index] = value.IsReal ? (float)value.Real : value.Integer;
                break;
            case DataType.Float64:
                ((double*)destination)[index] = value.IsReal ? value.Real : value.Integer;
                break;
            case DataType.Int32:
                ((int*)destination)[index] = value.IsReal ? (int)value.Real : (int)value.Integer;
                break;
            case DataType.Int64:
                ((long*)destination)[index] = value.IsReal ? (long)value.Real : value.Integer;
                break;
            default:
                ((byte*)destination)[index] = (value.IsReal ? value.Real != 0 : value.Integer != 0) ? (byte)1 : (byte)0;
                break;
        }
    }

    private delegate void ConvertRun<TFrom, TTo>(ReadOnlySpan<TFrom> source, Span<TTo> destination)
        where TFrom : unmanaged
        where TTo : unmanaged;
}

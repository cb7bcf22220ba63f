using System.Runtime.InteropServices;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.TorchSharp;

/// <summary>An engine whose primitives are TorchSharp calls: libtorch on the CPU, or a CUDA device. Floating tensors are Float32.</summary>
/// <remarks>
/// <para>Gradients are this library's: every call runs under TorchSharp's <c>no_grad</c>. Memory is freed by this library's counts; neither dispose scopes nor
/// finalisers are relied on, and a buffer made inside a caller's dispose scope outlives it. <c>docs/engines.md</c> lists the route of each primitive that
/// TorchSharp has no call for.</para>
/// <para>The same seed gives the same bits on the same device, library and number of threads: sums over rows and scattered sums have a fixed order, and no
/// primitive uses atomic additions.</para>
/// <para>A device works while the host queues more. The host waits where a primitive returns a number to it, <c>Download</c> and <c>AllFinite</c>, where an
/// index is checked whose bounds are not known or too wide, and where it gives the device data: <c>Upload</c>, what is drawn on the host, and with cross-engine
/// dropout its mask. No other primitive waits.</para>
/// </remarks>
/// <example><code>
/// using var engine = new TorchSharpEngine("cuda:0");
/// model.MoveTo(engine);
/// </code></example>
public sealed unsafe partial class TorchSharpEngine : Engine
{
    private readonly Torch.Device _device;
    private readonly Func<SparseStructure, TorchStructure> _copy;
    private long _bytesInUse;
    private long _peakBytes;
    private long _hostReads;

    /// <summary>Creates an engine.</summary>
    /// <param name="device"><c>cpu</c>, <c>cuda</c> (the first CUDA device) or <c>cuda:N</c>.</param>
    /// <param name="crossEngine">True draws dropout from the library's Philox on the host, so that it drops the same elements as every other engine; false
    /// seeds the device's own generator, which is faster and whose elements depend on device and libtorch version. Everything else random is the same either
    /// way.</param>
    /// <param name="threads">For <c>cpu</c>: how many threads libtorch computes with, 1 to 1024, a setting of the whole process; null leaves it as it is.</param>
    /// <exception cref="ArgumentException">The device is not written as described, or threads are out of range or given for a CUDA device.</exception>
    /// <exception cref="NotSupportedException">libtorch or the device is not there; the message says which package to add.</exception>
    public TorchSharpEngine(string device = "cpu", bool crossEngine = false, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (threads is not null)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(threads.Value, 1, nameof(threads));

            // Threads that the system cannot start end the process inside libtorch.
            ArgumentOutOfRangeException.ThrowIfGreaterThan(threads.Value, CpuEngine.MaxThreadCount, nameof(threads));
        }

        int? index = TorchSharpRuntime.DeviceIndex(device);
        if (index is not null && threads is not null)
        {
            throw new ArgumentException($"'{nameof(threads)}' is for the device 'cpu', got {threads} with '{device}': leave it out.", nameof(threads));
        }

        TorchSharpRuntime.Require(device, index);
        IsCrossEngine = crossEngine;
        Name = index switch { null => "torch-cpu", 0 => "cuda", _ => $"cuda:{index}" };
        _device = index is null ? new Torch.Device(global::TorchSharp.DeviceType.CPU) : new Torch.Device(global::TorchSharp.DeviceType.CUDA, index.Value);
        if (threads is not null)
        {
            Torch.set_num_threads(threads.Value);
        }

        _copy = structure => new TorchStructure(this, structure);
    }

    /// <summary><c>torch-cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public override string Name { get; }

    /// <inheritdoc/>
    public override DataType FloatType => DataType.Float32;

    /// <summary>How many threads libtorch computes with on the CPU, a setting of the process; 1 for a CUDA device. Sums over a whole tensor may differ in their
    /// last bits between numbers of threads.</summary>
    public override int ThreadCount => IsCuda ? 1 : Torch.get_num_threads();

    /// <summary>Whether dropout drops the same elements as on every other engine.</summary>
    public bool IsCrossEngine { get; }

    /// <summary>How often this engine has read from the device, each time waiting for it: downloads, questions and checks of an index. No call of libtorch that the
    /// engine makes reads anything besides.</summary>
    public long HostReads => Interlocked.Read(ref _hostReads);

    /// <summary>The bytes of this engine's buffers and copies of structures. What libtorch's own allocator keeps beside them cannot be asked for: pooled is 0.</summary>
    public override MemoryStatistics Memory => new(Interlocked.Read(ref _bytesInUse), 0, Interlocked.Read(ref _peakBytes));

    /// <summary>Where tensors are made.</summary>
    internal Torch.Device Device => _device;

    private bool IsCuda => _device.type == global::TorchSharp.DeviceType.CUDA;

    /// <inheritdoc/>
    public override EngineBuffer Allocate(DataType type, long length)
    {
        using Workspace work = Workspace.Enter();
        return Wrap(work, Empty(work, type, length), type, length);
    }

    /// <inheritdoc/>
    public override EngineBuffer Fill(DataType type, long length, double value)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor filled = Empty(work, type, length);
        work.Own(filled.fill_(type.IsInteger() ? work.Integer((long)value) : work.Number(value)));
        return Wrap(work, filled, type, length, type.IsInteger() ? new IndexRange((long)value, (long)value) : null);
    }

    /// <inheritdoc/>
    public override EngineBuffer Upload(void* source, DataType type, long length)
    {
        using Workspace work = Workspace.Enter();
        DataType kept = type.IsFloating() ? FloatType : type;
        TorchTensor host = work.Own(Torch.empty(length, dtype: TypeOf(type)));
        HostMemoryRuns.CopyIn(work, host, source, type.Size(), length);
        TorchTensor tensor = host;
        if (IsCuda || kept != type)
        {
            tensor = Empty(work, kept, length);
            work.Own(tensor.copy_(host));
        }

        return Wrap(work, tensor, kept, length, RangeOf(source, type, length));
    }

    /// <inheritdoc/>
    public override void Download(in BufferView source, void* destination, DataType type)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor tensor = Read(work, source, source.Count);
        if (IsCuda || type != source.DataType)
        {
            TorchTensor host = work.Own(Torch.empty(source.Count, dtype: TypeOf(type)));
            work.Own(host.copy_(tensor));
            tensor = host;
        }

        Interlocked.Increment(ref _hostReads);
        HostMemoryRuns.CopyOut(work, tensor, destination, type.Size(), source.Count);
    }

    /// <inheritdoc/>
    public override EngineBuffer Copy(in BufferView source) => Cast(source, source.DataType);

    /// <inheritdoc/>
    public override EngineBuffer Cast(in BufferView source, DataType type)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor from = Read(work, source, source.Count);
        if (type == DataType.Bool && source.DataType != DataType.Bool)
        {
            return Wrap(work, work.Own(from.ne(work.Number(0))), type, source.Count);
        }

        TorchTensor copy = Empty(work, type, source.Count);
        work.Own(copy.copy_(from));
        return Wrap(work, copy, type, source.Count, type.IsInteger() ? ((TorchBuffer)source.Buffer).Range : null);
    }

    /// <inheritdoc/>
    public override void AccumulateInto(in BufferView target, in BufferView source, double scale)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor to = Read(work, target, target.Count);
        work.Own(to.add_(Read(work, source, source.Count), work.Number(scale)));
    }

    /// <inheritdoc/>
    public override bool AllFinite(ReadOnlySpan<BufferView> views)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor? all = null;
        foreach (BufferView view in views)
        {
            TorchTensor finite = work.Own(work.Own(Read(work, view, view.Count).isfinite()).all());
            all = all is null ? finite : work.Own(all.logical_and(finite));
        }

        if (all is null)
        {
            return true;
        }

        byte answer;
        TorchTensor host = work.Own(Torch.empty(1, dtype: TorchType.Bool));
        work.Own(host.copy_(work.Own(all.view(1))));
        Interlocked.Increment(ref _hostReads);
        HostMemoryRuns.CopyOut(work, host, &answer, 1, 1);
        return answer != 0;
    }

    /// <summary>Notes that a buffer or a copy of a structure was made, or freed if negative.</summary>
    internal void Count(long bytes)
    {
        long inUse = Interlocked.Add(ref _bytesInUse, bytes);
        long peak = Interlocked.Read(ref _peakBytes);
        while (inUse > peak)
        {
            long seen = Interlocked.CompareExchange(ref _peakBytes, inUse, peak);
            if (seen == peak)
            {
                break;
            }

            peak = seen;
        }
    }

    /// <summary>A buffer around a tensor that nothing else refers to and no workspace owns.</summary>
    internal TorchBuffer Adopt(TorchTensor tensor) => new(this, tensor, tensor.dtype switch
    {
        TorchType.Float32 => DataType.Float32,
        TorchType.Float64 => DataType.Float64,
        TorchType.Int32 => DataType.Int32,
        TorchType.Int64 => DataType.Int64,
        _ => DataType.Bool,
    }, tensor.NumberOfElements, range: null);

    internal static TorchType TypeOf(DataType type) => type switch
    {
        DataType.Float32 => TorchType.Float32,
        DataType.Float64 => TorchType.Float64,
        DataType.Int32 => TorchType.Int32,
        DataType.Int64 => TorchType.Int64,
        _ => TorchType.Bool,
    };

    /// <summary>A view as a tensor of the view's own shape.</summary>
    private static TorchTensor Read(Workspace work, in BufferView view)
    {
        Span<long> axes = stackalloc long[Shape.MaxRank];
        view.Shape.CopyTo(axes);
        return Read(work, view, axes[..view.Shape.Rank].ToArray());
    }

    /// <summary>A view as a tensor of another shape with as many elements.</summary>
    private static TorchTensor Read(Workspace work, in BufferView view, params long[] shape)
    {
        TorchTensor flat = ((TorchBuffer)view.Buffer).Tensor;
        if (view.Offset != 0 || view.Count != view.Buffer.Length)
        {
            flat = work.Own(flat.narrow(0, view.Offset, view.Count));
        }

        return work.Own(flat.view(shape));
    }

    /// <summary>An uninitialised tensor on the device.</summary>
    private TorchTensor Empty(Workspace work, DataType type, params long[] shape)
    {
        try
        {
            return work.Own(Torch.empty(shape, dtype: TypeOf(type), device: _device));
        }
        catch (ExternalException refused) when (refused.Message.Contains("tried to allocate", StringComparison.OrdinalIgnoreCase))
        {
            throw new InsufficientMemoryException(
                $"A tensor of [{string.Join(", ", shape)}] of {type} was asked for on '{Name}', and the device has not as much memory left; {Memory.InUse} bytes " +
                "are in use. Use smaller batches, or dispose of what is no longer needed.", refused);
        }
    }

    private TorchTensor Zeros(Workspace work, params long[] shape) => work.Own(Torch.zeros(shape, dtype: TorchType.Float32, device: _device));

    /// <summary>A buffer of Float32 around a result that shares no memory with any other buffer.</summary>
    private TorchBuffer Wrap(Workspace work, TorchTensor result, long length) => Wrap(work, result, DataType.Float32, length);

    /// <summary>A buffer around a result that shares no memory with any other buffer.</summary>
    private TorchBuffer Wrap(Workspace work, TorchTensor result, DataType type, long length, IndexRange? range = null)
    {
        TorchTensor flat = work.Keep(work.Own(result.reshape(length)));
        return new TorchBuffer(this, flat, type, length, range);
    }

    /// <summary>A result copied to rows one after another: what <c>expand</c>, <c>t</c> and <c>narrow</c> give shares its argument's memory.</summary>
    private TorchBuffer WrapCopy(Workspace work, TorchTensor shared, DataType type, long length, IndexRange? range, params long[] shape)
    {
        TorchTensor copy = Empty(work, type, shape);
        work.Own(copy.copy_(shared));
        return Wrap(work, copy, type, length, range);
    }

    private static IndexRange? RangeOf(void* source, DataType type, long length)
    {
        if (!type.IsInteger())
        {
            return null;
        }

        (long least, long most) = (IndexRange.Empty.Least, IndexRange.Empty.Most);
        for (long i = 0; i < length; i++)
        {
            long value = type == DataType.Int32 ? ((int*)source)[i] : ((long*)source)[i];
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        return new IndexRange(least, most);
    }
}

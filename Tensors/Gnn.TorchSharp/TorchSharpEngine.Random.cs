using System.Buffers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.TorchSharp;

public sealed unsafe partial class TorchSharpEngine
{
    private const int DrawLength = 1 << 16;
    private static readonly Lock CudaGeneratorLock = new();

    private delegate void Draw<T>(Span<T> destination, long firstIndex);

    /// <summary>Uniform numbers in [low, high): element i is the source's number i. Drawn on the host and uploaded, the same on every engine.</summary>
    /// <inheritdoc/>
    public override EngineBuffer RandomUniform(long length, RandomSource source, double low, double high) =>
        FromHost<float>(DataType.Float32, length, (run, first) => source.FillUniform(run, first, low, high));

    /// <summary>Normal numbers: element i is the source's number i. Drawn on the host and uploaded, the same on every engine.</summary>
    /// <inheritdoc/>
    public override EngineBuffer RandomNormal(long length, RandomSource source, double mean, double standardDeviation) =>
        FromHost<float>(DataType.Float32, length, (run, first) => source.FillNormal(run, first, mean, standardDeviation));

    /// <summary>y[i] = x[i] / (1 - p) with chance 1 - p, else 0; the same source gives the same elements on this engine, and on every engine if
    /// <see cref="IsCrossEngine"/>.</summary>
    /// <remarks>By default the device's generator is seeded from the source's first 64 bits. On the CPU that is a generator of the call's own; libtorch lets
    /// nobody make one for CUDA, so there the process's CUDA generators are seeded, which a program that draws from them as well should know.</remarks>
    /// <inheritdoc/>
    public override EngineBuffer Dropout(in BufferView x, double probability, RandomSource source)
    {
        if (IsCrossEngine)
        {
            return DropoutFromHost(x, probability, source);
        }

        using Workspace work = Workspace.Enter();
        TorchTensor kept = work.Own(Uniform(work, x.Count, source).ge(work.Number(probability)));
        return Wrap(work, Drop(work, x, kept, probability), x.Count);
    }

    private TorchBuffer DropoutFromHost(in BufferView x, double probability, RandomSource source)
    {
        uint[] words = ArrayPool<uint>.Shared.Rent(DrawLength);
        TorchBuffer mask = FromHost<byte>(DataType.Bool, x.Count, (run, first) =>
        {
            Span<uint> drawn = words.AsSpan(0, run.Length);
            source.Fill(drawn, first);
            for (int i = 0; i < run.Length; i++)
            {
                run[i] = drawn[i] < probability * 4294967296.0 ? (byte)0 : (byte)1;
            }
        });
        ArrayPool<uint>.Shared.Return(words);
        try
        {
            using Workspace work = Workspace.Enter();
            return Wrap(work, Drop(work, x, mask.Tensor, probability), x.Count);
        }
        finally
        {
            mask.Release();
        }
    }

    private TorchTensor Drop(Workspace work, in BufferView x, TorchTensor kept, double probability)
    {
        TorchTensor scaled = work.Own(Read(work, x, x.Count).mul(work.Number(1 / (1 - probability))));
        return Where(work, kept, scaled, Constant(work, 0));
    }

    /// <summary>Uniform numbers in [0, 1) from the device's generator, seeded by the source.</summary>
    private TorchTensor Uniform(Workspace work, long length, RandomSource source)
    {
        ulong seed = ((ulong)source.UInt32At(0) << 32) | source.UInt32At(1);
        if (!IsCuda)
        {
            using var generator = new Torch.Generator(seed, _device);
            return work.Own(Torch.rand(length, dtype: TorchType.Float32, device: _device, generator: generator));
        }

        lock (CudaGeneratorLock)
        {
            Torch.cuda.manual_seed_all((long)seed);
            return work.Own(Torch.rand(length, dtype: TorchType.Float32, device: _device));
        }
    }

    /// <summary>A buffer of numbers that the host makes run by run.</summary>
    private TorchBuffer FromHost<T>(DataType type, long length, Draw<T> draw)
        where T : unmanaged
    {
        using Workspace work = Workspace.Enter();
        TorchTensor host = work.Own(Torch.empty(length, dtype: TypeOf(type)));
        T[] run = ArrayPool<T>.Shared.Rent(DrawLength);
        try
        {
            for (long start = 0; start < length; start += DrawLength)
            {
                int count = (int)Math.Min(DrawLength, length - start);
                draw(run.AsSpan(0, count), start);
                TorchTensor part = work.Own(host.narrow(0, start, count));
                fixed (T* source = run)
                {
                    HostMemoryRuns.CopyIn(work, part, source, sizeof(T), count);
                }
            }
        }
        finally
        {
            ArrayPool<T>.Shared.Return(run);
        }

        TorchTensor tensor = host;
        if (IsCuda)
        {
            tensor = Empty(work, type, length);
            work.Own(tensor.copy_(host));
        }

        return Wrap(work, tensor, type, length);
    }
}

using System.Numerics;
using Gnn.Tensors.Memory;

namespace Gnn.Cli.Benchmarks;

/// <summary>What the memory gives, by plain loops of this command and not by an engine: the sum of an array, a copy, and the triad a = b + s c.</summary>
/// <remarks>Bytes are those of one, two and three arrays. Results are stored past the caches, as large results should be.</remarks>
internal static unsafe class StreamWork
{
    private const long ChunkElements = 1 << 18;

    private static float _sum;

    internal static void Run(BenchmarkRun run)
    {
        // Whole vectors, whatever their length.
        long length = Math.Max(run.Sizes.StreamBytes / sizeof(float) / 64 * 64, 64);
        using var a = new NativeArray<float>(length);
        using var b = new NativeArray<float>(length);
        using var c = new NativeArray<float>(length);
        var loops = new Loops(a.Pointer, b.Pointer, c.Pointer);
        double bytes = length * (double)sizeof(float);
        int threads = run.Engine.ThreadCount;
        Share(threads, length, loops.Fill);
        run.Measure("stream read", () => Share(threads, length, loops.Read), new Cost(bytes), [length]);
        run.Measure("stream copy", () => Share(threads, length, loops.Copy), new Cost(2 * bytes), [length]);
        run.Measure("stream triad", () => Share(threads, length, loops.Triad), new Cost(3 * bytes), [length]);
    }

    /// <summary>Calls a loop for chunks of an array, which threads take as they come.</summary>
    private static void Share(int threads, long length, Action<long, long> loop)
    {
        long next = 0;
        if (threads == 1)
        {
            Drain(0);
            return;
        }

        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, Drain);

        void Drain(int thread)
        {
            long start;
            while ((start = Interlocked.Add(ref next, ChunkElements) - ChunkElements) < length)
            {
                loop(start, Math.Min(start + ChunkElements, length));
            }
        }
    }

    private sealed class Loops(float* a, float* b, float* c)
    {
        internal void Fill(long start, long end)
        {
            new Span<float>(a + start, (int)(end - start)).Fill(0.5f);
            new Span<float>(b + start, (int)(end - start)).Fill(1);
            new Span<float>(c + start, (int)(end - start)).Fill(2);
        }

        internal void Read(long start, long end)
        {
            int width = Vector<float>.Count;
            Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
            for (float* p = a + start; p < a + end; p += 4 * width)
            {
                s0 += Vector.LoadAligned(p);
                s1 += Vector.LoadAligned(p + width);
                s2 += Vector.LoadAligned(p + (2 * width));
                s3 += Vector.LoadAligned(p + (3 * width));
            }

            _sum = Vector.Sum((s0 + s1) + (s2 + s3));
        }

        internal void Copy(long start, long end)
        {
            int width = Vector<float>.Count;
            for (long i = start; i < end; i += 4 * width)
            {
                Vector.StoreAlignedNonTemporal(Vector.LoadAligned(b + i), a + i);
                Vector.StoreAlignedNonTemporal(Vector.LoadAligned(b + i + width), a + i + width);
                Vector.StoreAlignedNonTemporal(Vector.LoadAligned(b + i + (2 * width)), a + i + (2 * width));
                Vector.StoreAlignedNonTemporal(Vector.LoadAligned(b + i + (3 * width)), a + i + (3 * width));
            }
        }

        internal void Triad(long start, long end)
        {
            int width = Vector<float>.Count;
            var scale = new Vector<float>(3);
            for (long i = start; i < end; i += 2 * width)
            {
                Vector.StoreAlignedNonTemporal(Vector.LoadAligned(b + i) + (scale * Vector.LoadAligned(c + i)), a + i);
                Vector.StoreAlignedNonTemporal(Vector.LoadAligned(b + i + width) + (scale * Vector.LoadAligned(c + i + width)), a + i + width);
            }
        }
    }
}

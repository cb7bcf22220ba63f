using System.Runtime.InteropServices;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Gnn.Graphs.Generators;

/// <summary>R-MAT graphs with features and labels as .npy files, for measurements on graphs whose features are larger than memory.</summary>
/// <remarks>
/// <para>Written are the compressed rows of the edges by target, <c>rowptr</c> <c>[N + 1]</c> and <c>col</c> <c>[E]</c> (Int32, the sources of a row ascending), <c>val</c>
/// <c>[E]</c> (Float32, 1 over the root of the product of both ends' in-degrees, of which none counts below 1), the training nodes <c>train</c> (Int32, ascending, drawn
/// uniformly), the labels <c>y</c> <c>[N]</c> (Int32, uniform) and the features <c>x</c> <c>[N, F]</c> (Float32, the label's row of centres plus noise, both uniform in
/// [-1, 1)).</para>
/// <para>Where the number of nodes is no power of 2, an edge that leaves them is drawn again. Ids are spread by a multiplication modulo N, so that nodes of high degree do
/// not share pages, as they do in no real data either; <see cref="RMat"/> keeps the model's ids.</para>
/// <para>Memory: 4 bytes for each edge and 12 for each node, whatever the features are; edges are drawn twice instead of being kept. The files are the same at any number
/// of threads.</para>
/// </remarks>
public static class RMatArrays
{
    private const int MostNodes = 1 << 30;
    private const int DefaultTrainCount = 100_000;
    private const int NodesPerRun = 1 << 12;
    private const int BytesPerChunk = 1 << 22;

    /// <summary>Writes a folder of arrays, all of them or nothing.</summary>
    /// <param name="folder">The folder; there must be none of that name.</param>
    /// <param name="options">The sizes.</param>
    /// <param name="source">Where everything is drawn from; the same source gives the same files.</param>
    /// <param name="progress">Told what is done next; may be null.</param>
    /// <param name="cancellation">Stops the writing and leaves nothing.</param>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is null or empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size or a chance is out of range.</exception>
    /// <exception cref="InsufficientMemoryException">The machine has not the memory that the edges take.</exception>
    /// <exception cref="IOException">The folder is there already, or a file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder around does not allow it.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static void Write(
        string folder, RMatArraysOptions options, RandomSource source, Action<string>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        AtomicFolder.Write(folder, files =>
        {
            WriteEdges(files, options, source, progress, cancellation);
            progress?.Invoke("labels and features");
            WriteNodes(files, options, source, cancellation);
        });
    }

    private static void Check(RMatArraysOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.NodeCount, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.NodeCount, MostNodes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.EdgeCount, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.EdgeCount, Array.MaxLength, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FeatureCount, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ClassCount, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TrainCount ?? 1, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.TrainCount ?? 1, options.NodeCount, nameof(options));
        RMat.CheckChances(options.A, options.B, options.C);
        HostMemory.Require((sizeof(int) * options.EdgeCount) + (3L * sizeof(int) * options.NodeCount), $"{options.EdgeCount} edges");
    }

    private static void WriteEdges(string files, RMatArraysOptions options, RandomSource source, Action<string>? progress, CancellationToken cancellation)
    {
        var edges = new RMatEdges(options, source);
        int[] pointers = new int[options.NodeCount + 1];
        progress?.Invoke("degrees");
        ForRuns(
            edges,
            (_, targets) =>
            {
                foreach (int target in targets)
                {
                    Interlocked.Increment(ref pointers[target + 1]);
                }
            },
            cancellation);
        for (int node = 0; node < options.NodeCount; node++)
        {
            pointers[node + 1] += pointers[node];
        }

        Write(files, "rowptr", options.NodeCount + 1L, pointers, cancellation);
        using var columns = new NativeArray<int>(options.EdgeCount);
        progress?.Invoke("rows");
        FillRows(edges, pointers, columns, cancellation);
        progress?.Invoke("columns and values");
        WriteBlocks<int>(files, "col", new Shape(options.EdgeCount), options.EdgeCount, (first, block) => columns.Span(first, block.Length).CopyTo(block), cancellation);
        WriteValues(files, pointers, columns, cancellation);
    }

    // Threads take places as they come; sorted, a row is the same whatever their order was.
    private static void FillRows(RMatEdges edges, int[] pointers, NativeArray<int> columns, CancellationToken cancellation)
    {
        int[] next = pointers[..^1];
        ForRuns(
            edges,
            (sources, targets) =>
            {
                Span<int> places = columns.Span();
                for (int edge = 0; edge < targets.Length; edge++)
                {
                    places[Interlocked.Increment(ref next[targets[edge]]) - 1] = sources[edge];
                }
            },
            cancellation);
        GeneratorThreads.For((next.Length + NodesPerRun - 1) / NodesPerRun, threads: null, Sort, cancellation);

        void Sort(int run)
        {
            int end = (int)Math.Min(next.Length, (run + 1L) * NodesPerRun);
            for (int node = run * NodesPerRun; node < end; node++)
            {
                columns.Span(pointers[node], pointers[node + 1] - pointers[node]).Sort();
            }
        }
    }

    private static void WriteValues(string files, int[] pointers, NativeArray<int> columns, CancellationToken cancellation)
    {
        int row = 0;
        WriteBlocks<float>(files, "val", new Shape(columns.Length), columns.Length, Fill, cancellation);

        void Fill(long first, Span<float> block)
        {
            for (int i = 0; i < block.Length; i++)
            {
                while (pointers[row + 1] <= first + i)
                {
                    row++;
                }

                block[i] = (float)(1 / Math.Sqrt(Degree(row) * Degree(columns[first + i])));
            }
        }

        double Degree(int node) => Math.Max(1, pointers[node + 1] - pointers[node]);
    }

    private static void WriteNodes(string files, RMatArraysOptions options, RandomSource source, CancellationToken cancellation)
    {
        int[] train = source.Stream("train").Sequence().Choose(options.NodeCount, options.TrainCount ?? Math.Min(DefaultTrainCount, options.NodeCount));
        Array.Sort(train);
        Write(files, "train", train.Length, train, cancellation);
        int[] labels = new int[options.NodeCount];
        RandomSequence random = source.Stream("labels").Sequence();
        for (int node = 0; node < labels.Length; node++)
        {
            labels[node] = random.NextInt32(options.ClassCount);
        }

        Write(files, "y", labels.Length, labels, cancellation);
        float[] centres = new float[checked(options.ClassCount * options.FeatureCount)];
        source.Stream("centres").FillUniform(centres, 0, -1, 1);
        RandomSource noise = source.Stream("features");
        int width = options.FeatureCount;
        WriteBlocks<float>(files, "x", new Shape(options.NodeCount, width), (long)options.NodeCount * width, Fill, cancellation);

        void Fill(long first, Span<float> block)
        {
            noise.FillUniform(block, first, -1, 1);
            (long node, long feature) = Math.DivRem(first, width);
            for (int i = 0; i < block.Length; node++, feature = 0)
            {
                int length = (int)Math.Min(width - feature, block.Length - i);
                Span<float> row = block.Slice(i, length);
                TensorPrimitives.Add(row, centres.AsSpan((labels[node] * width) + (int)feature, length), row);
                i += length;
            }
        }
    }

    private static void ForRuns(RMatEdges edges, EdgeVisitor visit, CancellationToken cancellation)
    {
        GeneratorThreads.For(edges.RunCount, threads: null, Visit, cancellation);

        void Visit(int run)
        {
            int[] sources = new int[RMatEdges.EdgesPerRun];
            int[] targets = new int[RMatEdges.EdgesPerRun];
            int count = edges.Draw(run, sources, targets);
            visit(sources.AsSpan(0, count), targets.AsSpan(0, count));
        }
    }

    private static void Write(string files, string name, long length, int[] values, CancellationToken cancellation) =>
        WriteBlocks<int>(files, name, new Shape(length), length, (first, block) => values.AsSpan((int)first, block.Length).CopyTo(block), cancellation);

    /// <summary>Writes an array, a block at a time.</summary>
    private static void WriteBlocks<T>(string files, string name, in Shape shape, long length, BlockFill<T> fill, CancellationToken cancellation)
        where T : unmanaged
    {
        byte[] header = NpyFile.Header(DataTypeExtensions.Of<T>(), shape);
        AtomicFile.Write(Path.Combine(files, name + ".npy"), stream =>
        {
            stream.Write(header);
            T[] block = new T[BytesPerChunk / Marshal.SizeOf<T>()];
            for (long first = 0; first < length; first += block.Length)
            {
                cancellation.ThrowIfCancellationRequested();
                Span<T> filled = block.AsSpan(0, (int)Math.Min(block.Length, length - first));
                fill(first, filled);
                stream.Write(MemoryMarshal.AsBytes(filled));
            }
        });
    }

    /// <summary>Fills a block of an array, asked for in order.</summary>
    private delegate void BlockFill<T>(long first, Span<T> block);

    private delegate void EdgeVisitor(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets);
}

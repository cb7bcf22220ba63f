using Gnn.Tensors;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Threading;

namespace Gnn.Training.Embeddings;

/// <summary>The two tables of a skip-gram model and the memory of one batch of walks.</summary>
internal sealed unsafe class SkipGramModel : IDisposable
{
    private readonly WalkEmbeddingOptions _options;
    private readonly NodeChances? _chances;
    private readonly HuffmanTree? _tree;
    private readonly SkipGramLayout _layout;
    private readonly NativeArray<float> _inputs;
    private readonly NativeArray<float> _outputs;
    private readonly NativeArray<float> _memory;
    private readonly NativeArray<int> _words;
    private readonly NativeArray<int> _outputCounts;
    private readonly NativeArray<double> _losses;
    private readonly NativeArray<long> _pairs;

    /// <summary>A model of N nodes whose input rows are drawn at random and whose output rows are 0, as in word2vec.</summary>
    /// <param name="degrees">For each node the number of its edges.</param>
    /// <param name="options">The options, checked.</param>
    /// <param name="batchWalks">Walks of a batch, at most.</param>
    internal SkipGramModel(ReadOnlySpan<long> degrees, WalkEmbeddingOptions options, int batchWalks)
    {
        _options = options;
        NodeCount = degrees.Length;
        BatchWalks = batchWalks;
        int groups = (options.WalkLength + SkipGramWalkJob.PositionsPerDraw - 1) / SkipGramWalkJob.PositionsPerDraw;
        int negatives = options.Negatives;
        int mostTargets;
        long capacity;
        int outputRows = NodeCount;
        if (options.Objective == SkipGramObjective.HierarchicalSoftmax)
        {
            negatives = 0;
            _tree = new HuffmanTree(Frequencies(degrees));
            outputRows = _tree.InnerCount;
            mostTargets = _tree.Depth;
            capacity = (long)options.WalkLength * _tree.Depth;
        }
        else
        {
            _chances = new NodeChances(Weights(degrees, options.NegativePower));
            mostTargets = 1 + negatives;
            capacity = options.WalkLength + ((long)groups * negatives);
        }

        int words = checked(options.WalkLength + (groups * negatives));
        _layout = new SkipGramLayout(options.Dimension, options.WalkLength, options.Context, mostTargets, (int)Math.Min(capacity, Math.Max(1, outputRows)), words);
        _inputs = Zeros((long)NodeCount * _layout.Stride);
        _outputs = Zeros((long)outputRows * _layout.Stride);
        _memory = Zeros(batchWalks * _layout.Length);
        _words = new NativeArray<int>(batchWalks * _layout.WordLength);
        _outputCounts = new NativeArray<int>(batchWalks);
        _losses = new NativeArray<double>(2L * batchWalks);
        _pairs = new NativeArray<long>(2L * batchWalks);
        RandomSource weights = options.Random.Stream("weights");
        double bound = 0.5 / options.Dimension;
        for (int node = 0; node < NodeCount; node++)
        {
            weights.FillUniform(Input(node), (long)node * options.Dimension, -bound, bound);
        }
    }

    internal int NodeCount { get; }

    /// <summary>Walks of a batch, at most.</summary>
    internal int BatchWalks { get; }

    /// <summary>The row that a node has as a neighbour of others: its embedding.</summary>
    internal Span<float> Input(int node) => _inputs.Span((long)node * _layout.Stride, _options.Dimension);

    /// <summary>The row that a node, or an inner node of the tree, has as a target.</summary>
    internal Span<float> Output(int node) => _outputs.Span((long)node * _layout.Stride, _options.Dimension);

    /// <summary>The way to a node, where the model has a tree.</summary>
    internal ReadOnlySpan<int> Way(int node) => _tree!.Way(node);

    /// <summary>Takes one step of all walks of a batch.</summary>
    /// <param name="walks">The walks, -1 after the end of each, one after the other.</param>
    /// <param name="count">How many.</param>
    /// <param name="firstWalk">The number of the first among those of the epoch, by which its random numbers are known.</param>
    /// <param name="random">The source of the epoch.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="pool">The threads.</param>
    /// <param name="sums">Gets more by the batch's losses and pairs.</param>
    internal void Step(int* walks, int count, long firstWalk, RandomSource random, float rate, ForkJoinPool pool, ref SkipGramSums sums)
    {
        var walking = new VectorJob<SkipGramWalkJob>(new SkipGramWalkJob
        {
            Layout = _layout,
            Walks = walks,
            FirstWalk = firstWalk,
            Inputs = _inputs.Pointer,
            Outputs = _outputs.Pointer,
            Memory = _memory.Pointer,
            Words = _words.Pointer,
            OutputCounts = _outputCounts.Pointer,
            Losses = _losses.Pointer,
            Pairs = _pairs.Pointer,
            Random = random,
            Negatives = _tree is null ? _options.Negatives : 0,
            IsShrinking = _options.ShrinkContext,
            Rate = rate,
            Chances = _chances,
            Tree = _tree,
        });
        pool.Run(ref walking, count);
        var update = new SkipGramUpdateJob
        {
            Layout = _layout,
            Walks = walks,
            WalkCount = count,
            Inputs = _inputs.Pointer,
            Outputs = _outputs.Pointer,
            Memory = _memory.Pointer,
            Words = _words.Pointer,
            OutputCounts = _outputCounts.Pointer,
        };
        var updating = new VectorJob<SkipGramUpdateJob>(update);
        pool.Run(ref updating, update.ChunkCount);
        for (int walk = 0; walk < count; walk++)
        {
            sums.PositiveLoss += _losses.Pointer[2 * walk];
            sums.NegativeLoss += _losses.Pointer[(2 * walk) + 1];
            sums.PositivePairs += _pairs.Pointer[2 * walk];
            sums.NegativePairs += _pairs.Pointer[(2 * walk) + 1];
        }
    }

    public void Dispose()
    {
        _inputs.Dispose();
        _outputs.Dispose();
        _memory.Dispose();
        _words.Dispose();
        _outputCounts.Dispose();
        _losses.Dispose();
        _pairs.Dispose();
    }

    private static NativeArray<float> Zeros(long length)
    {
        var array = new NativeArray<float>(length);
        for (long start = 0; start < length; start += int.MaxValue)
        {
            array.Span(start, (int)Math.Min(int.MaxValue, length - start)).Clear();
        }

        return array;
    }

    /// <summary>One more than the degree: a walk begins at every node.</summary>
    private static long[] Frequencies(ReadOnlySpan<long> degrees)
    {
        long[] frequencies = degrees.ToArray();
        for (int node = 0; node < frequencies.Length; node++)
        {
            frequencies[node]++;
        }

        return frequencies;
    }

    private static double[] Weights(ReadOnlySpan<long> degrees, double power)
    {
        double[] weights = new double[degrees.Length];
        double total = 0;
        for (int node = 0; node < weights.Length; node++)
        {
            weights[node] = power == 0 ? 1 : Math.Pow(degrees[node], power);
            total += weights[node];
        }

        // Without an edge there is no window either, and nothing is drawn.
        if (!(total > 0))
        {
            Array.Fill(weights, 1);
        }

        return weights;
    }
}

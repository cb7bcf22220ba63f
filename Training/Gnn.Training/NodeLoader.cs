using Gnn.Graphs.Sampled;
using Gnn.Layers;
using Gnn.Sampling.Features;
using Gnn.Sampling.Loading;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Training;

/// <summary>Takes nodes in batches, each with what was sampled around it, its features and its labels, made ahead on threads of its own.</summary>
/// <remarks>
/// <para>An epoch has every node once; the last batch has what is left. What a batch holds depends on the source of random numbers, the epoch and the batch alone, so that an
/// epoch may be left and gone on with at any batch, at any number of workers.</para>
/// <para>The loader holds nothing that must be ended: what it was made of stays its owner's, and must live while batches are made. It is for one thread at a time.</para>
/// </remarks>
/// <example><code>
/// using var sampler = new NeighborSampler(graph, [15, 10]);
/// using IBlockPreparation preparation = model.PrepareBlocks(graph);
/// using var features = new MemoryFeatureStore(graph.Features.ToDense());
/// var loader = new NodeLoader(sampler, preparation, features, split.Train, new NodeLoaderOptions { Labels = labels, Random = new RandomSource(seed) });
/// foreach (NodeBatch batch in loader.Epoch(1))
/// {
///     using (batch) { Tensor logits = model.Forward(context, batch.X, batch.Adjacencies); ... }
/// }
/// </code></example>
public sealed class NodeLoader
{
    private readonly INodeSampler _sampler;
    private readonly IBlockPreparation _preparation;
    private readonly FeatureStore _features;
    private readonly NodeLoaderOptions _options;
    private readonly int[] _nodes;
    private PrefetchStatistics _past;
    private Prefetcher<NodeBatch>? _running;

    /// <summary>Prepares batches; nothing is made before an epoch is taken.</summary>
    /// <param name="sampler">Draws what is around the nodes.</param>
    /// <param name="preparation">Makes what layers propagate over; its model has as many layers as the sampler.</param>
    /// <param name="features">The features of the graph's nodes.</param>
    /// <param name="nodes">The nodes, each once, in [0, N).</param>
    /// <param name="options">Sizes, order, labels; the defaults if null.</param>
    /// <exception cref="ArgumentException">Features or labels are not of the sampler's nodes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A node or an option is out of range.</exception>
    public NodeLoader(INodeSampler sampler, IBlockPreparation preparation, FeatureStore features, ReadOnlySpan<int> nodes, NodeLoaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        ArgumentNullException.ThrowIfNull(preparation);
        ArgumentNullException.ThrowIfNull(features);
        _options = options ?? new NodeLoaderOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.BatchSize, 1, nameof(NodeLoaderOptions.BatchSize));
        if (features.RowCount != sampler.NodeCount)
        {
            throw new ArgumentException($"The sampler is of {sampler.NodeCount} nodes, but there are features of {features.RowCount}: take those of the same graph.", nameof(features));
        }

        if (_options.Labels is { } labels && labels.Length != sampler.NodeCount)
        {
            throw new ArgumentException($"The sampler is of {sampler.NodeCount} nodes, but there are labels of {labels.Length}: take those of the same graph.", nameof(options));
        }

        for (int place = 0; place < nodes.Length; place++)
        {
            if ((uint)nodes[place] >= (uint)sampler.NodeCount)
            {
                throw new ArgumentOutOfRangeException(nameof(nodes), nodes[place], $"Node {place} must be in [0, {sampler.NodeCount}), got {nodes[place]}.");
            }
        }

        (_sampler, _preparation, _features, _nodes) = (sampler, preparation, features, nodes.ToArray());
        _past = new PrefetchStatistics(_options.Prefetch.Workers, 0, default, default, default);
    }

    /// <summary>The batches of an epoch.</summary>
    public int BatchCount => (_nodes.Length + _options.BatchSize - 1) / _options.BatchSize;

    /// <summary>How long batches were waited for, over all epochs so far.</summary>
    public PrefetchStatistics Statistics => _running is null ? _past : _past.Add(_running.Statistics);

    /// <summary>The batches of an epoch, in order.</summary>
    /// <param name="epoch">Which; its order and samples are its own.</param>
    /// <param name="first">The first batch to be made, 0 to <see cref="BatchCount"/>: to go on in the middle.</param>
    /// <param name="cancellation">Ends the epoch with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The batches, which belong to who takes them. Each enumeration makes them anew.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    public IEnumerable<NodeBatch> Epoch(int epoch, int first = 0, CancellationToken cancellation = default)
    {
        _past = Statistics;
        int[] order = [.. _nodes];
        if (_options.Shuffle)
        {
            _options.Random.Stream("order").Stream((ulong)epoch).Sequence().Shuffle(order.AsSpan());
        }

        RandomSource sampling = _options.Random.Stream("sampling").Stream((ulong)epoch);
        return _running = new Prefetcher<NodeBatch>(BatchCount, batch => Make(batch, order, sampling), _options.Prefetch, first, cancellation);
    }

    private NodeBatch Make(int batch, int[] order, RandomSource sampling)
    {
        int first = batch * _options.BatchSize;
        ReadOnlySpan<int> seeds = order.AsSpan(first, Math.Min(_options.BatchSize, order.Length - first));
        using var scope = new TensorScope();
        SampledSubgraph sampled = _sampler.Sample(seeds, sampling);
        var adjacencies = new List<Adjacency>(sampled.Blocks.Count);
        try
        {
            for (int layer = 0; layer < sampled.Blocks.Count; layer++)
            {
                adjacencies.Add(_preparation.Prepare(sampled, layer));
            }

            Tensor? labels = null;
            if (_options.Labels is { } all)
            {
                int[] picked = NodeClassificationTask.Pick(all.Span, seeds);
                labels = Tensor.Create(picked, picked.Length, _features.Engine);
            }

            return new NodeBatch(batch, sampled, adjacencies, _features.Gather(sampled.Nodes).Keep(), labels?.Keep());
        }
        catch
        {
            adjacencies.ForEach(adjacency => adjacency.Dispose());
            sampled.Dispose();
            throw;
        }
    }
}

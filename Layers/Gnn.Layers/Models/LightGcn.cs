using Gnn.Graphs;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>A recommender that learns a row for each user and item and smooths the rows over who chose what: nothing else is learnt.</summary>
/// <remarks>
/// <code>
/// E_0 = W        E_k = D^-1/2 A D^-1/2 E_(k-1)        Z = sum over k = 0 .. L of alpha_k E_k        W, Z: [N, width]
/// score of an edge (i, j) = z_i . z_j
/// </code>
/// <para>Paper: X. He, K. Deng, X. Wang, Y. Li, Y. Zhang and M. Wang, "LightGCN: Simplifying and Powering Graph Convolution Network for Recommendation", SIGIR 2020. alpha_k is
/// 1 / (L + 1) unless given. Without layers, this is matrix factorisation. Rows are normal at first with deviation 0.1, as in the authors' program; PyTorch Geometric draws them after
/// Glorot, far smaller where there are many nodes.</para>
/// <para>Parameters: <c>embedding.weight</c>; buffers: <c>alpha</c>, as PyTorch Geometric's. Cost: L products with a sparse matrix, 2 E width operations each; no array of E * width is
/// made.</para>
/// </remarks>
public sealed class LightGcn : Module, IRecommendationModel
{
    internal const double InitialDeviation = 0.1;

    private readonly Embedding _embedding;
    private readonly LgConv _convolution;

    /// <summary>Creates a model.</summary>
    /// <param name="nodeCount">N, the number of users and items together, at least 1.</param>
    /// <param name="width">The number of columns of the embedding, at least 1.</param>
    /// <param name="layers">L, the number of propagations, at least 0.</param>
    /// <param name="random">The source of the initial rows.</param>
    /// <param name="alpha">The weights of the layers, L + 1 finite numbers; 1 / (L + 1) each if empty.</param>
    /// <exception cref="ArgumentException">There is another number of weights, or one is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LightGcn(int nodeCount, int width, int layers, RandomSource random, params ReadOnlySpan<double> alpha)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodeCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(layers);
        double[] weights = alpha.ToArray();
        if (weights.Length == 0)
        {
            weights = new double[layers + 1];
            Array.Fill(weights, 1.0 / (layers + 1));
        }

        if (weights.Length != layers + 1 || Array.Exists(weights, weight => !double.IsFinite(weight)))
        {
            throw new ArgumentException($"'{nameof(alpha)}' must be {layers + 1} finite numbers, one for the table and one for each of {layers} layers, got [{string.Join(", ", weights)}].", nameof(alpha));
        }

        LayerCount = layers;
        _embedding = AddModule("embedding", new Embedding(nodeCount, width, random.Stream("embedding"), InitialDeviation));
        _convolution = AddModule("conv", new LgConv());
        AddBuffer("alpha", Tensor.Create<double>(weights, weights.Length));
    }

    /// <inheritdoc/>
    public int NodeCount => _embedding.Count;

    /// <inheritdoc/>
    public int Width => _embedding.Width;

    /// <summary>L, the number of propagations.</summary>
    public int LayerCount { get; }

    /// <inheritdoc/>
    public Tensor Table => _embedding.Weight;

    /// <summary>Normalises, once for a graph.</summary>
    /// <param name="graph">The graph, with both directions of every interaction; its edge weights count, if it has them.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The graph has other nodes than the model, or the weights into a node sum to less than 0.</exception>
    public Adjacency Prepare(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        CheckNodes(graph.NodeCount, NodeCount);
        return _convolution.Prepare(graph);
    }

    /// <inheritdoc/>
    public RecommendationAdjacency Prepare(Graph graph, int userCount, RandomSource random) => new(Prepare(graph));

    /// <summary>Embeds all nodes.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <returns>Z, <c>[N, width]</c>.</returns>
    /// <exception cref="ArgumentException">The adjacency has other nodes than the model.</exception>
    public Tensor Forward(in ForwardContext context, Adjacency adjacency)
    {
        ArgumentNullException.ThrowIfNull(adjacency);
        CheckNodes(adjacency.Structure.RowCount, NodeCount);
        double[] alpha = Buffer("alpha").ToArray<double>();
        bool isMean = Array.TrueForAll(alpha, weight => weight == alpha[0]);
        Tensor layer = Table;
        Tensor sum = isMean ? layer : layer * alpha[0];
        for (int k = 1; k <= LayerCount; k++)
        {
            layer = _convolution.Forward(context, layer, adjacency);
            sum += isMean ? layer : layer * alpha[k];
        }

        return isMean ? sum * alpha[0] : sum;
    }

    /// <inheritdoc/>
    public RecommendationViews Embed(in ForwardContext context, RecommendationAdjacency adjacency)
    {
        ArgumentNullException.ThrowIfNull(adjacency);
        return new RecommendationViews(Forward(context, adjacency.Whole), Global: null);
    }

    /// <summary>The scores of edges.</summary>
    /// <param name="embedding">What <see cref="Forward"/> gave, <c>[N, width]</c>.</param>
    /// <param name="sources">The first node of each edge, Int32 <c>[P]</c>, in [0, N).</param>
    /// <param name="targets">The second node of each edge, Int32 <c>[P]</c>, in [0, N).</param>
    /// <returns><c>[P]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Rank(Tensor embedding, Tensor sources, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        return (embedding.GatherRows(sources) * embedding.GatherRows(targets)).Sum(1);
    }

    /// <summary>The best of a run of nodes for each of another, by falling score; of two that tie, the one with the smaller id.</summary>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <param name="users">The nodes that are recommended to.</param>
    /// <param name="items">The nodes that are recommended.</param>
    /// <param name="count">How many for each, from 1 to the number of items.</param>
    /// <returns>The ids of the nodes recommended to each user.</returns>
    /// <remarks>What a user chose already is not left out, as in PyTorch Geometric. Makes an array of a score for each user and item: ask for users in parts where there are many.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A run does not lie within the nodes, or the count is out of its range.</exception>
    public int[][] Recommend(Adjacency adjacency, Range users, Range items, int count)
    {
        (int firstUser, int userCount) = users.GetOffsetAndLength(NodeCount);
        (int firstItem, int itemCount) = items.GetOffsetAndLength(NodeCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, itemCount);
        using var scope = new TensorScope();
        using NoGrad noGrad = NoGrad.Open();
        Tensor z = Forward(ForwardContext.Inference, adjacency);
        double[] scores = z.Rows(firstUser, userCount).MatMul(z.Rows(firstItem, itemCount), transposeOther: true).ToArray<double>();
        int[][] best = new int[userCount][];
        for (int user = 0; user < userCount; user++)
        {
            double[] own = scores[(user * itemCount)..((user + 1) * itemCount)];
            int[] ids = [.. Enumerable.Range(firstItem, itemCount)];
            Array.Sort(ids, (a, b) => own[a - firstItem] == own[b - firstItem] ? a.CompareTo(b) : own[b - firstItem].CompareTo(own[a - firstItem]));
            best[user] = ids[..count];
        }

        return best;
    }

    internal static void CheckNodes(int got, int expected)
    {
        if (got != expected)
        {
            throw new ArgumentException($"The model has a row for each of {expected} nodes and serves no other graph, got one of {got} nodes.", nameof(got));
        }
    }
}

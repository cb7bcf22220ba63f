using Gnn.Graphs;
using Gnn.Graphs.Transforms;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>A recommender whose training holds two views against each other: propagation over the edges, and over their approximation of low rank.</summary>
/// <remarks>
/// <code>
/// A~ = D^-1/2 A D^-1/2 ~ U diag(s) V^T, the q largest singular values of the users' rows
/// E_k = dropout(A~) E_(k-1)          Z = sum over k = 0 .. L of E_k            scores are made of Z
/// G_k = (U diag(s) V^T) E_(k-1)      G = E_0 + sum over k = 1 .. L of G_k      the second view, in training
/// Z, G: [users + items, width]
/// </code>
/// <para>Paper: X. Cai, C. Huang, L. Xia and X. Ren, "LightGCL: Simple Yet Effective Graph Contrastive Learning for Recommendation", ICLR 2023. As in the authors' program layers have no
/// activation and no residual, unlike the paper's equations. The singular values are exact to the iteration's passes, where the authors take a randomised approximation. The trainer
/// adds the contrast of the views, InfoNCE, for the users and items of a batch.</para>
/// <para>Parameters: <c>embedding.weight</c>, users before items. Cost: as <see cref="LightGcn"/>, and 2 N q width operations for each layer of the second view.</para>
/// </remarks>
public sealed class LightGcl : Module, IRecommendationModel
{
    private readonly Embedding _embedding;
    private readonly LgConv _convolution;
    private readonly LightGclOptions _options;

    /// <summary>Creates a model.</summary>
    /// <param name="nodeCount">N, the number of users and items together, at least 2.</param>
    /// <param name="width">The number of columns of the embedding, at least 1.</param>
    /// <param name="layers">L, the number of propagations, at least 1.</param>
    /// <param name="random">The source of the initial rows.</param>
    /// <param name="options">The view of low rank; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LightGcl(int nodeCount, int width, int layers, RandomSource random, LightGclOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodeCount, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        _options = options ?? new LightGclOptions();
        _options.Check();
        LayerCount = layers;
        _embedding = AddModule("embedding", new Embedding(nodeCount, width, random.Stream("embedding"), LightGcn.InitialDeviation));
        _convolution = AddModule("conv", new LgConv());
    }

    /// <inheritdoc/>
    public int NodeCount => _embedding.Count;

    /// <inheritdoc/>
    public int Width => _embedding.Width;

    /// <summary>L, the number of propagations.</summary>
    public int LayerCount { get; }

    /// <inheritdoc/>
    public Tensor Table => _embedding.Weight;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The graph has other nodes than the model, an edge that does not join a user and an item, or fewer users or items than the view's rank.</exception>
    public RecommendationAdjacency Prepare(Graph graph, int userCount, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(graph);
        LightGcn.CheckNodes(graph.NodeCount, NodeCount);
        int itemCount = NodeCount - userCount;
        if (Math.Min(userCount, itemCount) < _options.Rank)
        {
            throw new ArgumentException($"A view of rank {_options.Rank} needs as many users and items, got {userCount} and {itemCount}: lower LightGclOptions.Rank.", nameof(userCount));
        }

        Adjacency whole = _convolution.Prepare(graph);
        using var scope = new TensorScope();
        (int[] users, int[] items, double[] values) = UserRows(whole, userCount);
        SingularVectors singular = SingularVectors.Of(userCount, itemCount, users, items, values, _options.Rank, random.Stream("singular"), _options.Passes);
        Engine engine = Table.Engine;
        return new RecommendationAdjacency(whole, Factors(singular, singular.Left, userCount, engine), Factors(singular, singular.Right, itemCount, engine));
    }

    /// <inheritdoc/>
    public RecommendationViews Embed(in ForwardContext context, RecommendationAdjacency adjacency)
    {
        ArgumentNullException.ThrowIfNull(adjacency);
        bool contrasts = context.Training && adjacency.UserFactors is not null;
        Tensor layer = Table;
        Tensor local = layer;
        Tensor global = layer;
        for (int k = 1; k <= LayerCount; k++)
        {
            if (contrasts)
            {
                global += LowRank(adjacency, layer);
            }

            layer = Propagate(context, adjacency.Whole, layer);
            local += layer;
        }

        return new RecommendationViews(local, contrasts ? global : null);
    }

    private Tensor Propagate(in ForwardContext context, Adjacency whole, Tensor layer)
    {
        if (!context.Training || _options.EdgeDropout == 0)
        {
            return _convolution.Forward(context, layer, whole);
        }

        return Tensor.SpMM(whole.Structure, context.Dropout(whole.Values!, _options.EdgeDropout), layer);
    }

    /// <summary>Users from items and items from users, over the view of low rank.</summary>
    private static Tensor LowRank(RecommendationAdjacency adjacency, Tensor x)
    {
        (Tensor users, Tensor items) = (adjacency.UserFactors!, adjacency.ItemFactors!);
        long userCount = users.Shape[0];
        Tensor toUsers = users.MatMul(items.MatMul(x.Rows(userCount, items.Shape[0]), transposeThis: true));
        Tensor toItems = items.MatMul(users.MatMul(x.Rows(0, userCount), transposeThis: true));
        return Tensor.Concatenate([toUsers, toItems], 0);
    }

    /// <summary>The entries of the users' rows: in them an item is a source and a user a target.</summary>
    private static (int[] Users, int[] Items, double[] Values) UserRows(Adjacency whole, int userCount)
    {
        SparseStructure structure = whole.Structure;
        double[] all = whole.Values!.ToArray<double>();
        var users = new List<int>();
        var items = new List<int>();
        var values = new List<double>();
        for (int row = 0; row < structure.RowCount; row++)
        {
            long start = structure.RowPointers[row];
            ReadOnlySpan<int> columns = structure.Row(row);
            for (int k = 0; k < columns.Length; k++)
            {
                if (row < userCount == columns[k] < userCount)
                {
                    throw new ArgumentException($"Node {row} and node {columns[k]} are both {(row < userCount ? "users" : "items")}, but an edge must join a user and an item.");
                }

                if (row < userCount)
                {
                    users.Add(row);
                    items.Add(columns[k] - userCount);
                    values.Add(all[start + k]);
                }
            }
        }

        return ([.. users], [.. items], [.. values]);
    }

    private Tensor Factors(SingularVectors singular, IReadOnlyList<double[]> vectors, int rows, Engine engine)
    {
        double[] factors = new double[rows * _options.Rank];
        for (int k = 0; k < singular.Values.Count; k++)
        {
            double root = Math.Sqrt(singular.Values[k]);
            for (int row = 0; row < rows; row++)
            {
                factors[(row * _options.Rank) + k] = root * vectors[k][row];
            }
        }

        return Tensor.Create<double>(factors, (rows, _options.Rank), engine);
    }
}

using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Attention;

/// <summary>Attention of queries to keys with several heads, dense or over chosen pairs.</summary>
/// <remarks>
/// <code>
/// q = Q W_q^T + b_q,  k = K W_k^T + b_k,  v = V W_v^T + b_v          cut into H heads of D = F / H columns
/// A_h = softmax(q_h k_h^T / sqrt(D) + bias)                          [T, S], over the keys that are allowed
/// Y = [A_1 v_1 | ... | A_H v_H] W_o^T + b_o
/// Q: [B, T, F], K, V: [B, S, F], Y: [B, T, F]; without B for one set
/// </code>
/// <para>Paper: A. Vaswani et al., "Attention Is All You Need", NeurIPS 2017.</para>
/// <para>Difference from PyTorch: a mask is true where a query may see a key, there where it may not; a query that may see no key gets weights of 0 and so the
/// bias b_o, there NaN; keys and values have the width of the queries.</para>
/// <para>Parameters: <c>in_proj_weight</c> [3 F, F], the rows of q, k and v, <c>in_proj_bias</c> [3 F], <c>out_proj.weight</c>, <c>out_proj.bias</c>. The first
/// begins as Glorot's, biases at 0.</para>
/// <para>Cost of the dense form: 2 B F (2 T + 2 S) F + 4 B T S F operations and B H T S elements, kept by a backward walk; B H small products one after
/// another. For many short sets, or sets of different sizes such as the nodes of the graphs of a batch, the form over pairs is the better one: 4 P F operations
/// and P H elements for P pairs.</para>
/// </remarks>
public sealed partial class MultiHeadAttention : Module
{
    private readonly MultiHeadAttentionOptions _options;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly Linear _output;

    /// <summary>Creates a layer.</summary>
    /// <param name="width">F, the number of columns of queries, keys, values and results, a multiple of the heads.</param>
    /// <param name="heads">H, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Bias, dropout; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or the dropout is not in [0, 1).</exception>
    /// <exception cref="ArgumentException">The width is not a multiple of the heads.</exception>
    public MultiHeadAttention(int width, int heads, RandomSource random, MultiHeadAttentionOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        _options = options ?? new MultiHeadAttentionOptions();
        Throw.IfNotDropout(_options.Dropout, nameof(MultiHeadAttentionOptions.Dropout));
        if (width % heads != 0)
        {
            throw new ArgumentException($"'width' must be a multiple of the {heads} heads, got {width}.", nameof(width));
        }

        Width = width;
        Heads = heads;
        int rows = checked(3 * width);
        _weight = AddParameter("in_proj_weight", Initialize.Glorot((rows, width), random.Stream("in_proj_weight")));
        _bias = _options.Bias ? AddParameter("in_proj_bias", Tensor.Zeros(rows)) : null;
        _output = AddModule("out_proj", new Linear(width, width, random.Stream("out_proj"), new LinearOptions { Bias = _options.Bias }));
        foreach ((string name, Parameter parameter) in _output.NamedParameters())
        {
            if (name == "bias")
            {
                using Tensor zeros = Tensor.Zeros(width);
                parameter.Set(zeros);
            }
        }
    }

    private enum Part
    {
        Query,
        Key,
        Value,
    }

    /// <summary>F, the number of columns.</summary>
    public int Width { get; }

    /// <summary>H, the number of heads.</summary>
    public int Heads { get; }

    private int HeadWidth => Width / Heads;

    private double QueryScale => 1 / Math.Sqrt(HeadWidth);

    /// <summary>Attends to all keys, or to those that a mask allows.</summary>
    /// <param name="context">Training or inference, random numbers for dropout.</param>
    /// <param name="query"><c>[B, T, F]</c>, or <c>[T, F]</c> for one set.</param>
    /// <param name="key"><c>[B, S, F]</c>, or <c>[S, F]</c>, S at least 1.</param>
    /// <param name="value">Of the keys' shape.</param>
    /// <param name="allowed">Bool, true where a query may see a key, <c>[T, S]</c> or <c>[B, T, S]</c>; null for everywhere.</param>
    /// <param name="bias">What is added to the scaled inner products, <c>[T, S]</c>, <c>[B, T, S]</c> or <c>[B, H, T, S]</c>; null for none.</param>
    /// <returns>Of the queries' shape.</returns>
    /// <exception cref="ArgumentException">A shape or the mask's type does not fit.</exception>
    public Tensor Forward(in ForwardContext context, Tensor query, Tensor key, Tensor value, Tensor? allowed = null, Tensor? bias = null) =>
        Attend(context, query, key, value, allowed, bias, weights: null);

    /// <summary>The same, and returns the weights too.</summary>
    /// <param name="context">Training or inference, random numbers for dropout.</param>
    /// <param name="query"><c>[B, T, F]</c>, or <c>[T, F]</c> for one set.</param>
    /// <param name="key"><c>[B, S, F]</c>, or <c>[S, F]</c>, S at least 1.</param>
    /// <param name="value">Of the keys' shape.</param>
    /// <param name="allowed">Bool, true where a query may see a key, <c>[T, S]</c> or <c>[B, T, S]</c>; null for everywhere.</param>
    /// <param name="bias">What is added to the scaled inner products, <c>[T, S]</c>, <c>[B, T, S]</c> or <c>[B, H, T, S]</c>; null for none.</param>
    /// <returns>The result, and the weights that were used, after dropout in training, averaged over the heads: <c>[B, T, S]</c> or <c>[T, S]</c>.</returns>
    /// <exception cref="ArgumentException">A shape or the mask's type does not fit.</exception>
    public (Tensor Output, Tensor Weights) ForwardWithWeights(
        in ForwardContext context, Tensor query, Tensor key, Tensor value, Tensor? allowed = null, Tensor? bias = null)
    {
        var weights = new List<Tensor>();
        Tensor output = Attend(context, query, key, value, allowed, bias, weights);
        Shape shape = query.Shape.With(-1, key.Shape[-2]);
        return (output, weights.Count == 0 ? Tensor.Zeros(shape, query.Engine) : Tensor.Concatenate([.. weights], axis: 0).Reshape(shape));
    }

    /// <summary>Attends over chosen pairs: entry (i, j) means that query i sees key j.</summary>
    /// <param name="context">Training or inference, random numbers for dropout.</param>
    /// <param name="query"><c>[rows of pairs, F]</c>.</param>
    /// <param name="key"><c>[columns of pairs, F]</c>.</param>
    /// <param name="value">Of the keys' shape.</param>
    /// <param name="pairs">Which query sees which key; it must live until the backward pass is done. <see cref="PairsWithin"/> makes that of the nodes of
    /// graphs.</param>
    /// <param name="bias">What is added to the scaled inner products, <c>[P]</c> or <c>[P, H]</c> in entry order; null for none.</param>
    /// <returns><c>[rows of pairs, F]</c>.</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public Tensor Forward(in ForwardContext context, Tensor query, Tensor key, Tensor value, SparseStructure pairs, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        CheckRows(query, pairs.RowCount, nameof(query));
        CheckRows(key, pairs.ColumnCount, nameof(key));
        CheckRows(value, pairs.ColumnCount, nameof(value));
        if (bias is not null && bias.Shape != pairs.EntryCount && bias.Shape != new Shape(pairs.EntryCount, Heads))
        {
            throw new ArgumentException($"'bias' must be [{pairs.EntryCount}] or [{pairs.EntryCount}, {Heads}], got {bias.Shape}.", nameof(bias));
        }

        using Tensor q = Project(query, Part.Query, 0, Width);
        using Tensor scaled = q * QueryScale;
        using Tensor k = Project(key, Part.Key, 0, Width);
        using Tensor v = Project(value, Part.Value, 0, Width);
        Tensor scores = Tensor.Sddmm(pairs, EntryOperation.Dot, scaled, k, Heads);
        scores = bias is null ? scores : scores + bias.Reshape((pairs.EntryCount, bias.Shape.Rank == 1 ? 1 : Heads));
        using Tensor attention = Tensor.EdgeSoftmax(pairs, scores);
        using Tensor sum = Tensor.SpMM(pairs, context.Dropout(attention, _options.Dropout), v);
        return _output.Forward(sum);
    }

    /// <summary>The pairs of nodes of the same graph, each node with itself too, as the queries and keys of a graph transformer.</summary>
    /// <param name="nodesOfGraphs">Which nodes are in which graph, <c>[B, N]</c>, each node in exactly one.</param>
    /// <returns><c>[N, N]</c> with the sum over graphs of n^2 entries, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A node is in no graph or in several, or there are 2^31 pairs or more.</exception>
    public static SparseStructure PairsWithin(SparseStructure nodesOfGraphs)
    {
        ArgumentNullException.ThrowIfNull(nodesOfGraphs);
        int nodes = nodesOfGraphs.ColumnCount;
        int[] graphOfNode = new int[nodes];
        Array.Fill(graphOfNode, -1);
        long pairs = 0;
        for (int graph = 0; graph < nodesOfGraphs.RowCount; graph++)
        {
            ReadOnlySpan<int> members = nodesOfGraphs.Row(graph);
            pairs += (long)members.Length * members.Length;
            foreach (int node in members)
            {
                graphOfNode[node] = graph;
            }
        }

        if (nodesOfGraphs.EntryCount != nodes || Array.IndexOf(graphOfNode, -1) >= 0 || pairs > Array.MaxLength)
        {
            throw new ArgumentException(
                $"'nodesOfGraphs' must have each of {nodes} nodes in exactly one graph and at most {Array.MaxLength} pairs, got {nodesOfGraphs} with {pairs} pairs.",
                nameof(nodesOfGraphs));
        }

        int[] rowPointers = new int[nodes + 1];
        int[] columns = new int[pairs];
        for (int node = 0; node < nodes; node++)
        {
            ReadOnlySpan<int> members = nodesOfGraphs.Row(graphOfNode[node]);
            members.CopyTo(columns.AsSpan(rowPointers[node]));
            rowPointers[node + 1] = rowPointers[node] + members.Length;
        }

        return SparseStructure.FromRows(nodes, rowPointers, columns);
    }

    /// <summary>Rows times a run of columns of one of the three projections; the weight's rows are taken where they lie.</summary>
    private Tensor Project(Tensor rows, Part part, int start, int count)
    {
        long first = ((int)part * (long)Width) + start;
        return Tensor.Epilogue(
            rows.MatMul(_weight.Value.Rows(first, count), transposeThis: false, transposeOther: true), _bias?.Value.Rows(first, count));
    }

    private void CheckRows(Tensor x, int rows, string name)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        if (x.Shape != new Shape(rows, Width))
        {
            throw new ArgumentException($"'{name}' must be [{rows}, {Width}] to match the pairs, got {x.Shape}.", name);
        }
    }
}

using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The convolution by autoregressive moving average filters: parallel stacks of hops, each of which takes the first features in again.</summary>
/// <remarks>
/// <code>
/// H_0 = X,   H_t = activation(A H_(t-1) W_t + X V_t + b_t),   Y = mean over stacks of H_T,   A = D^-1/2 A D^-1/2
/// X: [N, inputs], W_1, V_t: [inputs, outputs], W_t: [outputs, outputs] for t above 1, applied from the right, b_t: [outputs], Y: [N, outputs]
/// </code>
/// <para>Paper: F. M. Bianchi, D. Grattarola, L. Livi and C. Alippi, "Graph Neural Networks with Convolutional ARMA Filters", 2021. Weights and directions are
/// treated as <see cref="GcnConv"/> does; no loops are added. Dropout draws anew for each stack and hop.</para>
/// <para>Parameters: <c>init_weight</c> [K, inputs, outputs], <c>weight</c> [max(1, T - 1), K, outputs, outputs], which one hop does not use,
/// <c>root_weight</c> [T, K, inputs, outputs] and <c>bias</c> [T, K, 1, outputs]; one instead of T or T - 1 where hops share their weights.
/// Cost: 2 K (N outputs ((T + 1) inputs + (T - 1) outputs) + T E outputs) operations.</para>
/// </remarks>
public sealed class ArmaConv : HopConvolution
{
    private readonly ArmaOptions _options;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly Parameter _weight;
    private readonly Parameter _first;
    private readonly Parameter _root;
    private readonly Parameter? _bias;

    /// <summary>Creates a convolution; weights begin by Glorot's rule, the bias at 0.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Stacks, hops, activation ...; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    public ArmaConv(int inputs, int outputs, RandomSource random, ArmaOptions? options = null)
        : base(inputs, GcnNormalization.Symmetric)
    {
        _options = options ?? new ArmaOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Stacks, 1, nameof(ArmaOptions.Stacks));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Layers, 1, nameof(ArmaOptions.Layers));
        Throw.IfNotDropout(_options.Dropout, nameof(ArmaOptions.Dropout));
        (_inputs, _outputs) = (inputs, outputs);
        int stacks = _options.Stacks;
        int hops = _options.SharedWeights ? 1 : _options.Layers;
        _weight = Weights("weight", new Shape([Math.Max(1, hops - 1), stacks, outputs, outputs]));
        _first = Weights("init_weight", (stacks, inputs, outputs));
        _root = Weights("root_weight", new Shape([hops, stacks, inputs, outputs]));
        _bias = _options.Bias ? AddParameter("bias", Tensor.Zeros(new Shape([hops, stacks, 1, outputs]))) : null;

        Parameter Weights(string name, Shape shape) => AddParameter(name, Initialize.Glorot(shape, random.Stream(name)));
    }

    private protected override Tensor Compute(in ForwardContext context, Features x, Adjacency adjacency, LayerEnd end)
    {
        Tensor sum = Stack(context, x, adjacency, stack: 0);
        for (int stack = 1; stack < _options.Stacks; stack++)
        {
            using Tensor before = sum;
            using Tensor next = Stack(context, x, adjacency, stack);
            sum = before + next;
        }

        if (_options.Stacks == 1)
        {
            return context.Epilogue(sum, activation: end.Activation, dropout: end.Dropout);
        }

        using Tensor all = sum;
        return context.Epilogue(all * (1.0 / _options.Stacks), activation: end.Activation, dropout: end.Dropout);
    }

    /// <summary>H_T of one stack.</summary>
    private Tensor Stack(in ForwardContext context, Features x, Adjacency adjacency, int stack)
    {
        Tensor? h = null;
        for (int hop = 0; hop < _options.Layers; hop++)
        {
            int own = _options.SharedWeights ? 0 : hop;
            int inner = _options.SharedWeights ? 0 : hop - 1;
            using Tensor mapped = h is null
                ? Product(x, Part(_first, stack, _inputs))
                : h.MatMul(Part(_weight, (inner * _options.Stacks) + stack, _outputs));
            h?.Dispose();
            using Tensor root = Product(context.Dropout(x, _options.Dropout), Part(_root, (own * _options.Stacks) + stack, _inputs));
            Tensor? bias = _bias?.Value.Reshape(_bias.Value.Shape.Count).Rows(((own * (long)_options.Stacks) + stack) * _outputs, _outputs);
            h = context.Epilogue(Tensor.SpMM(adjacency, mapped), bias, root, _options.Activation);
        }

        return h!;
    }

    private static Tensor Product(Features x, Tensor weight) =>
        x.Sparse is { } sparse ? Tensor.SpMM(sparse.Structure, sparse.Values, weight) : x.ToDense().MatMul(weight);

    /// <summary>One of the matrices that a parameter consists of, [rows, outputs].</summary>
    private Tensor Part(Parameter parameter, int place, int rows) =>
        parameter.Value.Reshape((parameter.Value.Shape.Count / _outputs, _outputs)).Rows(place * (long)rows, rows);
}

using Gnn.Graphs.Signed;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Signed;

/// <summary>The signed graph convolution: means over friends and over enemies, put together as the theory of balance has it, and the node itself.</summary>
/// <remarks>
/// <code>
/// features:  B_i = W_b+ mean+ x_j + V_b x_i + c_b          U_i = W_u mean- x_k + V_u x_i + c_u
/// halves:    B_i = W_b [mean+ b_j | mean- u_k] + V_b b_i + c_b
///            U_i = W_u [mean+ u_j | mean- b_k] + V_u u_i + c_u        x = [b | u]
/// mean+: over positive edges j -> i, mean-: over negative edges k -> i, 0 where there are none;   Y = [B | U]
/// W: [outputs, inputs], of halves [outputs, 2 inputs];  V: [outputs, inputs];  c: [outputs];  Y: [N, 2 outputs]
/// </code>
/// <para>Paper: T. Derr, Y. Ma and J. Tang, "Signed Graph Convolutional Network", ICDM 2018. The friend of a friend and the enemy of an enemy are in the balanced half.
/// Departures, all PyTorch Geometric's: a sum of two maps instead of one map of the concatenation, which is the same with the weight cut in two; no activation, which
/// is the model's; edges keep their direction.</para>
/// <para>With features the halves are alike: graphs with the signs swapped, and W, V and c with them, give the halves swapped.</para>
/// <para>Parameters: <c>lin_pos_l.weight</c>, <c>lin_pos_r.weight</c>, <c>lin_pos_r.bias</c>, <c>lin_neg_l.weight</c>, <c>lin_neg_r.weight</c>, <c>lin_neg_r.bias</c>, as in
/// PyTorch Geometric. Cost: O(E inputs + N inputs outputs); no array of E * inputs is made.</para>
/// </remarks>
public sealed class SignedConv : Module, ISignedConvolution
{
    private readonly SignedInput _input;
    private readonly Linear _positiveNeighbors;
    private readonly Linear _positiveRoot;
    private readonly Linear _negativeNeighbors;
    private readonly Linear _negativeRoot;

    /// <summary>Creates a convolution.</summary>
    /// <param name="inputs">The number of columns of the features, or of each half, at least 1.</param>
    /// <param name="outputs">The number of columns of each half of the result, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">What it takes, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1, or there is no such input.</exception>
    public SignedConv(int inputs, int outputs, RandomSource random, SignedConvOptions? options = null)
    {
        options ??= new SignedConvOptions();
        SignedChecks.Input(options.Input, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        (Inputs, _input) = (inputs, options.Input);
        int neighbors = _input == SignedInput.Features ? inputs : checked(2 * inputs);
        _positiveNeighbors = Map("lin_pos_l", neighbors, bias: false);
        _positiveRoot = Map("lin_pos_r", inputs, options.Bias);
        _negativeNeighbors = Map("lin_neg_l", neighbors, bias: false);
        _negativeRoot = Map("lin_neg_r", inputs, options.Bias);

        Linear Map(string name, int columns, bool bias) =>
            AddModule(name, new Linear(columns, outputs, random.Stream(name), new LinearOptions { Bias = bias }));
    }

    /// <summary>The number of columns of the features, or of each half.</summary>
    public int Inputs { get; }

    /// <inheritdoc/>
    public int Outputs => _positiveRoot.Outputs;

    /// <inheritdoc/>
    public SignedAdjacency Prepare(SignedGraph graph) => SignedAdjacency.Of(graph);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, SignedAdjacency adjacency) => Forward(context, x, adjacency, Activation.None);

    /// <summary>The convolution, then an activation and dropout in the same pass as the bias.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features, <c>[N, inputs]</c>, dense or sparse; or halves, <c>[N, 2 inputs]</c>.</param>
    /// <param name="adjacency">What <see cref="Prepare"/> made.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="dropout">The chance to drop an element of the result in training, in [0, 1).</param>
    /// <returns><c>[N, 2 outputs]</c>: the balanced half, then the unbalanced one.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public Tensor Forward(in ForwardContext context, Features x, SignedAdjacency adjacency, Activation activation, double dropout = 0)
    {
        SignedChecks.Rows(x, adjacency, _input, Inputs);
        return Combine(context, x, x, adjacency, activation, dropout);
    }

    /// <summary>Convolves with features for both sides.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="source">Features of the sources, <c>[sources, inputs]</c>, or halves.</param>
    /// <param name="target">Features of the targets, <c>[targets, inputs]</c>, or halves.</param>
    /// <param name="adjacency">The edges of both signs, rows being targets.</param>
    /// <returns><c>[targets, 2 outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public Tensor Forward(in ForwardContext context, Features source, Features target, SignedAdjacency adjacency)
    {
        ArgumentNullException.ThrowIfNull(adjacency);
        Throw.IfNotBothSides(source, target, adjacency.Positive);
        SignedChecks.Width(source, _input, Inputs, nameof(source));
        SignedChecks.Width(target, _input, Inputs, nameof(target));
        return Combine(context, source, target, adjacency, Activation.None, dropout: 0);
    }

    private Tensor Combine(in ForwardContext context, Features source, Features target, SignedAdjacency adjacency, Activation activation, double dropout)
    {
        SparseStructure positive = adjacency.Positive.Structure;
        SparseStructure negative = adjacency.Negative.Structure;
        int rows = positive.RowCount;
        Tensor balanced, unbalanced;
        if (_input == SignedInput.Features)
        {
            using Tensor rootOfBalanced = _positiveRoot.ForwardLeading(target, rows);
            using Tensor rootOfUnbalanced = _negativeRoot.ForwardLeading(target, rows);
            balanced = context.Epilogue(Mean(positive, source, _positiveNeighbors), bias: null, rootOfBalanced, activation, dropout);
            unbalanced = context.Epilogue(Mean(negative, source, _negativeNeighbors), bias: null, rootOfUnbalanced, activation, dropout);
        }
        else
        {
            // Of rows [b | u] one pass over the edges of a sign gives both means.
            Tensor halves = target.Dense!.Shape[0] == rows ? target.Dense : target.Dense.Rows(0, rows);
            using Tensor friends = Tensor.SpMM(positive, values: null, source.Dense!, Reduction.Mean);
            using Tensor enemies = Tensor.SpMM(negative, values: null, source.Dense!, Reduction.Mean);
            using Tensor rootOfBalanced = _positiveRoot.Forward(halves.Columns(0, Inputs));
            using Tensor rootOfUnbalanced = _negativeRoot.Forward(halves.Columns(Inputs, Inputs));
            using Tensor forBalanced = Tensor.Concatenate([friends.Columns(0, Inputs), enemies.Columns(Inputs, Inputs)], axis: 1);
            using Tensor forUnbalanced = Tensor.Concatenate([friends.Columns(Inputs, Inputs), enemies.Columns(0, Inputs)], axis: 1);
            balanced = context.Epilogue(_positiveNeighbors.Forward(forBalanced), bias: null, rootOfBalanced, activation, dropout);
            unbalanced = context.Epilogue(_negativeNeighbors.Forward(forUnbalanced), bias: null, rootOfUnbalanced, activation, dropout);
        }

        using (balanced)
        using (unbalanced)
        {
            return Tensor.Concatenate([balanced, unbalanced], axis: 1);
        }
    }

    /// <summary>The map of the mean over the sources; the map goes first where that is less work.</summary>
    private static Tensor Mean(SparseStructure structure, Features source, Linear map)
    {
        if (source.Dense is { } dense && map.Inputs < map.Outputs)
        {
            using Tensor mean = Tensor.SpMM(structure, values: null, dense, Reduction.Mean);
            return map.Forward(mean);
        }

        using Tensor mapped = map.Forward(source);
        return Tensor.SpMM(structure, values: null, mapped, Reduction.Mean);
    }
}

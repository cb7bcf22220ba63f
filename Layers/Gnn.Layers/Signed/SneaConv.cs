using Gnn.Graphs.Signed;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Signed;

/// <summary>The signed graph attention: weighted sums over friends and enemies, by weights that one softmax gives to both.</summary>
/// <remarks>
/// <code>
/// features:  B_i = sum over j in N+(i) and i of a_ij p_j          p = x W_b^T + c_b
///            U_i = sum over k in N-(i) and i of a_ik q_k          q = x W_u^T + c_u
/// halves:    B_i = sum over j in N+(i) and i of a_ij p_j + sum over k in N-(i) of a_ik r_k      p = b W_b^T + c_b,  r = u W_b^T + c_b
///            U_i = sum over j in N+(i) and i of a_ij q_j + sum over k in N-(i) of a_ik s_k      q = u W_u^T + c_u,  s = b W_u^T + c_u
/// a: softmax over all terms of a sum of tanh(v . [what the neighbour adds | the node's own p, of U its q] + d)
/// W: [outputs, inputs];  v: [2 outputs] and d a number, for B and for U each;  x = [b | u];  Y = [B | U]: [N, 2 outputs]
/// </code>
/// <para>Paper: Y. Li, Y. Tian, J. Zhang and Y. Chang, "Learning Signed Network Embedding via Graph Attention", AAAI 2020. The softmax of a node sees its own edges alone. The
/// activation, tanh, is the model's. Self-loops of the graph are dropped and one is added for each node: so an isolated node keeps what it is.</para>
/// <para>Differences from PyTorch Geometric Signed Directed, whose parameters' names these are: there the terms of a sum are the node's own rows instead of its neighbours', so that
/// the weights change nothing within a sign; the score of an enemy sees the node's other half; both scores are drawn normally. Here v begins as Glorot has it, uniform.</para>
/// <para>With features the halves are alike: graphs with the signs swapped, and W, c, v and d with them, give the halves swapped.</para>
/// <para>Parameters: <c>lin_b.weight</c>, <c>lin_b.bias</c>, <c>lin_u.weight</c>, <c>lin_u.bias</c>, <c>alpha_b.weight</c> <c>[1, 2 outputs]</c>, <c>alpha_b.bias</c>, <c>alpha_u.weight</c>,
/// <c>alpha_u.bias</c>. Cost: O(N inputs outputs + E outputs); no array of E * outputs is made.</para>
/// </remarks>
public sealed class SneaConv : Module, ISignedConvolution
{
    private readonly SignedInput _input;
    private readonly Linear _balanced;
    private readonly Linear _unbalanced;
    private readonly Linear _balancedScore;
    private readonly Linear _unbalancedScore;

    /// <summary>Creates a layer.</summary>
    /// <param name="inputs">The number of columns of the features, or of each half, at least 1.</param>
    /// <param name="outputs">The number of columns of each half of the result, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">What it takes, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1, or there is no such input.</exception>
    public SneaConv(int inputs, int outputs, RandomSource random, SneaOptions? options = null)
    {
        options ??= new SneaOptions();
        SignedChecks.Input(options.Input, nameof(options));
        _input = options.Input;
        _balanced = AddModule("lin_b", new Linear(inputs, outputs, random.Stream("lin_b"), new LinearOptions { Bias = options.Bias }));
        _unbalanced = AddModule("lin_u", new Linear(inputs, outputs, random.Stream("lin_u"), new LinearOptions { Bias = options.Bias }));
        _balancedScore = Score("alpha_b");
        _unbalancedScore = Score("alpha_u");

        Linear Score(string name) => AddModule(
            name, new Linear(checked(2 * outputs), 1, random.Stream(name), new LinearOptions { Weights = WeightInitialization.Glorot }));
    }

    /// <summary>The number of columns of the features, or of each half.</summary>
    public int Inputs => _balanced.Inputs;

    /// <inheritdoc/>
    public int Outputs => _balanced.Outputs;

    /// <inheritdoc/>
    public SignedAdjacency Prepare(SignedGraph graph) => SignedAdjacency.WithAttention(graph);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, SignedAdjacency adjacency)
    {
        SignedChecks.Rows(x, adjacency, _input, Inputs);
        SneaEdges edges = adjacency.Attention();
        if (_input == SignedInput.Features)
        {
            using Tensor friend = _balanced.Forward(x);
            using Tensor enemy = _unbalanced.Forward(x);
            using Tensor ofFriends = Attend(edges.Positive, friend, friend, _balancedScore);
            using Tensor ofEnemies = Attend(edges.Negative, enemy, enemy, _unbalancedScore);
            return Tensor.Concatenate([ofFriends, ofEnemies], axis: 1);
        }

        using Tensor b = x.Dense!.Columns(0, Inputs);
        using Tensor u = x.Dense!.Columns(Inputs, Inputs);
        using Tensor balanced = AttendToBoth(edges.Both, _balanced, b, u, _balancedScore);
        using Tensor unbalanced = AttendToBoth(edges.Both, _unbalanced, u, b, _unbalancedScore);
        return Tensor.Concatenate([balanced, unbalanced], axis: 1);
    }

    /// <summary>Friends add a map of one half, which is the node's own too, enemies the same map of the other half.</summary>
    private static Tensor AttendToBoth(SparseStructure edges, Linear map, Tensor ofFriends, Tensor ofEnemies, Linear score)
    {
        using Tensor own = map.Forward(ofFriends);
        using Tensor other = map.Forward(ofEnemies);
        using Tensor sources = Tensor.Concatenate([own, other], axis: 0);
        return Attend(edges, sources, own, score);
    }

    private static Tensor Attend(SparseStructure edges, Tensor sources, Tensor targets, Linear score)
    {
        long columns = targets.Shape[1];
        using Tensor ofSource = sources.MatMul(score.Weight.Columns(0, columns), transposeThis: false, transposeOther: true);
        using Tensor ofTarget = targets.MatMul(score.Weight.Columns(columns, columns), transposeThis: false, transposeOther: true);
        using Tensor biased = ofTarget + score.Bias!;
        using Tensor scores = Tensor.Sddmm(edges, EntryOperation.Add, biased, ofSource).Tanh();
        using Tensor weights = Tensor.EdgeSoftmax(edges, scores);
        return Tensor.SpMM(edges, weights, sources);
    }
}

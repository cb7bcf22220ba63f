using Gnn.Graphs.Signed;
using Gnn.Tensors;

namespace Gnn.Layers.Signed;

/// <summary>A stack of signed layers with a linear map of pairs behind it.</summary>
/// <remarks>
/// <code>Z = layers(X)  [N, hidden];   logits of (i, j) = W [z_i | z_j] + b,  W: [3, 2 hidden]: positive edge, negative edge, none</code>
/// <para>Cost of the logits: O(N hidden + P) for P pairs; no array of P * hidden is made.</para>
/// </remarks>
public abstract class SignedModel : Module, ISignedModel
{
    private const int Kinds = 3;

    private Linear? _pairs;

    private protected SignedModel(int inputs, int hidden, int layers, double dropout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        if (hidden < 2 || hidden % 2 != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(hidden), hidden, $"'hidden' is divided between the balanced and the unbalanced half and must be even and at least 2, got {hidden}.");
        }

        Throw.IfNotDropout(dropout);
        (Inputs, Outputs, LayerCount, Dropout) = (inputs, hidden, layers, dropout);
    }

    /// <inheritdoc/>
    public int Inputs { get; }

    /// <inheritdoc/>
    public int Outputs { get; }

    /// <summary>The number of layers.</summary>
    public int LayerCount { get; }

    /// <summary>The chance to drop an element between layers in training.</summary>
    public double Dropout { get; }

    /// <inheritdoc/>
    public abstract SignedAdjacency Prepare(SignedGraph graph);

    /// <inheritdoc/>
    public abstract Tensor Forward(in ForwardContext context, Features x, SignedAdjacency adjacency);

    /// <inheritdoc/>
    public Tensor Discriminate(Tensor embedding, Tensor sources, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(targets);
        Throw.IfNotWidth(embedding, Outputs);
        if (sources.Shape != targets.Shape)
        {
            throw new ArgumentException($"'targets' must be as many as 'sources', {sources.Shape}, got {targets.Shape}.", nameof(targets));
        }

        Linear pairs = _pairs!;
        Tensor first = embedding.MatMul(pairs.Weight.Columns(0, Outputs), transposeThis: false, transposeOther: true);
        Tensor second = embedding.MatMul(pairs.Weight.Columns(Outputs, Outputs), transposeThis: false, transposeOther: true);
        return first.GatherRows(sources) + second.GatherRows(targets) + pairs.Bias!;
    }

    /// <summary>Adds the map of pairs, which stands behind the layers.</summary>
    private protected void AddPairs(RandomSource random) => _pairs = AddModule("lin", new Linear(2 * Outputs, Kinds, random.Stream("lin")));

    /// <summary>The name of a layer.</summary>
    private protected static string NameOf(int layer) => layer == 0 ? "conv1" : FormattableString.Invariant($"convs.{layer - 1}");
}

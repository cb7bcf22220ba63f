using System.Text.Json;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>Predict, then propagate: a perceptron whose predictions are spread by personalised PageRank.</summary>
/// <remarks>
/// <code>Z = perceptron(X),   Y_0 = Z,   Y_k = (1 - alpha) A' Y_(k-1) + alpha Z;   A' as in <see cref="GcnConv"/>, Y_K the logits [N, outputs]</code>
/// <para>Paper: J. Gasteiger, A. Bojchevski and S. Guennemann, "Predict then Propagate: Graph Neural Networks meet Personalized PageRank", ICLR 2019; there, edges are
/// dropped as features are, and only the first map is decayed.</para>
/// <para>Parameters: those of a <see cref="PropagationModel"/>'s perceptron.</para>
/// </remarks>
public sealed class Appnp : PropagationModel
{
    private readonly double _alpha;
    private readonly AppnpConv _propagation;
    private readonly double _edgeDropout;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns inside the perceptron, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of linear maps, at least 1.</param>
    /// <param name="dropout">The chance to drop an element of a map's input in training, in [0, 1).</param>
    /// <param name="hops">K, at least 1.</param>
    /// <param name="alpha">The chance to return, in [0, 1].</param>
    /// <param name="edgeDropout">The chance to drop an edge in a hop of a training step, in [0, 1); as <paramref name="dropout"/> if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Appnp(
        int inputs, int hidden, int outputs, RandomSource random, int layers = 2, double dropout = 0.5, int hops = 10, double alpha = 0.1, double? edgeDropout = null)
        : base(inputs, hidden, outputs, random, layers, dropout, hops)
    {
        (_alpha, _edgeDropout) = (alpha, edgeDropout ?? dropout);
        _propagation = AddModule("prop1", new AppnpConv(new AppnpOptions { Hops = hops, Alpha = alpha, Dropout = _edgeDropout }));
    }

    internal override string TypeName => nameof(Appnp);

    /// <summary>The first map, decayed, and the others, not decayed.</summary>
    /// <returns>The groups; every parameter is in exactly one.</returns>
    public override IReadOnlyList<ParameterGroup> ParameterGroups() =>
    [
        new ParameterGroup("first map", [.. NamedParameters().Where(named => IsFirst(named.Name)).Select(named => named.Parameter)]),
        new ParameterGroup("other maps", [.. NamedParameters().Where(named => !IsFirst(named.Name)).Select(named => named.Parameter)], WeightDecayScale: 0),
    ];

    private protected override Tensor Propagate(in ForwardContext context, Tensor z, Adjacency adjacency) => _propagation.Forward(context, z, adjacency);

    private protected override Tensor Start(in ForwardContext context, Tensor z) => z;

    private protected override (Tensor Result, Tensor Beside) Hop(in ForwardContext context, Tensor h, Tensor beside, Adjacency adjacency)
    {
        Tensor start = beside.Rows(0, adjacency.Structure.RowCount);
        using Tensor back = start * _alpha;
        using Tensor sum = _propagation.Hop(context, adjacency, h);
        return (Tensor.Epilogue(sum * (1 - _alpha), addend: back), start);
    }

    private protected override Tensor Last(Tensor result, Tensor beside) => result;

    internal static Appnp Read(ModelSettings settings)
    {
        (int inputs, int hidden, int outputs, int layers, double dropout, int hops) = ReadSizes(settings);
        return new Appnp(inputs, hidden, outputs, default, layers, dropout, hops, settings.Number("alpha"), settings.Number("edgeDropout"));
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        WriteSizes(writer);
        writer.WriteNumber("alpha", _alpha);
        writer.WriteNumber("edgeDropout", _edgeDropout);
    }

    private static bool IsFirst(string name) => name.StartsWith("lin1.", StringComparison.Ordinal);
}

using System.Text.Json;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>The deep adaptive network: a perceptron whose predictions are propagated, and a gate that says how much of each hop counts.</summary>
/// <remarks>
/// <code>Z = perceptron(X),   H_k = A'^k Z,   Y = sum over k = 0 .. K of sigmoid(H_k s) * H_k;   A' as in <see cref="GcnConv"/>, Y the logits [N, outputs]</code>
/// <para>Paper: M. Liu, H. Gao and S. Ji, "Towards Deeper Graph Neural Networks", KDD 2020. Parameters: those of a <see cref="PropagationModel"/>'s perceptron, and
/// <c>prop.proj.weight</c>, <c>prop.proj.bias</c>, the authors' gate having a bias though the formula has none.</para>
/// </remarks>
public sealed class Dagnn : PropagationModel
{
    private readonly DagnnConv _propagation;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns inside the perceptron, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of linear maps, at least 1.</param>
    /// <param name="dropout">The chance to drop an element of a map's input in training, in [0, 1).</param>
    /// <param name="hops">K, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Dagnn(int inputs, int hidden, int outputs, RandomSource random, int layers = 2, double dropout = 0.8, int hops = 10)
        : base(inputs, hidden, outputs, random, layers, dropout, hops)
    {
        _propagation = AddModule("prop", new DagnnConv(outputs, random.Stream("prop"), new DagnnOptions { Hops = hops, Bias = true }));
    }

    internal override string TypeName => nameof(Dagnn);

    private protected override Tensor Propagate(in ForwardContext context, Tensor z, Adjacency adjacency) => _propagation.Forward(context, z, adjacency);

    private protected override Tensor Start(in ForwardContext context, Tensor z) => _propagation.Gated(context, z);

    private protected override (Tensor Result, Tensor Beside) Hop(in ForwardContext context, Tensor h, Tensor beside, Adjacency adjacency)
    {
        Tensor result = Tensor.SpMM(adjacency, h);
        return (result, beside.Rows(0, adjacency.Structure.RowCount) + _propagation.Gated(context, result));
    }

    private protected override Tensor Last(Tensor result, Tensor beside) => beside;

    internal static Dagnn Read(ModelSettings settings)
    {
        (int inputs, int hidden, int outputs, int layers, double dropout, int hops) = ReadSizes(settings);
        return new Dagnn(inputs, hidden, outputs, default, layers, dropout, hops);
    }

    internal override void WriteSettings(Utf8JsonWriter writer) => WriteSizes(writer);
}

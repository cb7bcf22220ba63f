using Gnn.Layers.Models;
using Gnn.Tensors;

namespace Gnn.Layers.Links;

/// <summary>A perceptron on the element-wise product of the two embeddings.</summary>
/// <remarks>
/// <code>score(u, v) = mlp(z_u * z_v)</code>
/// <para>As in the link-prediction examples of the Open Graph Benchmark (W. Hu et al., 2020). It is symmetric. Parameters: those of <c>mlp</c>. Cost: O(P hidden (H + hidden layers hidden)).</para>
/// </remarks>
public sealed class MlpDecoder : Module, IPairDecoder
{
    private readonly Mlp _mlp;

    /// <summary>Creates a decoder.</summary>
    /// <param name="width">H, the number of columns of an embedding, at least 1.</param>
    /// <param name="hidden">The number of columns between layers, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of linear maps, at least 1.</param>
    /// <param name="dropout">The chance to drop an element between layers in training, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public MlpDecoder(int width, int hidden, RandomSource random, int layers = 2, double dropout = 0) =>
        _mlp = AddModule("mlp", new Mlp(width, hidden, outputs: 1, random, layers, dropout));

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Tensor sources, Tensor targets)
    {
        PairChecks.SameRows(sources, targets);
        PairChecks.Width(sources, _mlp.Inputs);
        using Tensor products = sources * targets;
        using Tensor logits = _mlp.Forward(context, products);
        return logits.Reshape(sources.Shape[0]);
    }
}

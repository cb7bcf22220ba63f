using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The simple graph convolution: several hops of propagation and one linear map.</summary>
/// <remarks>
/// <code>
/// Y = A^K X W^T + b,   A = D^-1/2 (A + I) D^-1/2
/// X: [N, inputs], W: [outputs, inputs], b: [outputs], Y: [N, outputs]
/// </code>
/// <para>Paper: F. Wu, T. Zhang, A. H. de Souza, C. Fifty, T. Yu and K. Q. Weinberger, "Simplifying Graph Convolutional Networks", ICML 2019. Weights, directions
/// and loops are treated as <see cref="GcnConv"/> does. Nothing is cached: where X is fixed, propagate it once before training.</para>
/// <para>Difference from PyTorch Geometric: two hops by default instead of one.</para>
/// <para>The map goes first where the features are sparse or outputs are fewer than inputs. Parameters: <c>lin.weight</c>, <c>lin.bias</c>.
/// Cost: 2 N inputs outputs + 2 K E min(inputs, outputs) operations.</para>
/// </remarks>
public sealed class SgConv : HopConvolution
{
    private readonly Linear _lin;
    private readonly int _hops;

    /// <summary>Creates a convolution.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Hops, normalisation, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or hops is below 1.</exception>
    public SgConv(int inputs, int outputs, RandomSource random, SgOptions? options = null)
        : base(inputs, (options ??= new SgOptions()).Normalization)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Hops, 1, nameof(SgOptions.Hops));
        _hops = options.Hops;
        _lin = AddModule("lin", new Linear(inputs, outputs, random.Stream("lin"), new LinearOptions { Bias = options.Bias }));
    }

    private protected override Tensor Compute(in ForwardContext context, Features x, Adjacency adjacency, LayerEnd end)
    {
        if (MapsFirst(x, _lin))
        {
            using Tensor mapped = x.MatMulTransposed(_lin.Weight);
            return context.Epilogue(Propagate(adjacency, mapped, _hops), _lin.Bias, addend: null, end.Activation, end.Dropout);
        }

        using Tensor propagated = Propagate(adjacency, x.ToDense(), _hops);
        return _lin.Forward(context, propagated, end.Activation, end.Dropout);
    }
}

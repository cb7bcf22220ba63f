using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The simple spectral graph convolution: the mean over the results of several numbers of hops, the node's own features and one linear map.</summary>
/// <remarks>
/// <code>
/// Y = (alpha X + (1 - alpha) / K * sum over k = 1 .. K of A^k X) W^T + b,   A = D^-1/2 (A + I) D^-1/2
/// X: [N, inputs], W: [outputs, inputs], b: [outputs], Y: [N, outputs]
/// </code>
/// <para>Paper: H. Zhu and P. Koniusz, "Simple Spectral Graph Convolution", ICLR 2021. Weights, directions and loops are treated as <see cref="GcnConv"/> does.</para>
/// <para>Difference from PyTorch Geometric: the paper's K = 16 and alpha = 0.05 are the defaults.</para>
/// <para>The map goes first where the features are sparse or outputs are fewer than inputs. Parameters: <c>lin.weight</c>, <c>lin.bias</c>.
/// Cost: 2 N inputs outputs + 2 K (E + N) min(inputs, outputs) operations.</para>
/// </remarks>
public sealed class SsgConv : HopConvolution
{
    private readonly Linear _lin;
    private readonly int _hops;
    private readonly double _alpha;

    /// <summary>Creates a convolution.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Hops, alpha, normalisation, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or hops is below 1, or alpha is not in [0, 1].</exception>
    public SsgConv(int inputs, int outputs, RandomSource random, SsgOptions? options = null)
        : base(inputs, (options ??= new SsgOptions()).Normalization)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Hops, 1, nameof(SsgOptions.Hops));
        Throw.IfNotShare(options.Alpha, nameof(SsgOptions.Alpha));
        _hops = options.Hops;
        _alpha = options.Alpha;
        _lin = AddModule("lin", new Linear(inputs, outputs, random.Stream("lin"), new LinearOptions { Bias = options.Bias }));
    }

    private protected override Tensor Compute(in ForwardContext context, Features x, Adjacency adjacency, LayerEnd end)
    {
        if (MapsFirst(x, _lin))
        {
            using Tensor mapped = x.MatMulTransposed(_lin.Weight);
            return context.Epilogue(Mix(adjacency, mapped), _lin.Bias, addend: null, end.Activation, end.Dropout);
        }

        using Tensor mixed = Mix(adjacency, x.ToDense());
        return _lin.Forward(context, mixed, end.Activation, end.Dropout);
    }

    /// <summary>alpha x + (1 - alpha) / K * (A x + ... + A^K x).</summary>
    private Tensor Mix(Adjacency adjacency, Tensor x)
    {
        Tensor hop = Tensor.SpMM(adjacency, x);
        Tensor sum = hop;
        for (int k = 2; k <= _hops; k++)
        {
            Tensor next = Tensor.SpMM(adjacency, hop);
            Tensor longer = sum + next;
            sum.Dispose();
            hop.Dispose();
            (hop, sum) = (next, longer);
        }

        using Tensor own = x * _alpha;
        Tensor mixed = Tensor.Epilogue(sum * ((1 - _alpha) / _hops), addend: own);
        sum.Dispose();
        hop.Dispose();
        return mixed;
    }
}

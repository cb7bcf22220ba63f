using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>Adaptive propagation: what a node has after each number of hops, weighted by a gate that is computed from it.</summary>
/// <remarks>
/// <code>
/// H_k = A^k X,   g_k = sigmoid(H_k s + b),   Y = sum over k = 0 .. K of g_k * H_k,   A = D^-1/2 (A + I) D^-1/2
/// X, H_k, Y: [N, channels], s: [1, channels] as a weight, g_k: [N, 1]
/// </code>
/// <para>Paper: M. Liu, H. Gao and S. Ji, "Towards Deeper Graph Neural Networks", KDD 2020; the layer is the part that follows the network, and the gate has
/// no bias unless asked. Weights, directions and loops are treated as <see cref="GcnConv"/> does. Sparse features are made dense: propagation follows a network
/// in the paper. PyTorch Geometric has no such layer.</para>
/// <para>Parameters: <c>proj.weight</c>, <c>proj.bias</c>. Cost: 2 K E channels + 6 (K + 1) N channels operations.</para>
/// </remarks>
public sealed class DagnnConv : HopConvolution
{
    private readonly Linear _gate;
    private readonly int _hops;

    /// <summary>Creates a propagation.</summary>
    /// <param name="channels">The number of columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Hops, normalisation, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is below 1, or the number of hops is negative.</exception>
    public DagnnConv(int channels, RandomSource random, DagnnOptions? options = null)
        : base(channels, (options ??= new DagnnOptions()).Normalization)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Hops, nameof(DagnnOptions.Hops));
        _hops = options.Hops;
        _gate = AddModule("proj", new Linear(channels, 1, random.Stream("proj"), new LinearOptions { Bias = options.Bias }));
    }

    private protected override Tensor Compute(in ForwardContext context, Features x, Adjacency adjacency, LayerEnd end)
    {
        Tensor hop = x.ToDense();
        Tensor sum = Gated(context, hop);
        for (int k = 1; k <= _hops; k++)
        {
            Tensor next = Tensor.SpMM(adjacency, hop);
            if (k > 1)
            {
                hop.Dispose();
            }

            hop = next;
            using Tensor before = sum;
            sum = Tensor.Epilogue(Gated(context, hop), addend: before);
        }

        if (_hops > 0)
        {
            hop.Dispose();
        }

        return context.Epilogue(sum, activation: end.Activation, dropout: end.Dropout);
    }

    /// <summary>h by its gate.</summary>
    internal Tensor Gated(in ForwardContext context, Tensor h)
    {
        using Tensor gate = _gate.Forward(context, h, Activation.Sigmoid);
        return h * gate;
    }
}

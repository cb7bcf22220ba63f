using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The topology adaptive graph convolution: a polynomial of the adjacency matrix with a linear map for each power.</summary>
/// <remarks>
/// <code>
/// Y = sum over k = 0 .. K of A^k X W_k^T + b,   A = D^-1/2 A D^-1/2
/// X: [N, inputs], W_k: [outputs, inputs], b: [outputs], Y: [N, outputs]
/// </code>
/// <para>Paper: J. Du, S. Zhang, G. Wu, J. M. F. Moura and S. Kar, "Topology Adaptive Graph Convolutional Networks", 2017. Weights and directions are treated as
/// <see cref="GcnConv"/> does; no loops are added.</para>
/// <para>Where the features are sparse or outputs are fewer than inputs, the maps go first and the polynomial is evaluated by Horner's rule.
/// Parameters: <c>lins.0.weight</c> to <c>lins.K.weight</c>, <c>bias</c>. Cost: 2 (K + 1) N inputs outputs + 2 K E min(inputs, outputs) operations.</para>
/// </remarks>
public sealed class TagConv : HopConvolution
{
    private readonly Linear[] _lins;
    private readonly Parameter? _bias;

    /// <summary>Creates a convolution.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Hops, normalisation, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1, or the number of hops is negative.</exception>
    public TagConv(int inputs, int outputs, RandomSource random, TagOptions? options = null)
        : base(inputs, (options ??= new TagOptions()).Normalization)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Hops, nameof(TagOptions.Hops));
        _bias = options.Bias ? AddParameter("bias", Tensor.Zeros(outputs)) : null;
        _lins = new Linear[options.Hops + 1];
        for (int k = 0; k < _lins.Length; k++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"lins.{k}");
            _lins[k] = AddModule(name, new Linear(inputs, outputs, random.Stream(name), new LinearOptions { Bias = false }));
        }
    }

    private protected override Tensor Compute(in ForwardContext context, Features x, Adjacency adjacency, LayerEnd end)
    {
        Tensor sum = MapsFirst(x, _lins[0]) ? MapAndPropagate(x, adjacency) : PropagateAndMap(x.ToDense(), adjacency);
        return context.Epilogue(sum, _bias?.Value, addend: null, end.Activation, end.Dropout);
    }

    /// <summary>X W_0^T + A (X W_1^T + A (X W_2^T + ...)).</summary>
    private Tensor MapAndPropagate(Features x, Adjacency adjacency)
    {
        Tensor sum = x.MatMulTransposed(_lins[^1].Weight);
        for (int k = _lins.Length - 2; k >= 0; k--)
        {
            using Tensor inner = sum;
            using Tensor own = x.MatMulTransposed(_lins[k].Weight);
            sum = Tensor.Epilogue(Tensor.SpMM(adjacency, inner), addend: own);
        }

        return sum;
    }

    private Tensor PropagateAndMap(Tensor x, Adjacency adjacency)
    {
        Tensor sum = Features.FromDense(x).MatMulTransposed(_lins[0].Weight);
        Tensor hop = x;
        for (int k = 1; k < _lins.Length; k++)
        {
            Tensor next = Tensor.SpMM(adjacency, hop);
            if (k > 1)
            {
                hop.Dispose();
            }

            hop = next;
            using Tensor before = sum;
            sum = Tensor.Epilogue(Features.FromDense(hop).MatMulTransposed(_lins[k].Weight), addend: before);
        }

        if (_lins.Length > 1)
        {
            hop.Dispose();
        }

        return sum;
    }
}

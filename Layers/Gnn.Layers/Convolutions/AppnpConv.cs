using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>Propagation by personalised PageRank: each hop goes back to where it came from by some share. It has no parameters.</summary>
/// <remarks>
/// <code>
/// Z_0 = X,   Z_k = (1 - alpha) A Z_(k-1) + alpha X,   Y = Z_K,   A = D^-1/2 (A + I) D^-1/2
/// X, Y: [N, F]
/// </code>
/// <para>Paper: J. Gasteiger, A. Bojchevski and S. Guennemann, "Predict then Propagate: Graph Neural Networks meet Personalized PageRank", ICLR 2019. Weights,
/// directions and loops are treated as <see cref="GcnConv"/> does. Sparse features are made dense: propagation follows a network in the paper.</para>
/// <para>Difference from PyTorch Geometric: dropout takes part for edges without values too, which are then 1. Cost: 2 K (E + N) F operations.</para>
/// </remarks>
public sealed class AppnpConv : HopConvolution
{
    private readonly AppnpOptions _options;

    /// <summary>Creates a propagation.</summary>
    /// <param name="options">Hops, alpha, dropout, normalisation; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of hops is negative, alpha is not in [0, 1], or the dropout is not in [0, 1).</exception>
    public AppnpConv(AppnpOptions? options = null)
        : base(inputs: null, (options ??= new AppnpOptions()).Normalization)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Hops, nameof(AppnpOptions.Hops));
        Throw.IfNotShare(options.Alpha, nameof(AppnpOptions.Alpha));
        Throw.IfNotDropout(options.Dropout, nameof(AppnpOptions.Dropout));
        _options = options;
    }

    private protected override Tensor Compute(in ForwardContext context, Features x, Adjacency adjacency, LayerEnd end)
    {
        Tensor start = x.ToDense();
        using Tensor back = start * _options.Alpha;
        Tensor z = start;
        for (int hop = 0; hop < _options.Hops; hop++)
        {
            using Tensor sum = Hop(context, adjacency, z);
            Tensor next = Tensor.Epilogue(sum * (1 - _options.Alpha), addend: back);
            if (hop > 0)
            {
                z.Dispose();
            }

            z = next;
        }

        // The end of a layer takes its argument over, and the features are the caller's.
        return context.Epilogue(ReferenceEquals(z, start) ? z * 1 : z, activation: end.Activation, dropout: end.Dropout);
    }

    /// <summary>A z, of edges that dropout leaves.</summary>
    internal Tensor Hop(in ForwardContext context, Adjacency adjacency, Tensor z)
    {
        if (!context.Training || _options.Dropout == 0)
        {
            return Tensor.SpMM(adjacency, z);
        }

        using Tensor? ones = adjacency.Values is null ? Tensor.Ones(adjacency.Structure.EntryCount, z.Engine) : null;
        using Tensor values = context.Dropout(adjacency.Values ?? ones!, _options.Dropout);
        return Tensor.SpMM(adjacency.Structure, values, z);
    }
}

using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The spectral convolution by Chebyshev polynomials of the scaled Laplacian, with a linear map for each.</summary>
/// <remarks>
/// <code>
/// Y = sum over k = 0 .. K - 1 of T_k(L') X W_k^T + b
/// T_0 = I,  T_1 = L',  T_k = 2 L' T_(k-1) - T_(k-2),   L' = 2 L / lambda_max - I,   L = I - D^-1/2 A D^-1/2
/// X: [N, inputs], W_k: [outputs, inputs], b: [outputs], Y: [N, outputs]
/// </code>
/// <para>Paper: M. Defferrard, X. Bresson and P. Vandergheynst, "Convolutional Neural Networks on Graphs with Fast Localized Spectral Filtering", NIPS 2016.</para>
/// <para>Departures from the paper: edges may be weighted and directed; degrees are then over outgoing edges, as in PyTorch Geometric. Self-loops are left out.
/// Difference from PyTorch Geometric: where lambda_max is not given it is 2 for normalised Laplacians whatever the weights, and no gradient goes through it.</para>
/// <para>Where the features are sparse or outputs are fewer than inputs, the maps go first and the sum is evaluated by Clenshaw's recurrence.
/// Parameters: <c>lins.0.weight</c> to <c>lins.(K-1).weight</c>, <c>bias</c>.
/// Cost: 2 K N inputs outputs + 2 (K - 1) (E + N) min(inputs, outputs) operations.</para>
/// </remarks>
public sealed class ChebConv : HopConvolution
{
    private readonly ChebOptions _options;
    private readonly Linear[] _lins;
    private readonly Parameter? _bias;

    /// <summary>Creates a convolution; weights begin by Glorot's rule, the bias at 0.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Order, Laplacian, lambda_max, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or the order is below 1, or lambda_max is not more than 0 and finite.</exception>
    public ChebConv(int inputs, int outputs, RandomSource random, ChebOptions? options = null)
        : base(inputs, GcnNormalization.None)
    {
        _options = options ?? new ChebOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Order, 1, nameof(ChebOptions.Order));
        if (_options.LambdaMax is { } lambda && !(lambda > 0 && double.IsFinite(lambda)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), lambda, "'LambdaMax' must be more than 0 and finite.");
        }

        _bias = _options.Bias ? AddParameter("bias", Tensor.Zeros(outputs)) : null;
        _lins = new Linear[_options.Order];
        var linear = new LinearOptions { Bias = false, Weights = WeightInitialization.Glorot };
        for (int k = 0; k < _lins.Length; k++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"lins.{k}");
            _lins[k] = AddModule(name, new Linear(inputs, outputs, random.Stream(name), linear));
        }
    }

    private protected override Adjacency Normalize(SparseStructure structure, Tensor? edgeWeights, Engine engine) =>
        ChebLaplacian.Scaled(structure, edgeWeights, _options, engine);

    private protected override Tensor Compute(in ForwardContext context, Features x, Adjacency adjacency, LayerEnd end)
    {
        Tensor sum = MapsFirst(x, _lins[0]) ? MapAndPropagate(x, adjacency) : PropagateAndMap(x.ToDense(), adjacency);
        return context.Epilogue(sum, _bias?.Value, addend: null, end.Activation, end.Dropout);
    }

    /// <summary>B_k = X W_k^T + 2 L' B_(k+1) - B_(k+2), and the sum is X W_0^T + L' B_1 - B_2.</summary>
    private Tensor MapAndPropagate(Features x, Adjacency adjacency)
    {
        Tensor next = x.MatMulTransposed(_lins[^1].Weight);
        Tensor? afterNext = null;
        for (int k = _lins.Length - 2; k >= 0; k--)
        {
            using Tensor mapped = x.MatMulTransposed(_lins[k].Weight);
            Tensor hop = Tensor.SpMM(adjacency, next);
            Tensor sum = Tensor.Epilogue(k > 0 ? Twice(hop) : hop, addend: mapped);
            if (afterNext is not null)
            {
                using Tensor whole = sum;
                sum = whole - afterNext;
                afterNext.Dispose();
            }

            (next, afterNext) = (sum, next);
        }

        afterNext?.Dispose();
        return next;
    }

    /// <summary>T_k by the recurrence, each mapped and added.</summary>
    private Tensor PropagateAndMap(Tensor x, Adjacency adjacency)
    {
        Tensor sum = Features.FromDense(x).MatMulTransposed(_lins[0].Weight);
        Tensor previous = x, polynomial = x;
        for (int k = 1; k < _lins.Length; k++)
        {
            Tensor next = Tensor.SpMM(adjacency, polynomial);
            if (k > 1)
            {
                using Tensor twice = Twice(next);
                next = twice - previous;
            }

            if (k > 2)
            {
                previous.Dispose();
            }

            (previous, polynomial) = (polynomial, next);
            using Tensor before = sum;
            sum = Tensor.Epilogue(Features.FromDense(polynomial).MatMulTransposed(_lins[k].Weight), addend: before);
        }

        if (_lins.Length > 2)
        {
            previous.Dispose();
        }

        if (_lins.Length > 1)
        {
            polynomial.Dispose();
        }

        return sum;
    }

    /// <summary>2 x, of an x that is taken over.</summary>
    private static Tensor Twice(Tensor x)
    {
        using Tensor once = x;
        return once * 2;
    }
}

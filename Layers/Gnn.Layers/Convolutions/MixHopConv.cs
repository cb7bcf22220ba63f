using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The MixHop convolution: several powers of the adjacency matrix, each with a linear map of its own, side by side.</summary>
/// <remarks>
/// <code>
/// Y = [A^p X W_p^T for each power p, side by side] + b,   A = D^-1/2 (A + I) D^-1/2
/// X: [N, inputs], W_p: [outputs, inputs], b: [powers * outputs], Y: [N, powers * outputs]
/// </code>
/// <para>Paper: S. Abu-El-Haija, B. Perozzi, A. Kapoor et al., "MixHop: Higher-Order Graph Convolutional Architectures via Sparsified Neighborhood Mixing",
/// ICML 2019. Weights, directions and loops are treated as <see cref="GcnConv"/> does.</para>
/// <para>The maps go first where the features are sparse, or where all hops of all powers cost less on outputs than the longest on inputs.
/// Parameters: <c>lins.p.weight</c> for each power p, <c>bias</c>. Cost: 2 powers N inputs outputs operations and those of the hops.</para>
/// </remarks>
public sealed class MixHopConv : HopConvolution
{
    private readonly int[] _powers;
    private readonly Linear[] _lins;
    private readonly Parameter? _bias;

    /// <summary>Creates a convolution.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns of each power, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Powers, normalisation, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1, or a power is negative.</exception>
    /// <exception cref="ArgumentException">There is no power, or one twice.</exception>
    public MixHopConv(int inputs, int outputs, RandomSource random, MixHopOptions? options = null)
        : base(inputs, (options ??= new MixHopOptions()).Normalization)
    {
        _powers = [.. options.Powers];
        if (_powers.Length == 0 || _powers.Distinct().Count() < _powers.Length)
        {
            throw new ArgumentException($"A MixHopConv needs at least one power and none twice, got {string.Join(", ", _powers)}.", nameof(options));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(_powers.Min(), nameof(MixHopOptions.Powers));
        _bias = options.Bias ? AddParameter("bias", Tensor.Zeros(checked(_powers.Length * outputs))) : null;
        _lins = new Linear[_powers.Length];
        for (int place = 0; place < _lins.Length; place++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"lins.{_powers[place]}");
            _lins[place] = AddModule(name, new Linear(inputs, outputs, random.Stream(name), new LinearOptions { Bias = false }));
        }
    }

    private protected override Tensor Compute(in ForwardContext context, Features x, Adjacency adjacency, LayerEnd end)
    {
        var parts = new Tensor[_powers.Length];
        if (x.Sparse is not null || _powers.Sum(power => (long)power) * _lins[0].Outputs < _powers.Max() * (long)_lins[0].Inputs)
        {
            MapAndPropagate(x, adjacency, parts);
        }
        else
        {
            PropagateAndMap(x.ToDense(), adjacency, parts);
        }

        Tensor y = Tensor.Concatenate(parts, axis: 1);
        Array.ForEach(parts, part => part.Dispose());
        return context.Epilogue(y, _bias?.Value, addend: null, end.Activation, end.Dropout);
    }

    private void MapAndPropagate(Features x, Adjacency adjacency, Tensor[] parts)
    {
        for (int place = 0; place < parts.Length; place++)
        {
            Tensor mapped = x.MatMulTransposed(_lins[place].Weight);
            parts[place] = Propagate(adjacency, mapped, _powers[place]);
            if (!ReferenceEquals(mapped, parts[place]))
            {
                mapped.Dispose();
            }
        }
    }

    private void PropagateAndMap(Tensor x, Adjacency adjacency, Tensor[] parts)
    {
        Tensor hop = x;
        int last = _powers.Max();
        for (int power = 0; power <= last; power++)
        {
            if (power > 0)
            {
                Tensor next = Tensor.SpMM(adjacency, hop);
                if (power > 1)
                {
                    hop.Dispose();
                }

                hop = next;
            }

            int place = Array.IndexOf(_powers, power);
            if (place >= 0)
            {
                parts[place] = Features.FromDense(hop).MatMulTransposed(_lins[place].Weight);
            }
        }

        if (last > 0)
        {
            hop.Dispose();
        }
    }
}

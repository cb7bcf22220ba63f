using Gnn.Layers.Recurrent;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The gated graph convolution: several steps in which a gated recurrent unit takes in the neighbours' messages.</summary>
/// <remarks>
/// <code>
/// h_i^0     = x_i, with zeros up to the number of output columns
/// m_i^l     = sum over edges j -> i of w_ji h_j^(l-1) W_l
/// h_i^l     = GRU(m_i^l, h_i^(l-1)),   y_i = h_i^L
/// X: [N, inputs], W_l: [outputs, outputs], w: [E] or 1, Y: [N, outputs]; GRU as in <see cref="GruCell"/>, the same in all steps
/// </code>
/// <para>Paper: Y. Li, D. Tarlow, M. Brockschmidt and R. Zemel, "Gated Graph Sequence Neural Networks", ICLR 2016. Departures from the paper, as PyTorch
/// Geometric's: a weight for each step instead of one for each type of edge, and one direction. The number of input columns is said here and checked, where
/// PyTorch Geometric takes any up to the number of outputs.</para>
/// <para>Parameters: <c>weight</c> [L, outputs, outputs], which multiplies from the right, uniform within 1 / sqrt(outputs), <c>rnn.weight_ih</c>,
/// <c>rnn.weight_hh</c>, <c>rnn.bias_ih</c>, <c>rnn.bias_hh</c>. Cost: L (14 N outputs^2 + 2 E outputs) operations; no array of E * outputs is made. Sparse
/// features are made dense.</para>
/// </remarks>
public sealed class GatedGraphConv : HopConvolution
{
    private readonly GatedGraphOptions _options;
    private readonly Parameter _weight;
    private readonly GruCell _rnn;

    /// <summary>Creates a convolution.</summary>
    /// <param name="inputs">The number of input columns, from 1 to outputs.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Steps, reduction, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    public GatedGraphConv(int inputs, int outputs, RandomSource random, GatedGraphOptions? options = null)
        : base(inputs, GcnNormalization.None)
    {
        _options = options ?? new GatedGraphOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Layers, 1, nameof(GatedGraphOptions.Layers));
        Throw.IfNotDefined(_options.Reduction, nameof(GatedGraphOptions.Reduction));
        Outputs = outputs;
        _weight = AddParameter("weight", Initialize.FanIn((_options.Layers, outputs, outputs), outputs, random.Stream("weight")));
        _rnn = AddModule("rnn", new GruCell(outputs, outputs, random.Stream("rnn"), new RecurrentCellOptions { Bias = _options.Bias }));
    }

    /// <summary>The number of output columns.</summary>
    public int Outputs { get; }

    private protected override Tensor Compute(in ForwardContext context, Features x, Adjacency adjacency, LayerEnd end)
    {
        Tensor dense = x.ToDense();
        long missing = Outputs - dense.Shape[1];
        using Tensor padded = missing == 0
            ? dense.Reshape(dense.Shape)
            : Tensor.Concatenate([dense, Tensor.Zeros((dense.Shape[0], missing), dense.Engine)], axis: 1);
        Tensor state = padded;
        for (int layer = 0; layer < _options.Layers; layer++)
        {
            Tensor next = Step(state, layer, adjacency);
            if (layer > 0)
            {
                state.Dispose();
            }

            state = next;
        }

        return context.Epilogue(state, activation: end.Activation, dropout: end.Dropout);
    }

    private Tensor Step(Tensor state, int layer, Adjacency adjacency)
    {
        using Tensor row = _weight.Value.Rows(layer, 1);
        using Tensor weight = row.Reshape((Outputs, Outputs));
        using Tensor mapped = state.MatMul(weight);
        using Tensor messages = Tensor.SpMM(adjacency, mapped, _options.Reduction);
        return _rnn.Forward(messages, state);
    }
}

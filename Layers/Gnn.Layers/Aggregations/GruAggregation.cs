using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Aggregations;

/// <summary>The last state of a gated recurrent unit (GRU) that reads a group's rows one after another: the order of a group's entries matters.</summary>
/// <remarks>
/// <code>
/// r, u = sigmoid(W x_j + b + U h + c), n = tanh(W x_j + b + r (U h + c)),  h = (1 - u) n + u h
/// for the rows j of group i in the order of its entries, from h = 0; y_i = h
/// X: [N, inputs], W: [3 outputs, inputs], U: [3 outputs, outputs], b, c: [3 outputs], Y: [G, outputs]; 0 for an empty group
/// </code>
/// <para>Papers: K. Cho and others, "Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine Translation", 2014, in the form in which
/// the reset gate acts after the product.</para>
/// <para>Difference from PyTorch Geometric: a group ends with its own last row. There all groups run to the length of the longest in the batch, on rows of 0, so
/// that a graph's result changes with its neighbours in a batch; <see cref="SequenceEnd.LongestGroup"/> does the same.</para>
/// <para>Parameters: <c>gru.weight_ih_l0</c>, <c>gru.weight_hh_l0</c>, <c>gru.bias_ih_l0</c>, <c>gru.bias_hh_l0</c>, uniform within
/// 1 / sqrt(outputs) at first. Cost: 6 outputs (N inputs + E outputs) operations in as many steps as the longest group has rows, each of which writes
/// N * 3 outputs elements in the backward pass.</para>
/// </remarks>
public sealed class GruAggregation : Module, IAggregation
{
    private readonly GruSequenceCell _cell;
    private readonly SequenceEnd _end;

    /// <summary>Creates an aggregation.</summary>
    /// <param name="inputs">The number of columns of the rows, at least 1.</param>
    /// <param name="outputs">The number of columns of the state, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Where a sequence ends; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1, or the end is none.</exception>
    public GruAggregation(int inputs, int outputs, RandomSource random, RecurrentAggregationOptions? options = null)
    {
        _end = options?.End ?? SequenceEnd.LastRow;
        if (!Enum.IsDefined(_end))
        {
            throw new ArgumentOutOfRangeException(nameof(options), _end, "There is no such end.");
        }

        _cell = AddModule("gru", new GruSequenceCell(inputs, outputs, random.Stream("gru")));
    }

    /// <inheritdoc/>
    public int OutputsFor(int inputs) => _cell.Outputs;

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, SparseStructure groups, Tensor x)
    {
        GroupRows.Check(groups, x, _cell.Inputs);
        return GroupSequences.Run(_cell, groups, x, _end);
    }
}

using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Aggregations;

/// <summary>The last state of a long short-term memory (LSTM) that reads a group's rows one after another: the order of a group's entries matters.</summary>
/// <remarks>
/// <code>
/// i, f, o = sigmoid(W x_j + b + U h + c), g = tanh(W x_j + b + U h + c),  m = f m + i g,  h = o tanh(m)
/// for the rows j of group i in the order of its entries, from h = 0; y_i = h
/// X: [N, inputs], W: [4 outputs, inputs], U: [4 outputs, outputs], b, c: [4 outputs], Y: [G, outputs]; 0 for an empty group
/// </code>
/// <para>Papers: W. L. Hamilton, R. Ying and J. Leskovec, "Inductive Representation Learning on Large Graphs", NeurIPS 2017,
/// which gives it the neighbours in random order; the cell: S. Hochreiter and J. Schmidhuber, "Long Short-Term Memory", 1997.</para>
/// <para>Difference from PyTorch Geometric: a group ends with its own last row. There all groups run to the length of the longest in the batch, on rows of 0, so
/// that a graph's result changes with its neighbours in a batch; <see cref="SequenceEnd.LongestGroup"/> does the same.</para>
/// <para>Parameters: <c>lstm.weight_ih_l0</c>, <c>lstm.weight_hh_l0</c>, <c>lstm.bias_ih_l0</c>, <c>lstm.bias_hh_l0</c>, uniform within
/// 1 / sqrt(outputs) at first. Cost: 8 outputs (N inputs + E outputs) operations in as many steps as the longest group has rows, each of which writes
/// N * 4 outputs elements in the backward pass.</para>
/// </remarks>
public sealed class LstmAggregation : Module, IAggregation
{
    private readonly LstmSequenceCell _cell;
    private readonly SequenceEnd _end;

    /// <summary>Creates an aggregation.</summary>
    /// <param name="inputs">The number of columns of the rows, at least 1.</param>
    /// <param name="outputs">The number of columns of the state, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Where a sequence ends; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1, or the end is none.</exception>
    public LstmAggregation(int inputs, int outputs, RandomSource random, RecurrentAggregationOptions? options = null)
    {
        _end = options?.End ?? SequenceEnd.LastRow;
        if (!Enum.IsDefined(_end))
        {
            throw new ArgumentOutOfRangeException(nameof(options), _end, "There is no such end.");
        }

        _cell = AddModule("lstm", new LstmSequenceCell(inputs, outputs, random.Stream("lstm")));
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

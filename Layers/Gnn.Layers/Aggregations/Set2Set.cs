using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Aggregations;

/// <summary>A readout that looks at a group several times: a recurrent state asks, attention over the rows answers, and the answer is the next input.</summary>
/// <remarks>
/// <code>
/// q   = LSTM([q | r]),  e_j = x_j . q_i,  a = softmax of e over the rows of group i,  r_i = sum of a_j x_j,  a number of times from 0
/// y_i = [q_i | r_i]
/// X: [N, F], q, r: [G, F], Y: [G, 2 F]; an empty group has r = 0
/// </code>
/// <para>Paper: O. Vinyals, S. Bengio and M. Kudlur, "Order Matters: Sequence to Sequence for Sets", ICLR 2016.</para>
/// <para>Difference from PyTorch Geometric: one recurrent layer; the softmax has no 1e-16 in its denominator. The order of rows does not matter.</para>
/// <para>Parameters: <c>lstm.weight_ih_l0</c> [4 F, 2 F], <c>lstm.weight_hh_l0</c> [4 F, F], <c>lstm.bias_ih_l0</c>, <c>lstm.bias_hh_l0</c> [4 F]. Cost of a step:
/// 24 G F^2 + 4 E F operations; arrays of [E, 1], none of [E, F].</para>
/// </remarks>
public sealed class Set2Set : Module, IAggregation
{
    private readonly LstmSequenceCell _cell;
    private readonly int _steps;

    /// <summary>Creates an aggregation.</summary>
    /// <param name="inputs">F, the number of columns of the rows, at least 1.</param>
    /// <param name="steps">How many times a group is looked at, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Set2Set(int inputs, int steps, RandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        _steps = steps;
        _cell = AddModule("lstm", new LstmSequenceCell(checked(2 * inputs), inputs, random.Stream("lstm")));
    }

    /// <inheritdoc/>
    public int OutputsFor(int inputs) => _cell.Inputs;

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, SparseStructure groups, Tensor x)
    {
        GroupRows.Check(groups, x, _cell.Outputs);
        Tensor question = Tensor.Zeros((groups.RowCount, _cell.Outputs), x.Engine), memory = question;
        Tensor both = Tensor.Zeros((groups.RowCount, _cell.Inputs), x.Engine);
        for (int step = 0; step < _steps; step++)
        {
            using Tensor projected = _cell.Project(both);
            both.Dispose();
            (question, memory) = _cell.Step(projected, question, memory);
            using Tensor scores = Tensor.Sddmm(groups, EntryOperation.Dot, question, x);
            using Tensor weights = Tensor.EdgeSoftmax(groups, scores);
            using Tensor answer = Tensor.SpMM(groups, weights, x);
            both = Tensor.Concatenate([question, answer], -1);
        }

        return both;
    }
}

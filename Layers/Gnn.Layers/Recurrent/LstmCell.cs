using Gnn.Tensors;

namespace Gnn.Layers.Recurrent;

/// <summary>A long short-term memory cell: one step from an input, a state and a memory to the next state and memory.</summary>
/// <remarks>
/// <code>
/// i = sigmoid(W_ii x + b_ii + W_hi h + b_hi)
/// f = sigmoid(W_if x + b_if + W_hf h + b_hf)
/// g = tanh(W_ig x + b_ig + W_hg h + b_hg)
/// o = sigmoid(W_io x + b_io + W_ho h + b_ho)
/// c' = f c + i g,   h' = o tanh(c')
/// x: [B, inputs], h, c: [B, hidden]
/// </code>
/// <para>Paper: S. Hochreiter and J. Schmidhuber, "Long Short-Term Memory", 1997, with the forget gate of F. A. Gers, J. Schmidhuber and F. Cummins, "Learning
/// to Forget", 2000.</para>
/// <para>Parameters: <c>weight_ih</c> [4 hidden, inputs], <c>weight_hh</c> [4 hidden, hidden], <c>bias_ih</c>, <c>bias_hh</c> [4 hidden], rows in the order i,
/// f, g, o; all begin uniform within 1 / sqrt(hidden). Cost: 8 B hidden (inputs + hidden) operations, in two products.</para>
/// </remarks>
public sealed class LstmCell : Module
{
    private readonly Parameter _inputWeight;
    private readonly Parameter _stateWeight;
    private readonly Parameter? _inputBias;
    private readonly Parameter? _stateBias;

    /// <summary>Creates a cell.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="hidden">The number of columns of the state, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1.</exception>
    public LstmCell(int inputs, int hidden, RandomSource random, RecurrentCellOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        Inputs = inputs;
        Hidden = hidden;
        bool bias = (options ?? new RecurrentCellOptions()).Bias;
        int rows = checked(4 * hidden);
        _inputWeight = Add("weight_ih", (rows, inputs));
        _stateWeight = Add("weight_hh", (rows, hidden));
        _inputBias = bias ? Add("bias_ih", rows) : null;
        _stateBias = bias ? Add("bias_hh", rows) : null;

        Parameter Add(string name, Shape shape) => AddParameter(name, Initialize.FanIn(shape, hidden, random.Stream(name)));
    }

    /// <summary>The number of input columns.</summary>
    public int Inputs { get; }

    /// <summary>The number of columns of the state and of the memory.</summary>
    public int Hidden { get; }

    /// <summary>One step.</summary>
    /// <param name="x">The input, <c>[B, inputs]</c>.</param>
    /// <param name="state">h, <c>[B, hidden]</c>; zeros if null.</param>
    /// <param name="cell">c, <c>[B, hidden]</c>; zeros if null.</param>
    /// <returns>h' and c', <c>[B, hidden]</c>.</returns>
    /// <exception cref="ArgumentException">x, the state or the memory does not fit the cell.</exception>
    public (Tensor State, Tensor Cell) Forward(Tensor x, Tensor? state = null, Tensor? cell = null)
    {
        RecurrentStep.Check(x, Inputs, state, Hidden, nameof(state));
        RecurrentStep.Check(x, Inputs, cell, Hidden, nameof(cell));
        using Tensor fromInput = RecurrentStep.Map(x, _inputWeight.Value, _inputBias?.Value);
        using Tensor? zeros = state is null || cell is null ? Tensor.Zeros((x.Shape[0], Hidden), x.Engine) : null;
        return RecurrentStep.Lstm(fromInput, state ?? zeros!, cell ?? zeros!, _stateWeight.Value, _stateBias?.Value);
    }
}

using Gnn.Tensors;

namespace Gnn.Layers.Recurrent;

/// <summary>Long short-term memory over sequences: layers one over another, in one direction or both.</summary>
/// <remarks>
/// <para>The formula of a step is that of <see cref="LstmCell"/>. The reverse direction of a sequence begins at its own last step, and its outputs stand beside
/// those of the forward direction.</para>
/// <para>Difference from PyTorch: the steps are the first axis always; sequences of other lengths are padded at their ends and told by their lengths, not
/// packed. Beyond its length a sequence's outputs are 0, and its last state and memory are those of its last step. There is no projection of the states.</para>
/// <para>Parameters: <c>weight_ih_l0</c> [4 hidden, inputs], <c>weight_hh_l0</c> [4 hidden, hidden], <c>bias_ih_l0</c>, <c>bias_hh_l0</c> [4 hidden], the same
/// with <c>_reverse</c>, and for each further layer with its number; all begin uniform within 1 / sqrt(hidden).</para>
/// <para>Cost: 8 T B hidden (inputs + hidden) operations for each layer and direction, also for steps beyond a sequence's length. The input's part is one
/// product for all steps; then each step is a product [B, hidden] by [hidden, 4 hidden] and some ten passes over its result, one after another, so that small
/// batches are bound by the number of steps. A backward walk keeps about 14 T B hidden elements.</para>
/// </remarks>
public sealed class Lstm : Module
{
    private readonly RecurrentStack _stack;

    /// <summary>Creates layers.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="hidden">The number of columns of a state, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Layers, directions, bias, dropout; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    public Lstm(int inputs, int hidden, RandomSource random, RecurrentOptions? options = null) =>
        _stack = new RecurrentStack(inputs, hidden, gates: 4, random, options, AddParameter, static (fromInput, states, weight, bias) =>
        {
            (Tensor h, Tensor c) = RecurrentStep.Lstm(fromInput, states[0], states[1], weight, bias);
            return [h, c];
        });

    /// <summary>The number of output columns: hidden times the number of directions.</summary>
    public int Outputs => _stack.OutputWidth;

    /// <summary>Reads sequences.</summary>
    /// <param name="context">Training or inference, random numbers for dropout.</param>
    /// <param name="x">The steps of B sequences, <c>[T, B, inputs]</c>, T at least 1.</param>
    /// <param name="state">The states before the first step, <c>[layers * directions, B, hidden]</c>; zeros if null.</param>
    /// <param name="cell">The memories before the first step, of the same shape; zeros if null.</param>
    /// <param name="lengths">The number of steps of each sequence, B numbers in [0, T]; all have T if null.</param>
    /// <returns>The last layer's states, <c>[T, B, directions * hidden]</c>, and every layer's last state and memory, <c>[layers * directions, B, hidden]</c>
    /// each.</returns>
    /// <exception cref="ArgumentException">x, the state, the memory or the lengths do not fit.</exception>
    public (Tensor Output, Tensor State, Tensor Cell) Forward(
        in ForwardContext context, Tensor x, Tensor? state = null, Tensor? cell = null, IReadOnlyList<int>? lengths = null)
    {
        (Tensor output, Tensor[] finals) = _stack.Run(context, x, [state, cell], lengths);
        return (output, finals[0], finals[1]);
    }
}

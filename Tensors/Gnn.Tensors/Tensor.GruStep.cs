using Gnn.Tensors.Autograd;
using Gnn.Tensors.Engines;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>The gates of a gated recurrent unit and its next state, from what input and state give to the gates.</summary>
    /// <remarks>
    /// <code>
    /// r  = sigmoid(a_r + b_r),  z = sigmoid(a_z + b_z),  n = tanh(a_n + r b_n)
    /// h' = (1 - z) n + z h
    /// a, b: [B, 3 H], the columns of r, z and n side by side; h: [B, H]
    /// </code>
    /// <para>K. Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine Translation", EMNLP 2014, in the form of PyTorch's GRUCell: a and b are the
    /// products of input and state with their weights. The <see cref="CpuEngine"/> does it in one pass over memory forward and one backward; other engines compose the same value.</para>
    /// </remarks>
    /// <param name="fromInput">a, floating, [B, 3 H].</param>
    /// <param name="fromState">b, floating, [B, 3 H].</param>
    /// <param name="state">h, floating, [B, H].</param>
    /// <returns>h', [B, H].</returns>
    /// <exception cref="ArgumentException">The shapes or engines do not fit.</exception>
    public static Tensor GruStep(Tensor fromInput, Tensor fromState, Tensor state)
    {
        Throw.IfNotFloating(fromInput);
        Throw.IfNotFloating(fromState);
        Throw.IfNotFloating(state);
        Throw.IfOtherEngine(state, fromInput);
        Throw.IfOtherEngine(state, fromState);
        Throw.IfNotRank(state, 2);
        var gateShape = new Shape(state.Shape[0], 3 * state.Shape[1]);
        if (fromInput.Shape != gateShape || fromState.Shape != gateShape)
        {
            throw new ArgumentException(
                $"'fromInput' and 'fromState' must be {gateShape}, three gates for the state {state.Shape}, got {fromInput.Shape} and {fromState.Shape}.", nameof(fromInput));
        }

        bool records = Records(fromInput, fromState) || Records(state);
        EngineBuffer next = state.Engine.GruStep(fromInput.View, fromState.View, state.View, records, out EngineBuffer? gates);
        Tensor y = Wrap(next, state.Shape);
        if (gates is not null)
        {
            using Tensor kept = Wrap(gates, gateShape);
            y.From(new GruStepNode(fromInput, fromState, state, kept));
        }

        return y;
    }

    /// <summary>With d the gradient: d z goes to h, d (1 - z) (1 - n^2) = e to a_n, e r to b_n, e b_n r (1 - r) to both of r, d (h - n) z (1 - z) to both of z.</summary>
    private sealed class GruStepNode(Tensor fromInput, Tensor fromState, Tensor state, Tensor gates) : GradNode(fromInput, fromState, state)
    {
        private Saved _fromState = new(fromState);
        private Saved _state = new(state);
        private Saved _gates = new(gates);

        internal override void Backward(Tensor gradient)
        {
            EngineBuffer toInput = gradient.Engine.GruStepGradient(
                _gates.View, _fromState.View, _state.View, gradient.View, out EngineBuffer toFromState, out EngineBuffer toState);
            GiveOwn(0, Wrap(toInput, _gates.View.Shape));
            GiveOwn(1, Wrap(toFromState, _gates.View.Shape));
            GiveOwn(2, Wrap(toState, _state.View.Shape));
        }

        protected override void DropSaved()
        {
            _fromState.Drop();
            _state.Drop();
            _gates.Drop();
        }
    }
}

namespace Gnn.Tensors.Engines;

/// <content>The gates of a gated recurrent unit, a fused primitive: composed of others here, and one pass over memory where an engine has it.</content>
public abstract partial class Engine
{
    /// <summary>h' = (1 - z) n + z h, with r = sigmoid(a_r + b_r), z = sigmoid(a_z + b_z) and n = tanh(a_n + r b_n).</summary>
    /// <param name="fromInput">a: a floating view [B, 3 H], the gates r, z, n side by side.</param>
    /// <param name="fromState">b: a floating view [B, 3 H], in the same order.</param>
    /// <param name="state">h: a floating view [B, H].</param>
    /// <param name="forGradient">Whether <see cref="GruStepGradient"/> will be asked.</param>
    /// <param name="gates">r, z and n side by side, [B, 3 H], if a gradient will be asked for; else null.</param>
    /// <returns>[B, H].</returns>
    public virtual EngineBuffer GruStep(
        in BufferView fromInput, in BufferView fromState, in BufferView state, bool forGradient, out EngineBuffer? gates)
    {
        (long rows, long width) = (state.Shape[0], state.Shape[1]);
        var one = new Shape(rows, width);
        var two = new Shape(rows, 2 * width);
        EngineBuffer inputGates = SliceColumns(fromInput, rows, 0, 2 * width);
        EngineBuffer stateGates = SliceColumns(fromState, rows, 0, 2 * width);
        EngineBuffer sums = Next(stateGates, Binary(BinaryOperation.Add, new BufferView(inputGates, 0, two), new BufferView(stateGates, 0, two), two));
        EngineBuffer open = Next(inputGates, Next(sums, Unary(UnaryOperation.Sigmoid, new BufferView(sums, 0, two), 0)));
        EngineBuffer reset = SliceColumns(new BufferView(open, 0, two), rows, 0, width);
        EngineBuffer update = SliceColumns(new BufferView(open, 0, two), rows, width, width);
        EngineBuffer stateNew = SliceColumns(fromState, rows, 2 * width, width);
        EngineBuffer kept = Next(stateNew, Next(reset, Binary(BinaryOperation.Multiply, new BufferView(reset, 0, one), new BufferView(stateNew, 0, one), one)));
        EngineBuffer inputNew = SliceColumns(fromInput, rows, 2 * width, width);
        EngineBuffer before = Next(inputNew, Next(kept, Binary(BinaryOperation.Add, new BufferView(inputNew, 0, one), new BufferView(kept, 0, one), one)));
        EngineBuffer candidate = Next(before, Unary(UnaryOperation.Tanh, new BufferView(before, 0, one), 0));
        EngineBuffer difference = Binary(BinaryOperation.Subtract, state, new BufferView(candidate, 0, one), one);
        EngineBuffer moved = Next(update, Next(difference, Binary(BinaryOperation.Multiply, new BufferView(update, 0, one), new BufferView(difference, 0, one), one)));
        EngineBuffer next = Next(moved, Binary(BinaryOperation.Add, new BufferView(candidate, 0, one), new BufferView(moved, 0, one), one));
        gates = forGradient ? Concatenate([new BufferView(open, 0, two), new BufferView(candidate, 0, one)], rows) : null;
        open.Release();
        candidate.Release();
        return next;
    }

    /// <summary>The gradients of <see cref="GruStep"/>.</summary>
    /// <param name="gates">The gates that it returned, [B, 3 H].</param>
    /// <param name="fromState">What it was given.</param>
    /// <param name="state">What it was given.</param>
    /// <param name="gradient">The gradient of the next state, [B, H].</param>
    /// <param name="toFromState">The gradient of fromState, [B, 3 H].</param>
    /// <param name="toState">The gradient of state, [B, H].</param>
    /// <returns>The gradient of fromInput, [B, 3 H].</returns>
    public virtual EngineBuffer GruStepGradient(
        in BufferView gates, in BufferView fromState, in BufferView state, in BufferView gradient, out EngineBuffer toFromState, out EngineBuffer toState)
    {
        (long rows, long width) = (state.Shape[0], state.Shape[1]);
        var one = new Shape(rows, width);
        var two = new Shape(rows, 2 * width);
        EngineBuffer reset = SliceColumns(gates, rows, 0, width);
        EngineBuffer update = SliceColumns(gates, rows, width, width);
        EngineBuffer candidate = SliceColumns(gates, rows, 2 * width, width);
        EngineBuffer stateNew = SliceColumns(fromState, rows, 2 * width, width);

        // What z keeps goes to the state, and the rest to n.
        toState = Binary(BinaryOperation.Multiply, gradient, new BufferView(update, 0, one), one);
        EngineBuffer toCandidate = Binary(BinaryOperation.Subtract, gradient, new BufferView(toState, 0, one), one);
        EngineBuffer toNew = Next(toCandidate, UnaryGradient(
            UnaryOperation.Tanh, new BufferView(candidate, 0, one), new BufferView(candidate, 0, one), new BufferView(toCandidate, 0, one), 0));
        EngineBuffer toReset = Next(stateNew, Binary(BinaryOperation.Multiply, new BufferView(toNew, 0, one), new BufferView(stateNew, 0, one), one));
        EngineBuffer toStateNew = Next(reset, Binary(BinaryOperation.Multiply, new BufferView(toNew, 0, one), new BufferView(reset, 0, one), one));
        EngineBuffer difference = Next(candidate, Binary(BinaryOperation.Subtract, state, new BufferView(candidate, 0, one), one));
        EngineBuffer toUpdate = Next(update, Next(difference, Binary(BinaryOperation.Multiply, gradient, new BufferView(difference, 0, one), one)));
        EngineBuffer toOpen = Next(toUpdate, Next(toReset, Concatenate([new BufferView(toReset, 0, one), new BufferView(toUpdate, 0, one)], rows)));
        EngineBuffer open = SliceColumns(gates, rows, 0, 2 * width);
        EngineBuffer toSums = Next(open, Next(toOpen, UnaryGradient(
            UnaryOperation.Sigmoid, new BufferView(open, 0, two), new BufferView(open, 0, two), new BufferView(toOpen, 0, two), 0)));
        toFromState = Next(toStateNew, Concatenate([new BufferView(toSums, 0, two), new BufferView(toStateNew, 0, one)], rows));
        return Next(toNew, Next(toSums, Concatenate([new BufferView(toSums, 0, two), new BufferView(toNew, 0, one)], rows)));
    }
}

namespace Gnn.Tensors.Engines;

public abstract partial class Engine
{
    /// <summary>One step of Adam or AdamW over a parameter, in place.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="firstMoment">The running mean of the gradient.</param>
    /// <param name="secondMoment">The running mean of its square.</param>
    /// <param name="step">The settings of this step.</param>
    public abstract void AdamStep(
        in BufferView parameter, in BufferView gradient, in BufferView firstMoment, in BufferView secondMoment, in AdamStep step);

    /// <summary>One step of stochastic gradient descent over a parameter, in place.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="momentum">The running direction, or an empty view without momentum.</param>
    /// <param name="step">The settings of this step.</param>
    public abstract void SgdStep(in BufferView parameter, in BufferView gradient, in BufferView momentum, in SgdStep step);

    /// <summary>One step of Adagrad over a parameter, in place; a fused primitive: composed of others here, one pass where an engine has it.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="squares">The sum of its squares so far.</param>
    /// <param name="step">The settings of this step.</param>
    public virtual void AdagradStep(in BufferView parameter, in BufferView gradient, in BufferView squares, in AdagradStep step)
    {
        EngineBuffer slope = Copy(gradient);
        AccumulateInto(new BufferView(slope, 0, gradient.Shape), parameter, step.WeightDecay);
        EngineBuffer square = Unary(UnaryOperation.Square, new BufferView(slope, 0, gradient.Shape), 0);
        AccumulateInto(squares, new BufferView(square, 0, gradient.Shape), 1);
        square.Release();
        EngineBuffer root = Unary(UnaryOperation.Sqrt, squares, 0);
        EngineBuffer divisor = Next(root, Unary(UnaryOperation.AddScalar, new BufferView(root, 0, gradient.Shape), step.Epsilon));
        EngineBuffer move = Next(divisor, Next(slope, Binary(
            BinaryOperation.Divide, new BufferView(slope, 0, gradient.Shape), new BufferView(divisor, 0, gradient.Shape), gradient.Shape)));
        AccumulateInto(parameter, new BufferView(move, 0, gradient.Shape), -step.LearningRate);
        move.Release();
    }
}

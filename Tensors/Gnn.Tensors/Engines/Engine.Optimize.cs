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
}

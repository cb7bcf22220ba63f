using Gnn.Tensors.Autograd;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>Zero with chance p, else x / (1 - p): dropout (Srivastava et al., 2014). Element i depends on the source's number i and on nothing else.</summary>
    /// <param name="probability">p, in [0, 1).</param>
    /// <param name="source">Where the numbers come from; give each call a stream of its own.</param>
    /// <returns>A tensor of this shape; where p is 0, one that shares the buffer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1).</exception>
    public Tensor Dropout(double probability, RandomSource source)
    {
        Throw.IfNotFloating(this);
        if (!(probability is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "The chance to drop an element must be in [0, 1).");
        }

        if (probability == 0)
        {
            return Reshape(Shape);
        }

        Tensor y = Wrap(Engine.Dropout(View, probability, source), Shape);
        return Records(this) ? y.From(new DropoutNode(this, probability, source)) : y;
    }

    /// <summary>dx = dropout of dy with the same numbers.</summary>
    private sealed class DropoutNode(Tensor x, double probability, RandomSource source) : GradNode(x)
    {
        internal override void Backward(Tensor gradient) => GiveOwn(0, Wrap(gradient.Engine.Dropout(gradient.View, probability, source), gradient.Shape));

        protected override void DropSaved()
        {
        }
    }
}

using Gnn.Tensors.Autograd;
using Gnn.Tensors.Engines;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>The cross-entropy of logits and labels, row by row: ln sum e^x[i] - x[i, label[i]]. Logits of any size are safe.</summary>
    /// <param name="labels">Int32 or Int64 [N], in [0, C).</param>
    /// <returns>[N], each at least 0.</returns>
    /// <exception cref="ArgumentException">This tensor is not a floating matrix [N, C] of at least one class, or the labels are not an integer vector [N].</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is out of range; the message names its position and value.</exception>
    public Tensor CrossEntropy(Tensor labels)
    {
        Throw.IfOtherEngine(this, labels);
        Throw.IfNotFloating(this);
        Throw.IfNotRank(this, 2);
        Throw.IfNotIndex(labels);
        if (Shape[1] == 0 || labels.Shape[0] != Shape[0])
        {
            throw new ArgumentException(
                $"The cross-entropy takes logits [N, C] of at least one class and 'labels' [N], got {Shape} and {labels.Shape}.", nameof(labels));
        }

        EngineBuffer result = Engine.CrossEntropy(View, labels.View, out EngineBuffer saved);
        Tensor y = Wrap(result, Shape[0]);
        using Tensor state = Wrap(saved, saved.Length);
        return Records(this) ? y.From(new CrossEntropyNode(this, labels, state)) : y;
    }

    /// <summary>dx = dy (softmax x - 1 at the label), row by row.</summary>
    private sealed class CrossEntropyNode(Tensor x, Tensor labels, Tensor state) : GradNode(x)
    {
        private Saved _x = new(x);
        private Saved _labels = new(labels);
        private Saved _state = new(state);

        internal override void Backward(Tensor gradient) =>
            GiveOwn(0, Wrap(gradient.Engine.CrossEntropyGradient(_x.View, _labels.View, _state.View, gradient.View), _x.View.Shape));

        protected override void DropSaved()
        {
            _x.Drop();
            _labels.Drop();
            _state.Drop();
        }
    }
}

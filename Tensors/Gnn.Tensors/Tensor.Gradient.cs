using Gnn.Tensors.Autograd;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>Whether operations on this tensor are recorded: it asked for a gradient, or was made from one that did.</summary>
    public bool RequiresGradient => Node is not null;

    /// <summary>The gradient that backward walks have summed up, of this tensor's shape; null before the first, and for tensors that did not ask.</summary>
    public Tensor? Gradient { get; private set; }

    /// <summary>Asks for the gradient of this tensor.</summary>
    /// <returns>This tensor.</returns>
    /// <exception cref="InvalidOperationException">The tensor is not floating, or it is itself the result of a recorded operation.</exception>
    public Tensor WithGradient()
    {
        if (!DataType.IsFloating())
        {
            throw new InvalidOperationException($"Only a floating tensor has a gradient, this one is {DataType}.");
        }

        if (Node is { IsLeaf: false })
        {
            throw new InvalidOperationException("The tensor is the result of a recorded operation; ask for gradients of what it was made from, or of Detach().");
        }

        Node ??= new LeafNode(this);
        return this;
    }

    /// <summary>Computes the gradients of this scalar to every leaf that it was made from, and adds them to <see cref="Gradient"/>.</summary>
    /// <remarks>Frees what the operations saved as it walks; a second walk over the same results is an error. Walks that reach the same leaves must not run at
    /// the same time: gradients are summed without a lock.</remarks>
    /// <exception cref="InvalidOperationException">The tensor is not a scalar, nothing it was made from asked for a gradient, or it was walked before.</exception>
    public void Backward()
    {
        if (Shape.Count != 1)
        {
            throw new InvalidOperationException($"Backward() starts from a tensor with one element, got {Shape}: reduce it, or give the gradient.");
        }

        using Tensor one = Ones(Shape, Engine);
        Backward(one);
    }

    /// <summary>Computes the gradients of sum(this * gradient) to every leaf, and adds them to <see cref="Gradient"/>.</summary>
    /// <param name="gradient">A tensor of this tensor's shape.</param>
    /// <exception cref="ArgumentException">The shapes, engines or types differ.</exception>
    /// <exception cref="InvalidOperationException">Nothing this tensor was made from asked for a gradient, or it was walked before.</exception>
    public void Backward(Tensor gradient)
    {
        Throw.IfOtherEngine(this, gradient);
        Throw.IfNotFloating(gradient);
        if (gradient.Shape != Shape)
        {
            throw new ArgumentException($"'gradient' must have the shape of the tensor, {Shape}, got {gradient.Shape}.", nameof(gradient));
        }

        if (Node is null)
        {
            throw new InvalidOperationException(
                "Nothing that this tensor was made from asked for a gradient (WithGradient), or it was made under NoGrad.");
        }

        BackwardWalk.Run(Node, gradient);
    }

    /// <summary>Drops the gradient.</summary>
    public void ClearGradient()
    {
        Gradient?.Dispose();
        Gradient = null;
    }

    /// <summary>This tensor's elements without its history; shares the buffer.</summary>
    /// <returns>The tensor.</returns>
    public Tensor Detach()
    {
        Buffer.Retain();
        return new Tensor(Buffer, _offset, Shape, isInScope: true);
    }

    internal void AccumulateGradient(Tensor gradient)
    {
        if (IsDisposed)
        {
            return;
        }

        if (Gradient is null)
        {
            Gradient = gradient.Alias(Shape);
        }
        else if (Gradient.View.Buffer.IsExclusive)
        {
            Engine.AccumulateInto(Gradient.View, gradient.View, scale: 1);
        }
        else
        {
            Tensor sum = (Gradient + gradient).Keep();
            Gradient.Dispose();
            Gradient = sum;
        }
    }

    /// <summary>Whether an operation on these tensors has to be recorded.</summary>
    private static bool Records(Tensor a) => a.Node is not null && !NoGrad.IsOpen;

    private static bool Records(Tensor a, Tensor b) => (a.Node is not null || b.Node is not null) && !NoGrad.IsOpen;

    /// <summary>Ties this result to the operation that made it; the tensor takes the node's first count.</summary>
    private Tensor From(GradNode node)
    {
        Node = node;
        return this;
    }
}

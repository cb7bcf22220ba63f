using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Autograd;

/// <summary>One recorded operation: what it was made of, what it saved, and how its result's gradient becomes its inputs' gradients.</summary>
/// <remarks>
/// <para>A node is held by counting: by the tensor it made and by every later node that takes its result. When the last holder goes, or when a backward
/// walk has used the node, it drops what it saved. Counting is not atomic: a graph of operations belongs to one thread.</para>
/// <para>A rule is written with tensor operations, so that it can itself be recorded one day.</para>
/// </remarks>
internal abstract class GradNode
{
    [ThreadStatic]
    private static Stack<GradNode>? _toDrop;

    // Most operations have one input or two: those stand in the node, the others in an array.
    private readonly GradNode?[]? _more;
    private FirstInputs _first;
    private int _holders = 1;

    protected GradNode(params ReadOnlySpan<Tensor> inputs)
    {
        InputCount = inputs.Length;
        _more = inputs.Length > FirstInputs.Length ? new GradNode?[inputs.Length - FirstInputs.Length] : null;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Node is { } input)
            {
                input.Hold();
                Input(i) = input;
                Depth = Math.Max(Depth, input.Depth + 1);
            }
        }
    }

    /// <summary>The longest way to a leaf: a node is deeper than all its inputs.</summary>
    internal int Depth { get; }

    /// <summary>The number of inputs, those that want no gradient included.</summary>
    internal int InputCount { get; }

    /// <summary>The gradient of the result that has come together so far in this walk; the node owns it.</summary>
    internal Tensor? Pending { get; set; }

    /// <summary>The walk that reached this node last.</summary>
    internal long Walk { get; set; }

    /// <summary>Whether a walk has used the node, or its last holder is gone.</summary>
    internal bool IsSpent { get; private set; }

    /// <summary>Whether the walk ends here: a leaf keeps its gradient and is never spent.</summary>
    internal virtual bool IsLeaf => false;

    /// <summary>Gives each input its share of the gradient.</summary>
    /// <param name="gradient">The gradient of the result.</param>
    internal abstract void Backward(Tensor gradient);

    /// <summary>Drops what was saved and lets go of the inputs; the inputs that lose their last holder follow, however deep.</summary>
    internal void Spend()
    {
        Stack<GradNode> toDrop = _toDrop ??= new Stack<GradNode>();
        int bottom = toDrop.Count;
        toDrop.Push(this);
        while (toDrop.Count > bottom)
        {
            GradNode node = toDrop.Pop();
            if (node.IsSpent || node.IsLeaf)
            {
                continue;
            }

            node.IsSpent = true;
            node.DropSaved();
            node.Pending?.Dispose();
            node.Pending = null;
            for (int i = 0; i < node.InputCount; i++)
            {
                GradNode? input = node.Input(i);
                node.Input(i) = null;
                if (input is not null && --input._holders == 0)
                {
                    toDrop.Push(input);
                }
            }
        }
    }

    /// <summary>An input; null if it wants no gradient.</summary>
    internal ref GradNode? Input(int place)
    {
        if (place < FirstInputs.Length)
        {
            return ref _first[place];
        }

        return ref _more![place - FirstInputs.Length];
    }

    /// <summary>Adds a holder.</summary>
    internal void Hold() => _holders++;

    /// <summary>Drops a holder.</summary>
    internal void Drop()
    {
        if (--_holders == 0)
        {
            Spend();
        }
    }

    /// <summary>Whether an input wants a gradient.</summary>
    protected bool Wants(int input) => Input(input) is not null;

    /// <summary>Adds to an input's gradient. The first contribution is shared, a later one is added in place if nobody else reads the sum.</summary>
    protected void Give(int input, Tensor gradient) => Give(input, gradient, isOwn: false);

    /// <summary>The same for a tensor that the rule made for this input alone and does not use again: it may itself become the sum.</summary>
    protected void GiveOwn(int input, Tensor gradient) => Give(input, gradient, isOwn: true);

    /// <summary>Drops the tensors that the rule saved.</summary>
    protected abstract void DropSaved();

    private void Give(int input, Tensor gradient, bool isOwn)
    {
        GradNode? node = Input(input);
        if (node is null)
        {
            return;
        }

        if (node.Pending is null)
        {
            node.Pending = isOwn ? gradient.Keep() : gradient.Alias(gradient.Shape);
        }
        else if (node.Pending.View.Buffer.IsExclusive)
        {
            gradient.Engine.AccumulateInto(node.Pending.View, gradient.View, scale: 1);
        }
        else if (isOwn && gradient.IsSoleHolder)
        {
            gradient.Engine.AccumulateInto(gradient.View, node.Pending.View, scale: 1);
            node.Pending.Dispose();
            node.Pending = gradient.Keep();
        }
        else
        {
            Tensor sum = (node.Pending + gradient).Keep();
            node.Pending.Dispose();
            node.Pending = sum;
        }
    }

    [InlineArray(Length)]
    private struct FirstInputs
    {
        internal const int Length = 2;

        private GradNode? _input;
    }
}

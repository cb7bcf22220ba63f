namespace Gnn.Tensors.Autograd;

/// <summary>The end of the walk: a tensor that asked for its gradient.</summary>
internal sealed class LeafNode(Tensor leaf) : GradNode()
{
    internal override bool IsLeaf => true;

    internal override void Backward(Tensor gradient) => leaf.AccumulateGradient(gradient);

    protected override void DropSaved()
    {
    }
}

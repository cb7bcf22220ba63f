namespace Gnn.Layers.Signed;

/// <summary>What a layer over positive and negative edges takes.</summary>
public enum SignedInput
{
    /// <summary>Features of the nodes, <c>[N, inputs]</c>: the first layer, where no path has been followed yet.</summary>
    Features,

    /// <summary>What a layer gave, <c>[N, 2 inputs]</c>: the balanced half, then the unbalanced one.</summary>
    Halves,
}

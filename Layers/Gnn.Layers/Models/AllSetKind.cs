using Gnn.Layers.Hypergraphs;

namespace Gnn.Layers.Models;

/// <summary>The functions of sets that an <see cref="AllSet"/> learns.</summary>
public enum AllSetKind
{
    /// <summary>Attention with learnt seeds: <see cref="AllSetTransformerConv"/>.</summary>
    Transformer,

    /// <summary>A perceptron, a reduction and a perceptron: <see cref="AllDeepSetsConv"/>.</summary>
    DeepSets,
}

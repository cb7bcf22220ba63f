using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>Makes what a jump is computed with.</summary>
internal static class JumpingKindExtensions
{
    /// <summary>The module of a jump that has parameters; null for the others.</summary>
    internal static JumpingKnowledge? Create(this JumpingKind kind, int width, int layers, RandomSource random) => kind switch
    {
        JumpingKind.Lstm => new JumpingKnowledge(JumpingKnowledgeMode.Lstm, random, width, layers),
        JumpingKind.None or JumpingKind.Last or JumpingKind.Concatenate or JumpingKind.Max or JumpingKind.Sum => null,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such jump."),
    };
}

using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>Makes what a jump is computed with.</summary>
internal static class JumpingKindExtensions
{
    /// <summary>The module that makes all layers' results one; null where none is needed.</summary>
    internal static JumpingKnowledge? Create(this JumpingKind kind, int width, int layers, RandomSource random) => kind switch
    {
        JumpingKind.None or JumpingKind.Last or JumpingKind.Sum => null,
        JumpingKind.Concatenate => new JumpingKnowledge(JumpingKnowledgeMode.Concatenate, width, layers, random),
        JumpingKind.Max => new JumpingKnowledge(JumpingKnowledgeMode.Max, width, layers, random),
        JumpingKind.Lstm => new JumpingKnowledge(JumpingKnowledgeMode.Lstm, width, layers, random),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such jump."),
    };
}

namespace Gnn.Graphs.Heterogeneous;

/// <summary>A type of edges: what they come from, how they relate it, and what they lead to.</summary>
/// <param name="Source">The node type of the sources.</param>
/// <param name="Relation">The name of the relation.</param>
/// <param name="Target">The node type of the targets.</param>
public sealed record EdgeType(string Source, string Relation, string Target)
{
    /// <summary>The three names, for example <c>author-writes-paper</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Source}-{Relation}-{Target}";
}

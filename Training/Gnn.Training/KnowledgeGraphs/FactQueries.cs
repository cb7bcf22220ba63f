namespace Gnn.Training.KnowledgeGraphs;

/// <summary>Questions for an end of a fact: (anchor, relation, ?), or (?, relation, anchor) where heads are asked for.</summary>
internal sealed record FactQueries(int[] Anchors, int[] Relations, bool[] AsksHeads, int[] Answers)
{
    internal int Count => Anchors.Length;

    /// <summary>Two for each fact: those for tails first, then those for heads.</summary>
    internal static FactQueries Of(Facts facts)
    {
        bool[] asksHeads = new bool[2 * facts.Count];
        Array.Fill(asksHeads, true, facts.Count, facts.Count);
        return new FactQueries([.. facts.Heads, .. facts.Tails], [.. facts.Relations, .. facts.Relations], asksHeads, [.. facts.Tails, .. facts.Heads]);
    }
}

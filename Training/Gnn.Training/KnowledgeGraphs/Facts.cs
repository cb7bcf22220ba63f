namespace Gnn.Training.KnowledgeGraphs;

/// <summary>Facts: three numbers each.</summary>
internal sealed record Facts(int[] Heads, int[] Relations, int[] Tails)
{
    internal int Count => Heads.Length;

    /// <summary>Some of them.</summary>
    internal Facts At(ReadOnlySpan<int> places)
    {
        var some = new Facts(new int[places.Length], new int[places.Length], new int[places.Length]);
        for (int i = 0; i < places.Length; i++)
        {
            (some.Heads[i], some.Relations[i], some.Tails[i]) = (Heads[places[i]], Relations[places[i]], Tails[places[i]]);
        }

        return some;
    }
}

namespace Gnn.Training.Metrics;

/// <summary>Cuts things into groups of about equal size by a degree of each; equal degrees stay together.</summary>
internal static class DegreeGroups
{
    private const int MostGroups = 4;

    /// <summary>The places of each group's things, fewest first, at most four groups: of equal degrees in their order.</summary>
    internal static List<int[]> Of(int[] degrees)
    {
        int[] order = [.. Enumerable.Range(0, degrees.Length)];
        Array.Sort(order, (a, b) => degrees[a] == degrees[b] ? a.CompareTo(b) : degrees[a].CompareTo(degrees[b]));
        var groups = new List<int[]>();
        int start = 0;
        for (int part = 1; part <= MostGroups && start < order.Length; part++)
        {
            int end = Math.Max(start + 1, (int)((long)order.Length * part / MostGroups));
            while (end < order.Length && degrees[order[end]] == degrees[order[end - 1]])
            {
                end++;
            }

            groups.Add(order[start..end]);
            start = end;
        }

        return groups;
    }
}

using System.Globalization;
using System.Text;

namespace Gnn.Graphs.Splits;

/// <summary>What the parts of a split of edges have, counted anew from the graph's edges, and what is wrong with them.</summary>
public sealed class EdgeSplitAudit
{
    private static readonly string[] PartNames = ["train", "validation", "test"];

    private readonly string _name;
    private readonly bool _separateReverses;
    private readonly int[] _links;
    private readonly int[] _messages;
    private readonly bool _isInductive;

    internal EdgeSplitAudit(EdgeSplit split, Graph graph, ReadOnlySpan<long> times)
    {
        _name = split.ToString();
        _separateReverses = split.SeparateReverses;
        int[][] parts = [[.. split.Train], [.. split.Validation], [.. split.Test]];
        int[][] messages = [[.. split.TrainMessages], [.. split.ValidationMessages], [.. split.TestMessages]];
        _links = [.. parts.Select(part => part.Length)];
        _messages = [.. messages.Select(edges => edges.Length)];
        (OverlapCount, DuplicateOverlapCount, ReverseOverlapCount) = CountOverlaps(parts, graph);
        int first = split.HasDisjointTraining ? 0 : 1;
        LeakCount = Enumerable.Range(first, parts.Length - first).Sum(part => CountLeaks(parts[part], messages[part], graph));
        _isInductive = split.IsInductive;
        LaterNodeCount = _isInductive ? CountLaterNodes(split, parts, messages, graph) : 0;
        UnusedCount = split.EdgeCount - parts.SelectMany(part => part).Union(messages[^1]).Count();
        var timeProblems = new List<string>();
        if (!times.IsEmpty)
        {
            FindTimeProblems(parts, messages, times, timeProblems);
        }

        Problems = [.. FindProblems(), .. timeProblems];
    }

    /// <summary>How often an edge is listed again after its first place; 0 proves that the parts share no edge.</summary>
    public int OverlapCount { get; }

    /// <summary>How many links of a part are repeats, source and target alike, of one of an earlier part.</summary>
    public int DuplicateOverlapCount { get; }

    /// <summary>How many links of a part are the reverse of one of an earlier part; a problem unless reverses are links of their own.</summary>
    public int ReverseOverlapCount { get; }

    /// <summary>How many links that validate or test, and that train if training is disjoint, pass messages meanwhile, themselves, reversed or
    /// repeated.</summary>
    public int LeakCount { get; }

    /// <summary>
    /// Of an inductive split, how many edges that training asks for or passes messages over touch a node that validates or tests, and how many of validation
    /// touch one that tests; an edge counts once for each of the two parts. 0 for other splits.
    /// </summary>
    public int LaterNodeCount { get; }

    /// <summary>The number of edges that are in no part and in no messages; reverses and repeats of links that test are among them.</summary>
    public int UnusedCount { get; }

    /// <summary>What is wrong, one sentence each; empty for a sound split.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsSound => Problems.Count == 0;

    /// <summary>Throws if something is wrong.</summary>
    /// <exception cref="InvalidOperationException">There are problems; the message lists them.</exception>
    public void ThrowIfUnsound()
    {
        if (!IsSound)
        {
            throw new InvalidOperationException($"{_name} cannot be used: {string.Join(" ", Problems)}");
        }
    }

    /// <summary>A table of links and messages by parts, then the problems, if any.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder(_name).AppendLine();
        AddRow("", PartNames);
        AddRow("links", [.. _links.Select(Text)]);
        AddRow("message edges", [.. _messages.Select(Text)]);
        text.Append(
            CultureInfo.InvariantCulture,
            $"in two parts: edges {OverlapCount}, repeats {DuplicateOverlapCount}, reverses {ReverseOverlapCount}");
        text.Append(_separateReverses ? " (links of their own)" : "");
        text.Append(CultureInfo.InvariantCulture, $"; links among their messages: {LeakCount}; edges not used: {UnusedCount}");
        text.Append(_isInductive ? string.Create(CultureInfo.InvariantCulture, $"; edges with nodes of a later part: {LaterNodeCount}") : "");
        foreach (string problem in Problems)
        {
            text.AppendLine().Append("problem: ").Append(problem);
        }

        return text.ToString();

        void AddRow(string name, string[] cells) =>
            text.Append(name.PadRight(13)).Append(cells[0].PadLeft(8)).Append(cells[1].PadLeft(12)).Append(cells[2].PadLeft(8)).AppendLine();
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static (int Overlaps, int Duplicates, int Reverses) CountOverlaps(int[][] parts, Graph graph)
    {
        var edges = new HashSet<int>();
        var pairs = new HashSet<(int Source, int Target)>();
        int overlaps = 0;
        int duplicates = 0;
        int reverses = 0;
        foreach (int[] part in parts)
        {
            foreach (int edge in part)
            {
                (int from, int to) = (graph.Sources[edge], graph.Targets[edge]);
                bool isNew = edges.Add(edge);
                overlaps += isNew ? 0 : 1;
                duplicates += isNew && pairs.Contains((from, to)) ? 1 : 0;
                reverses += isNew && from != to && pairs.Contains((to, from)) ? 1 : 0;
            }

            foreach (int edge in part)
            {
                pairs.Add((graph.Sources[edge], graph.Targets[edge]));
            }
        }

        return (overlaps, duplicates, reverses);
    }

    private int CountLeaks(int[] links, int[] messages, Graph graph)
    {
        var seen = new HashSet<(int Source, int Target)>();
        foreach (int edge in messages)
        {
            seen.Add((graph.Sources[edge], graph.Targets[edge]));
        }

        return links.Count(edge =>
            seen.Contains((graph.Sources[edge], graph.Targets[edge]))
            || (!_separateReverses && seen.Contains((graph.Targets[edge], graph.Sources[edge]))));
    }

    private static int CountLaterNodes(EdgeSplit split, int[][] parts, int[][] messages, Graph graph)
    {
        // The latest part that lists a node, should it be in two. The graph may be another than that which was split.
        int nodes = Math.Max(graph.NodeCount, 1 + Math.Max(Last(split.TrainNodes), Math.Max(Last(split.ValidationNodes), Last(split.TestNodes))));
        byte[] partOf = new byte[nodes];
        Mark(split.TrainNodes, 0);
        Mark(split.ValidationNodes, 1);
        Mark(split.TestNodes, 2);
        int count = 0;
        for (int part = 0; part < parts.Length; part++)
        {
            foreach (int edge in parts[part].Union(messages[part]))
            {
                count += Math.Max(partOf[graph.Sources[edge]], partOf[graph.Targets[edge]]) > part ? 1 : 0;
            }
        }

        return count;

        static int Last(ReadOnlySpan<int> nodes) => nodes.IsEmpty ? -1 : nodes[^1];

        void Mark(ReadOnlySpan<int> nodes, byte part)
        {
            foreach (int node in nodes)
            {
                partOf[node] = part;
            }
        }
    }

    // Each part with its messages must be earlier than the links of the next.
    private static void FindTimeProblems(int[][] parts, int[][] messages, ReadOnlySpan<long> times, List<string> problems)
    {
        for (int part = 1; part < parts.Length; part++)
        {
            long earliest = long.MaxValue;
            foreach (int edge in parts[part])
            {
                earliest = Math.Min(earliest, times[edge]);
            }

            int late = 0;
            foreach (int edge in messages[part])
            {
                late += times[edge] >= earliest ? 1 : 0;
            }

            if (late > 0)
            {
                problems.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{late} message edges of the {PartNames[part]} part are as late as its first link, at time {earliest}."));
            }
        }
    }

    private IEnumerable<string> FindProblems()
    {
        if (_links[0] == 0)
        {
            yield return "No link trains.";
        }

        if (OverlapCount > 0)
        {
            yield return $"{OverlapCount} edges are in more than one part.";
        }

        if (DuplicateOverlapCount > 0)
        {
            yield return $"{DuplicateOverlapCount} links repeat one of an earlier part.";
        }

        if (ReverseOverlapCount > 0 && !_separateReverses)
        {
            yield return $"{ReverseOverlapCount} links are the reverse of one of an earlier part.";
        }

        if (LeakCount > 0)
        {
            yield return $"{LeakCount} links are among the messages that are to predict them.";
        }

        if (LaterNodeCount > 0)
        {
            yield return $"{LaterNodeCount} edges touch nodes that are to be unseen until a later part.";
        }
    }
}

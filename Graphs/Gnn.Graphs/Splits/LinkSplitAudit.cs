using System.Globalization;
using System.Text;

namespace Gnn.Graphs.Splits;

/// <summary>What could leak in a split of links, counted anew from the graph's edges and the negatives.</summary>
public sealed class LinkSplitAudit
{
    private readonly LinkSplit _split;

    internal LinkSplitAudit(LinkSplit split, Graph graph, EdgeSplitAudit edges)
    {
        (_split, Edges) = (split, edges);
        var links = new HashSet<long>();
        for (int edge = 0; edge < split.Edges.EdgeCount; edge++)
        {
            links.Add(LinkIndex.Key(graph.Sources[edge], graph.Targets[edge], split.Edges.SeparateReverses));
        }

        SelfLoopCount = CountLoops(graph, split.Edges.Train) + CountLoops(graph, split.Edges.Validation) + CountLoops(graph, split.Edges.Test);
        HashSet<long> validation = Keys(split.Validation);
        HashSet<long> test = Keys(split.Test);
        TrueNegativeCount = CountIn(split.Validation, links) + CountIn(split.Test, links);
        OutsideCount = CountOutside(split.Validation, graph.NodeCount) + CountOutside(split.Test, graph.NodeCount);
        RepeatCount = (split.Validation.PerLink is null ? split.Validation.Count - validation.Count : 0) + (split.Test.PerLink is null ? split.Test.Count - test.Count : 0);
        SharedCount = test.Count(validation.Contains);
        LaterNodeCount = CountLater(split.Validation, split.Edges.TestNodes);
        Problems = [.. edges.Problems, .. FindProblems()];
    }

    /// <summary>What was found of the links themselves.</summary>
    public EdgeSplitAudit Edges { get; }

    /// <summary>How many links of any part join a node with itself. No negative does, so that a model tells them without having learnt anything.</summary>
    public int SelfLoopCount { get; }

    /// <summary>How many negatives are edges of the graph: telling links from links.</summary>
    public int TrueNegativeCount { get; }

    /// <summary>How many negatives name a node that the graph does not have.</summary>
    public int OutsideCount { get; }

    /// <summary>Of an inductive split, how many negatives of validation name a node that is to be unseen until the test; 0 for other splits.</summary>
    public int LaterNodeCount { get; }

    /// <summary>How many negatives that all links share are a pair listed before: such a pair counts more than once. No problem where pairs are few, but to be known.</summary>
    public int RepeatCount { get; }

    /// <summary>How many pairs are negatives of validation and of the test. No problem, since neither part has links of the other, but to be known.</summary>
    public int SharedCount { get; }

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
            throw new InvalidOperationException($"{_split} cannot be used: {string.Join(" ", Problems)}");
        }
    }

    /// <summary>The table of the links, what was found of the negatives, then the problems, if any.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder(Edges.ToString()).AppendLine();
        text.Append(
            CultureInfo.InvariantCulture,
            $"negatives: validation {_split.Validation.Count}, test {_split.Test.Count}; that are edges {TrueNegativeCount}; repeated {RepeatCount}; in both parts {SharedCount}");
        foreach (string problem in FindProblems())
        {
            text.AppendLine().Append("problem: ").Append(problem);
        }

        return text.ToString();
    }

    private HashSet<long> Keys(LinkNegatives negatives)
    {
        var keys = new HashSet<long>(negatives.Count);
        for (int pair = 0; pair < negatives.Count; pair++)
        {
            keys.Add(LinkIndex.Key(negatives.Sources[pair], negatives.Targets[pair], _split.Edges.SeparateReverses));
        }

        return keys;
    }

    private int CountIn(LinkNegatives negatives, HashSet<long> links)
    {
        int count = 0;
        for (int pair = 0; pair < negatives.Count; pair++)
        {
            count += links.Contains(LinkIndex.Key(negatives.Sources[pair], negatives.Targets[pair], _split.Edges.SeparateReverses)) ? 1 : 0;
        }

        return count;
    }

    private static int CountLoops(Graph graph, ReadOnlySpan<int> edges)
    {
        int count = 0;
        foreach (int edge in edges)
        {
            count += graph.Sources[edge] == graph.Targets[edge] ? 1 : 0;
        }

        return count;
    }

    private static int CountOutside(LinkNegatives negatives, int nodes)
    {
        int count = 0;
        for (int pair = 0; pair < negatives.Count; pair++)
        {
            count += (uint)negatives.Sources[pair] >= (uint)nodes || (uint)negatives.Targets[pair] >= (uint)nodes ? 1 : 0;
        }

        return count;
    }

    private static int CountLater(LinkNegatives negatives, ReadOnlySpan<int> unseen)
    {
        var later = new HashSet<int>(unseen.ToArray());
        int count = 0;
        for (int pair = 0; pair < negatives.Count; pair++)
        {
            count += later.Contains(negatives.Sources[pair]) || later.Contains(negatives.Targets[pair]) ? 1 : 0;
        }

        return count;
    }

    private IEnumerable<string> FindProblems()
    {
        if (SelfLoopCount > 0)
        {
            yield return $"{SelfLoopCount} links join a node with itself, which no negative does: split the graph without them, as graph.WithoutSelfLoops() gives it.";
        }

        if (TrueNegativeCount > 0)
        {
            yield return $"{TrueNegativeCount} negatives are edges of the graph.";
        }

        if (OutsideCount > 0)
        {
            yield return $"{OutsideCount} negatives name a node that the graph does not have.";
        }

        if (LaterNodeCount > 0)
        {
            yield return $"{LaterNodeCount} negatives of validation name a node that is to be unseen until the test.";
        }
    }
}

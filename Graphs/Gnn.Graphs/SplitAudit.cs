using System.Globalization;
using System.Text;

namespace Gnn.Graphs;

/// <summary>What a split of nodes has of each class, counted anew from the graph, and what is wrong with it.</summary>
public sealed class SplitAudit
{
    private readonly string[] _classNames;
    private readonly string _name;

    internal SplitAudit(NodeSplit split, Graph graph)
    {
        _name = split.ToString();
        _classNames = [.. Enumerable.Range(0, graph.ClassCount).Select(graph.ClassName)];
        Train = Count("train", split.Train, graph);
        Validation = Count("validation", split.Validation, graph);
        Test = Count("test", split.Test, graph);
        OverlapCount = CountOverlap(split);
        UnusedCount = split.NodeCount - Train.NodeCount - Validation.NodeCount - Test.NodeCount + OverlapCount;
        ClassesWithoutTraining = [.. Enumerable.Range(0, _classNames.Length).Where(label => Train.ClassCounts[label] == 0)];
        Problems = [.. FindProblems()];
    }

    /// <summary>The training part.</summary>
    public SplitPart Train { get; }

    /// <summary>The validation part.</summary>
    public SplitPart Validation { get; }

    /// <summary>The test part.</summary>
    public SplitPart Test { get; }

    /// <summary>How often a node is listed again after its first place; 0 proves that the parts are disjoint.</summary>
    public int OverlapCount { get; }

    /// <summary>The number of nodes in no part.</summary>
    public int UnusedCount { get; }

    /// <summary>The classes that have no training node: a classifier cannot learn them.</summary>
    public IReadOnlyList<int> ClassesWithoutTraining { get; }

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

    /// <summary>A table of classes by parts, then the problems, if any.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        int width = Math.Max("unlabelled".Length, _classNames.Select(name => name.Length).DefaultIfEmpty().Max());
        var text = new StringBuilder(_name).AppendLine();
        AddRow(text, width, "", "train", "validation", "test");
        for (int label = 0; label < _classNames.Length; label++)
        {
            AddRow(text, width, _classNames[label], Text(Train.ClassCounts[label]), Text(Validation.ClassCounts[label]), Text(Test.ClassCounts[label]));
        }

        AddRow(text, width, "unlabelled", Text(Train.UnlabelledCount), Text(Validation.UnlabelledCount), Text(Test.UnlabelledCount));
        AddRow(text, width, "all", Text(Train.NodeCount), Text(Validation.NodeCount), Text(Test.NodeCount));
        text.Append(CultureInfo.InvariantCulture, $"nodes in no part: {UnusedCount}, in two parts: {OverlapCount}");
        foreach (string problem in Problems)
        {
            text.AppendLine().Append("problem: ").Append(problem);
        }

        return text.ToString();
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static void AddRow(StringBuilder text, int width, string name, string train, string validation, string test) =>
        text.Append(name.PadRight(width)).Append(train.PadLeft(8)).Append(validation.PadLeft(12)).Append(test.PadLeft(8)).AppendLine();

    private static SplitPart Count(string name, ReadOnlySpan<int> nodes, Graph graph)
    {
        ReadOnlySpan<int> labels = graph.HostLabels;
        int[] classes = new int[graph.ClassCount];
        int unlabelled = 0;
        foreach (int node in nodes)
        {
            if (labels[node] >= 0)
            {
                classes[labels[node]]++;
            }
            else
            {
                unlabelled++;
            }
        }

        return new SplitPart(name, nodes.Length, unlabelled, classes);
    }

    private static int CountOverlap(NodeSplit split)
    {
        var seen = new HashSet<int>();
        int overlap = 0;
        foreach (int node in (int[])[.. split.Train, .. split.Validation, .. split.Test])
        {
            overlap += seen.Add(node) ? 0 : 1;
        }

        return overlap;
    }

    private IEnumerable<string> FindProblems()
    {
        if (OverlapCount > 0)
        {
            yield return $"{OverlapCount} nodes are in more than one part.";
        }

        if (Train.NodeCount == 0)
        {
            yield return "No node trains.";
        }

        foreach (SplitPart part in (SplitPart[])[Train, Validation, Test])
        {
            if (part.UnlabelledCount > 0)
            {
                yield return $"{part.UnlabelledCount} nodes of the {part.Name} part have no label.";
            }
        }

        if (ClassesWithoutTraining.Count > 0 && Train.NodeCount > 0)
        {
            yield return $"No training node of {string.Join(", ", ClassesWithoutTraining.Select(label => $"'{_classNames[label]}'"))}.";
        }
    }
}

using Gnn.Tensors;

namespace Gnn.Graphs.Splits;

public sealed partial class NodeSplit
{
    /// <summary>A split with given training nodes, whose other parts are drawn from the remaining labelled nodes.</summary>
    /// <param name="graph">The labelled graph.</param>
    /// <param name="trainNodes">The nodes that train.</param>
    /// <param name="validationCount">How many nodes validate, at least 0.</param>
    /// <param name="testCount">How many nodes test, at least 0.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same split.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">There are too few labelled nodes, or the training nodes repeat.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or a training node is out of range.</exception>
    /// <exception cref="InvalidOperationException">The graph has no labels.</exception>
    public static NodeSplit Create(
        Graph graph, ReadOnlySpan<int> trainNodes, int validationCount, int testCount, RandomSource source, string name = "random")
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfNegative(validationCount);
        ArgumentOutOfRangeException.ThrowIfNegative(testCount);
        var training = new NodeSplit(name, graph.NodeCount, trainNodes, [], []);
        int[] rest = Shuffled(graph, training._train, source);
        CheckEnough(rest.Length, validationCount, testCount);
        return new NodeSplit(name, graph.NodeCount, trainNodes, rest.AsSpan(0, validationCount), rest.AsSpan(validationCount, testCount));
    }

    /// <summary>A random split with the same number of training nodes of every class, as the public Planetoid splits have.</summary>
    /// <param name="graph">The labelled graph.</param>
    /// <param name="trainPerClass">How many nodes of each class train, at least 1.</param>
    /// <param name="validationCount">How many of the remaining labelled nodes validate, at least 0.</param>
    /// <param name="testCount">How many of the remaining labelled nodes test, at least 0.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same split.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">A class, or the graph, has too few labelled nodes; the message names the class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is too small.</exception>
    /// <exception cref="InvalidOperationException">The graph has no labels.</exception>
    public static NodeSplit PerClass(Graph graph, int trainPerClass, int validationCount, int testCount, RandomSource source, string name = "random")
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfLessThan(trainPerClass, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(validationCount);
        ArgumentOutOfRangeException.ThrowIfNegative(testCount);
        ReadOnlySpan<int> labels = graph.HostLabels;
        int[] order = Shuffled(graph, [], source);
        int[] taken = new int[graph.ClassCount];
        var train = new List<int>();
        var rest = new List<int>(order.Length);
        foreach (int node in order)
        {
            (taken[labels[node]]++ < trainPerClass ? train : rest).Add(node);
        }

        int scarce = Array.FindIndex(taken, count => count < trainPerClass);
        if (scarce >= 0)
        {
            throw new ArgumentException(
                $"'{graph.ClassName(scarce)}' has {taken[scarce]} labelled nodes, too few for {trainPerClass} training nodes.", nameof(trainPerClass));
        }

        CheckEnough(rest.Count, validationCount, testCount);
        return new NodeSplit(name, graph.NodeCount, [.. train], [.. rest.Take(validationCount)], [.. rest.Skip(validationCount).Take(testCount)]);
    }

    /// <summary>A random split of all labelled nodes by shares; what the first two parts leave tests.</summary>
    /// <param name="graph">The labelled graph.</param>
    /// <param name="trainShare">The share of the labelled nodes that trains, in [0, 1]; the count is rounded to the nearest, halves to even.</param>
    /// <param name="validationShare">The share that validates, in [0, 1].</param>
    /// <param name="source">Where the draw comes from; the same source draws the same split.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A share is not in [0, 1], or together they exceed 1.</exception>
    /// <exception cref="InvalidOperationException">The graph has no labels.</exception>
    public static NodeSplit ByShare(Graph graph, double trainShare, double validationShare, RandomSource source, string name = "random")
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (!(trainShare is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(trainShare), trainShare, "A share must be in [0, 1].");
        }

        if (!(validationShare is >= 0 and <= 1) || trainShare + validationShare > 1 + 1e-9)
        {
            throw new ArgumentOutOfRangeException(nameof(validationShare), validationShare, "A share must be in [0, 1], and the two together at most 1.");
        }

        int[] order = Shuffled(graph, [], source);
        int train = (int)Math.Round(trainShare * order.Length);
        int validation = Math.Min((int)Math.Round(validationShare * order.Length), order.Length - train);
        return new NodeSplit(name, graph.NodeCount, order.AsSpan(0, train), order.AsSpan(train, validation), order.AsSpan(train + validation));
    }

    // The labelled nodes that are not taken, in random order.
    private static int[] Shuffled(Graph graph, int[] taken, RandomSource source)
    {
        int[] order = Labelled(graph, taken);
        RandomSequence sequence = source.Stream("node split").Sequence();
        sequence.Shuffle(order.AsSpan());
        return order;
    }

    private static int[] Labelled(Graph graph, int[] taken)
    {
        ReadOnlySpan<int> labels = graph.HostLabels;
        var free = new List<int>(labels.Length);
        for (int node = 0; node < labels.Length; node++)
        {
            if (labels[node] >= 0 && Array.BinarySearch(taken, node) < 0)
            {
                free.Add(node);
            }
        }

        return [.. free];
    }

    private static void CheckEnough(int available, int validationCount, int testCount)
    {
        if ((long)validationCount + testCount > available)
        {
            throw new ArgumentException(
                $"There are {available} labelled nodes besides the training nodes, too few for {validationCount} validation and {testCount} test nodes.",
                nameof(validationCount));
        }
    }
}

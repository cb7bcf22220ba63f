using Gnn.Graphs.Statistics;
using Gnn.Tensors;

namespace Gnn.Graphs.Splits;

public sealed partial class EdgeSplit
{
    /// <summary>A random split.</summary>
    /// <param name="graph">The graph; it is read and not kept.</param>
    /// <param name="sizes">The sizes of the parts, in links.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same split.</param>
    /// <param name="disjointTrainShare">The share of the training links that training asks for while its messages pass over the others, in [0, 1); 0 for all
    /// in both.</param>
    /// <param name="separateReverses">Whether an edge of a directed graph and its reverse are two links.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">There are too few links, or the graph is undirected and reverses are to be apart.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in [0, 1).</exception>
    /// <remarks>
    /// <see cref="Train"/> lists the links that are asked for: with a disjoint share, that share of the training links, its count cut as PyG does. O(E).
    /// </remarks>
    public static EdgeSplit Random(
        Graph graph, SplitSizes sizes, RandomSource source, double disjointTrainShare = 0, bool separateReverses = false, string name = "random")
    {
        if (!(disjointTrainShare is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(disjointTrainShare), disjointTrainShare, "The share must be in [0, 1).");
        }

        var links = new LinkIndex(graph, separateReverses);
        int[][] parts = SplitDraw.Random(SplitDraw.All(links.Count), sizes, source, "link");
        int asked = (int)(disjointTrainShare * parts[TrainPart].Length);
        int[] partOf = Flatten(links.Count, parts);
        foreach (int link in asked == 0 ? [] : parts[TrainPart][asked..])
        {
            partOf[link] = MessagePart;
        }

        return new EdgeSplit(name, links, separateReverses, partOf, links.FirstEdge, isLate: null);
    }

    /// <summary>A random split whose parts have nearly the same share of every class of links, for example signs or relations.</summary>
    /// <param name="graph">The graph; it is read and not kept.</param>
    /// <param name="labels">The class of each edge, <c>[E]</c>; a link has that of its first edge, and one of a negative class is in no part.</param>
    /// <param name="sizes">The sizes of the parts, in links, which are exact; a class may be off its share by a link or two.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same split.</param>
    /// <param name="separateReverses">Whether an edge of a directed graph and its reverse are two links.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">There are too few links, not one label for each edge, or the graph is undirected and reverses are to be
    /// apart.</exception>
    public static EdgeSplit Stratified(
        Graph graph, ReadOnlySpan<int> labels, SplitSizes sizes, RandomSource source, bool separateReverses = false, string name = "stratified")
    {
        var links = new LinkIndex(graph, separateReverses);
        int[] labelOf = OfLinks(links, labels, nameof(labels));
        int[][] parts = SplitDraw.Stratified(SplitDraw.All(links.Count), labelOf, sizes, source, "link");
        return new EdgeSplit(name, links, separateReverses, Flatten(links.Count, parts), links.FirstEdge, isLate: null);
    }

    /// <summary>The splits of a cross-validation: every link tests in exactly one.</summary>
    /// <param name="graph">The graph; it is read and not kept.</param>
    /// <param name="folds">K, at least 3, or 2 without validation.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same splits.</param>
    /// <param name="labels">The class of each edge, <c>[E]</c>, for folds with nearly the same number of every class; leave it out for none.</param>
    /// <param name="withValidation">Whether the fold after the test fold validates.</param>
    /// <param name="separateReverses">Whether an edge of a directed graph and its reverse are two links.</param>
    /// <param name="name">What the splits are called; the number of the fold is added.</param>
    /// <returns>K splits.</returns>
    /// <exception cref="ArgumentException">There are fewer links than folds, or not one label for each edge.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too few folds.</exception>
    public static IReadOnlyList<EdgeSplit> KFold(
        Graph graph,
        int folds,
        RandomSource source,
        ReadOnlySpan<int> labels = default,
        bool withValidation = true,
        bool separateReverses = false,
        string name = "fold")
    {
        var links = new LinkIndex(graph, separateReverses);
        int[] labelOf = labels.IsEmpty ? [] : OfLinks(links, labels, nameof(labels));
        IEnumerable<int[][]> parts = SplitDraw.KFold(SplitDraw.All(links.Count), labelOf, folds, withValidation, source, "link");
        return [.. parts.Select((fold, i) =>
            new EdgeSplit($"{name} {i + 1}/{folds}", links, separateReverses, Flatten(links.Count, fold), links.FirstEdge, isLate: null))];
    }

    /// <summary>A split by time: the links that appear first train, those that appear last test.</summary>
    /// <param name="graph">The graph; it is read and not kept.</param>
    /// <param name="times">The time of each edge, <c>[E]</c>; a link appears with its earliest.</param>
    /// <param name="sizes">The sizes of the parts, in links; links of one time stay together, so that a cut is moved to the nearest place between two.</param>
    /// <param name="separateReverses">Whether an edge of a directed graph and its reverse are two links.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">There are too few links, not one time for each edge, or fewer times than parts.</exception>
    /// <remarks>Repeats that come as late as the links of a later part are in no messages. Where repeats count by themselves, split events by
    /// <see cref="IndexSplit"/>.</remarks>
    public static EdgeSplit ByTime(Graph graph, ReadOnlySpan<long> times, SplitSizes sizes, bool separateReverses = false, string name = "by time")
    {
        var links = new LinkIndex(graph, separateReverses);
        int[] first = EarliestEdges(links, times);
        long[] firstTimes = TimesOf(first, times);
        return Timed(name, links, separateReverses, times, first, SplitDraw.ByKey(SplitDraw.All(links.Count), firstTimes, sizes, "link"));
    }

    /// <summary>A split by given times.</summary>
    /// <param name="graph">The graph; it is read and not kept.</param>
    /// <param name="times">The time of each edge, <c>[E]</c>; a link appears with its earliest.</param>
    /// <param name="validationStart">Links that appear before this time train.</param>
    /// <param name="testStart">Links that appear from this time on test, those between the two validate; not before <paramref name="validationStart"/>.</param>
    /// <param name="separateReverses">Whether an edge of a directed graph and its reverse are two links.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split; a part may be empty.</returns>
    /// <exception cref="ArgumentException">There is not one time for each edge.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Testing starts before validation.</exception>
    /// <remarks>Repeats that come as late as the links of a later part are in no messages.</remarks>
    public static EdgeSplit ByTime(
        Graph graph, ReadOnlySpan<long> times, long validationStart, long testStart, bool separateReverses = false, string name = "by time")
    {
        var links = new LinkIndex(graph, separateReverses);
        int[] first = EarliestEdges(links, times);
        int[][] parts = SplitDraw.ByBoundaries(SplitDraw.All(links.Count), TimesOf(first, times), validationStart, testStart);
        return Timed(name, links, separateReverses, times, first, parts);
    }

    /// <summary>A split by degree, which shifts the distribution: the links of hubs train, those of nodes with few edges test.</summary>
    /// <param name="graph">The graph; it is read and not kept.</param>
    /// <param name="sizes">The sizes of the parts, in links; links of one degree stay together, so that a cut is moved to the nearest place between
    /// two.</param>
    /// <param name="separateReverses">Whether an edge of a directed graph and its reverse are two links.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">There are too few links, or fewer degrees than parts.</exception>
    /// <remarks>The degree of a link is the smaller one of its two ends, in-edges and out-edges counted. O(E log E).</remarks>
    public static EdgeSplit ByDegree(Graph graph, SplitSizes sizes, bool separateReverses = false, string name = "by degree")
    {
        var links = new LinkIndex(graph, separateReverses);
        int[] degrees = new int[graph.NodeCount];
        for (int edge = 0; edge < links.LinkOf.Length; edge++)
        {
            degrees[graph.Sources[edge]]++;
            degrees[graph.Targets[edge]]++;
        }

        int[] keys = [.. links.FirstEdge.Select(edge => -Math.Min(degrees[graph.Sources[edge]], degrees[graph.Targets[edge]]))];
        int[][] parts = SplitDraw.ByKey<int>(SplitDraw.All(links.Count), keys, sizes, "link");
        return new EdgeSplit(name, links, separateReverses, Flatten(links.Count, parts), links.FirstEdge, isLate: null);
    }

    /// <summary>A split by weak components: all links of a component are in one part.</summary>
    /// <param name="graph">The graph; it is read and not kept.</param>
    /// <param name="sizes">The sizes of the parts, in links, which are met as nearly as components allow: each, from the largest on, goes to the part that
    /// lacks most.</param>
    /// <param name="source">Draws the order of components of one size; the same source draws the same split.</param>
    /// <param name="separateReverses">Whether an edge of a directed graph and its reverse are two links.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">There are too few links, or too few components to fill every part.</exception>
    public static EdgeSplit ByComponent(Graph graph, SplitSizes sizes, RandomSource source, bool separateReverses = false, string name = "by component")
    {
        var links = new LinkIndex(graph, separateReverses);
        int[] components = Components.Weak(graph).Ids.ToArray();
        int[] groups = [.. links.FirstEdge.Select(edge => components[graph.Sources[edge]])];
        int[][] parts = SplitDraw.ByGroup(SplitDraw.All(links.Count), groups, sizes, source, "link");
        return new EdgeSplit(name, links, separateReverses, Flatten(links.Count, parts), links.FirstEdge, isLate: null);
    }

    private static EdgeSplit Timed(string name, LinkIndex links, bool separateReverses, ReadOnlySpan<long> times, int[] first, int[][] parts)
    {
        int[] partOf = Flatten(links.Count, parts);

        // What a part may have of time: nothing as late as a link of a later part.
        long[] ends = [long.MaxValue, long.MaxValue];
        for (int link = 0; link < links.Count; link++)
        {
            for (int part = 0; part < partOf[link]; part++)
            {
                ends[part] = Math.Min(ends[part], times[first[link]]);
            }
        }

        bool[] isLate = new bool[links.LinkOf.Length];
        for (int edge = 0; edge < isLate.Length; edge++)
        {
            int part = partOf[links.LinkOf[edge]];
            isLate[edge] = part is TrainPart or ValidationPart && times[edge] >= ends[part];
        }

        return new EdgeSplit(name, links, separateReverses, partOf, first, edge => isLate[edge]);
    }

    private static int[] EarliestEdges(LinkIndex links, ReadOnlySpan<long> times)
    {
        SplitDraw.CheckLength(times.Length, links.LinkOf.Length, "edge", nameof(times));
        int[] earliest = [.. links.FirstEdge];
        for (int edge = 0; edge < times.Length; edge++)
        {
            ref int first = ref earliest[links.LinkOf[edge]];
            first = times[edge] < times[first] ? edge : first;
        }

        return earliest;
    }

    private static long[] TimesOf(int[] edges, ReadOnlySpan<long> times)
    {
        long[] found = new long[edges.Length];
        for (int i = 0; i < edges.Length; i++)
        {
            found[i] = times[edges[i]];
        }

        return found;
    }

    private static int[] OfLinks(LinkIndex links, ReadOnlySpan<int> labels, string name)
    {
        SplitDraw.CheckLength(labels.Length, links.LinkOf.Length, "edge", name);
        int[] ofLinks = new int[links.Count];
        for (int link = 0; link < ofLinks.Length; link++)
        {
            ofLinks[link] = labels[links.FirstEdge[link]];
        }

        return ofLinks;
    }

    private static int[] Flatten(int linkCount, int[][] parts)
    {
        int[] partOf = new int[linkCount];
        Array.Fill(partOf, Unused);
        for (int part = 0; part < parts.Length; part++)
        {
            foreach (int link in parts[part])
            {
                partOf[link] = part;
            }
        }

        return partOf;
    }
}

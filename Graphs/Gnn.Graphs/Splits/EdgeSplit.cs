using System.Globalization;

namespace Gnn.Graphs.Splits;

/// <summary>Which links of a graph train, which validate and which test, and which edges messages may pass over meanwhile.</summary>
/// <remarks>
/// <para>
/// A link is an edge with all its repeats and all its reverses: none of them can be in another part, so that no model sees in one part what it is asked in
/// another. Parts list one edge for each link, its first, in a split by time its earliest; messages list all edges. In a directed graph,
/// <see cref="SeparateReverses"/> makes a link and its
/// reverse two, for tasks that ask for the direction.
/// </para>
/// <para>
/// As in PyG's RandomLinkSplit, messages pass over the training edges while training and validating, and over the validation edges too while testing.
/// Departures:
/// in a directed graph PyG always separates reverses, and it separates repeats; and it cuts the fraction of a count where this rounds. Immutable.
/// </para>
/// <para>
/// In an inductive split, nodes are in parts and links follow them: see <see cref="Inductive"/>.
/// </para>
/// </remarks>
public sealed partial class EdgeSplit
{
    private const int Unused = -1;
    private const int TrainPart = 0;
    private const int ValidationPart = 1;
    private const int TestPart = 2;
    private const int MessagePart = 3;

    // Of an inductive split: links that are not asked, over which messages pass from validation, or from testing, on.
    private const int ValidationMessagePart = 4;
    private const int TestMessagePart = 5;

    private readonly int[] _train;
    private readonly int[] _validation;
    private readonly int[] _test;
    private readonly int[] _trainMessages;
    private readonly int[] _validationMessages;
    private readonly int[] _testMessages;
    private readonly int[][] _nodes;

    /// <summary>Creates a split from edge ids in any order, one for each link.</summary>
    /// <param name="name">What the split is called, for example <c>public</c>.</param>
    /// <param name="graph">The graph; it is read and not kept.</param>
    /// <param name="train">The edges that train, in [0, E), of distinct links.</param>
    /// <param name="validation">The edges that validate.</param>
    /// <param name="test">The edges that test.</param>
    /// <param name="separateReverses">Whether an edge of a directed graph and its reverse are two links.</param>
    /// <exception cref="ArgumentException">The graph is undirected and reverses are to be apart, or two edges are one link; the message names both.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An edge is out of range.</exception>
    public EdgeSplit(
        string name, Graph graph, ReadOnlySpan<int> train, ReadOnlySpan<int> validation, ReadOnlySpan<int> test, bool separateReverses = false)
        : this(name, new LinkIndex(graph, separateReverses), separateReverses, train, validation, test)
    {
    }

    private EdgeSplit(
        string name, LinkIndex links, bool separateReverses, ReadOnlySpan<int> train, ReadOnlySpan<int> validation, ReadOnlySpan<int> test)
        : this(name, links, separateReverses, PartsOf(links, train, validation, test), links.FirstEdge, isLate: null)
    {
    }

    private EdgeSplit(
        string name, LinkIndex links, bool separateReverses, int[] partOfLink, int[] edgeOfLink, Func<int, bool>? isLate, int[][]? nodes = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        EdgeCount = links.LinkOf.Length;
        LinkCount = links.Count;
        SeparateReverses = separateReverses;
        _train = LinksOf(TrainPart);
        _validation = LinksOf(ValidationPart);
        _test = LinksOf(TestPart);
        HasDisjointTraining = Array.IndexOf(partOfLink, MessagePart) >= 0;
        int messages = HasDisjointTraining ? MessagePart : TrainPart;
        _trainMessages = EdgesOf(part => part == messages);
        _validationMessages = EdgesOf(part => part is TrainPart or MessagePart or ValidationMessagePart);
        _testMessages = EdgesOf(part => part is not (TestPart or Unused));
        _nodes = nodes ?? [[], [], []];
        IsInductive = nodes is not null;

        int[] LinksOf(int part) => [.. edgeOfLink.Where((_, link) => partOfLink[link] == part).Order()];

        int[] EdgesOf(Func<int, bool> isIn) =>
            [.. Enumerable.Range(0, EdgeCount).Where(edge => isIn(partOfLink[links.LinkOf[edge]]) && isLate?.Invoke(edge) != true)];
    }

    /// <summary>What the split is called.</summary>
    public string Name { get; }

    /// <summary>E, the number of edges of the graph that is split.</summary>
    public int EdgeCount { get; }

    /// <summary>The number of its links.</summary>
    public int LinkCount { get; }

    /// <summary>Whether an edge and its reverse are two links.</summary>
    public bool SeparateReverses { get; }

    /// <summary>Whether the links that training asks for are none of those that its messages pass over.</summary>
    public bool HasDisjointTraining { get; }

    /// <summary>Whether nodes are in parts and links follow them, so that training sees nothing of the nodes that validate and test.</summary>
    public bool IsInductive { get; }

    /// <summary>The nodes that train, ascending; empty unless the split is inductive.</summary>
    public ReadOnlySpan<int> TrainNodes => _nodes[TrainPart];

    /// <summary>The nodes that are seen from validation on, ascending; empty unless the split is inductive.</summary>
    public ReadOnlySpan<int> ValidationNodes => _nodes[ValidationPart];

    /// <summary>The nodes that are seen in testing alone, ascending; empty unless the split is inductive.</summary>
    public ReadOnlySpan<int> TestNodes => _nodes[TestPart];

    /// <summary>The links that train, an edge for each, ascending.</summary>
    public ReadOnlySpan<int> Train => _train;

    /// <summary>The links that validate, an edge for each, ascending.</summary>
    public ReadOnlySpan<int> Validation => _validation;

    /// <summary>The links that test, an edge for each, ascending.</summary>
    public ReadOnlySpan<int> Test => _test;

    /// <summary>
    /// The edges that messages pass over while training, ascending: those of the training links, reverses and repeats included. Unless training is disjoint,
    /// what is
    /// asked is among them, and a trainer must hide a batch's own links.
    /// </summary>
    public ReadOnlySpan<int> TrainMessages => _trainMessages;

    /// <summary>The edges that messages pass over while validating, ascending: all of training, and those of an inductive split that are observed of the
    /// validation nodes.</summary>
    public ReadOnlySpan<int> ValidationMessages => _validationMessages;

    /// <summary>The edges that messages may pass over while testing, ascending: all of training and validation, and those of an inductive split that are
    /// observed of the test nodes.</summary>
    public ReadOnlySpan<int> TestMessages => _testMessages;

    /// <summary>Checks the split against a graph, edge by edge: that no link, reverse or repeat is in two parts or among the messages that must not have
    /// it.</summary>
    /// <param name="graph">The graph that the split is of.</param>
    /// <param name="times">The time of each edge, <c>[E]</c>, of a split by time: nothing of a part may be as late as a link of the next.</param>
    /// <returns>The audit, which prints as a table.</returns>
    /// <exception cref="ArgumentException">The graph has another number of edges, or the times are not one for each.</exception>
    public EdgeSplitAudit Audit(Graph graph, ReadOnlySpan<long> times = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.EdgeCount != EdgeCount)
        {
            throw new ArgumentException($"The split '{Name}' is of {EdgeCount} edges, but the graph has {graph.EdgeCount}.", nameof(graph));
        }

        if (!times.IsEmpty)
        {
            SplitDraw.CheckLength(times.Length, EdgeCount, "edge", nameof(times));
        }

        return new EdgeSplitAudit(this, graph, times);
    }

    /// <summary>The name and the sizes, for example <c>EdgeSplit 'random': 8 train, 1 validation, 2 test of 11 links (22 edges)</c>, and the numbers of
    /// nodes of an inductive split.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        string links = string.Create(
            CultureInfo.InvariantCulture,
            $"EdgeSplit '{Name}': {_train.Length} train, {_validation.Length} validation, {_test.Length} test of {LinkCount} links ({EdgeCount} edges)");
        return !IsInductive ? links : string.Create(
            CultureInfo.InvariantCulture,
            $"{links} by nodes: {TrainNodes.Length} train, {ValidationNodes.Length} validation, {TestNodes.Length} test");
    }

    private static string NameOf(int part) => part == TrainPart ? "train" : part == ValidationPart ? "validation" : "test";

    private static int[] PartsOf(LinkIndex links, ReadOnlySpan<int> train, ReadOnlySpan<int> validation, ReadOnlySpan<int> test)
    {
        int[] partOf = new int[links.Count];
        int[] edgeOf = new int[links.Count];
        Array.Fill(partOf, Unused);
        Claim(train, TrainPart, nameof(train));
        Claim(validation, ValidationPart, nameof(validation));
        Claim(test, TestPart, nameof(test));
        return partOf;

        void Claim(ReadOnlySpan<int> edges, int part, string name)
        {
            foreach (int edge in edges)
            {
                if ((uint)edge >= (uint)links.LinkOf.Length)
                {
                    throw new ArgumentOutOfRangeException(
                        name, edge, string.Create(CultureInfo.InvariantCulture, $"An edge of '{name}' must be in [0, {links.LinkOf.Length}), got {edge}."));
                }

                int link = links.LinkOf[edge];
                if (partOf[link] != Unused)
                {
                    throw new ArgumentException(
                        $"Edge {edge} of '{name}' is one link with edge {edgeOf[link]} of '{NameOf(partOf[link])}': "
                        + "list each link once, an edge, its reverse and its repeats being one.",
                        name);
                }

                (partOf[link], edgeOf[link]) = (part, edge);
            }
        }
    }
}

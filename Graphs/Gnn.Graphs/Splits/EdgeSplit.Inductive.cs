using System.Globalization;
using Gnn.Tensors;

namespace Gnn.Graphs.Splits;

public sealed partial class EdgeSplit
{
    /// <summary>A split by nodes: training sees neither the nodes that validate and test nor any link of theirs.</summary>
    /// <param name="graph">The graph; it is read and not kept.</param>
    /// <param name="sizes">The sizes of the parts, in nodes. Nodes that counts leave over are in no part, and neither are their links.</param>
    /// <param name="observedShare">The share of the links that validate, and of those that test, that is observed from then on instead of asked, in [0, 1);
    /// the count is rounded to the nearest, halves to even. With 0, a model knows nothing but the features of a new node.</param>
    /// <param name="source">Where the draws come from; the same source draws the same split.</param>
    /// <param name="disjointTrainShare">The share of the training links that training asks for while its messages pass over the others, in [0, 1); 0 for all
    /// in both.</param>
    /// <param name="separateReverses">Whether an edge of a directed graph and its reverse are two links.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split, with its <see cref="TrainNodes"/>, <see cref="ValidationNodes"/> and <see cref="TestNodes"/>.</returns>
    /// <exception cref="ArgumentException">There are too few nodes, or the graph is undirected and reverses are to be apart.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A share is not in [0, 1).</exception>
    /// <remarks>
    /// <para>A link between two training nodes trains. One with a validation node and no test node validates, and one with a test node tests, unless it is
    /// drawn to be observed. Messages pass over the training links while training; while validating also over the observed ones of the validation nodes; while
    /// testing also over the validation links that were asked, and over the observed ones of the test nodes. Shares of links follow from those of nodes: with
    /// 80 % of the nodes, 64 % of the links of a random graph train.</para>
    /// <para>As in Hamilton, Ying and Leskovec, "Inductive representation learning on large graphs", 2017, where new nodes come with their links; here some of
    /// these are kept back, to be asked. O(N + E).</para>
    /// </remarks>
    public static EdgeSplit Inductive(
        Graph graph,
        SplitSizes sizes,
        double observedShare,
        RandomSource source,
        double disjointTrainShare = 0,
        bool separateReverses = false,
        string name = "inductive")
    {
        CheckShare(observedShare, nameof(observedShare));
        CheckShare(disjointTrainShare, nameof(disjointTrainShare));
        var links = new LinkIndex(graph, separateReverses);
        int[][] nodes = SplitDraw.Random(SplitDraw.All(graph.NodeCount), sizes, source, "node");
        foreach (int[] part in nodes)
        {
            Array.Sort(part);
        }

        int[] partOf = ByNodes(graph, links, Flatten(graph.NodeCount, nodes));
        Observe(partOf, ValidationPart, ValidationMessagePart, count => (int)Math.Round(observedShare * count), source.Stream("observed validation"));
        Observe(partOf, TestPart, TestMessagePart, count => (int)Math.Round(observedShare * count), source.Stream("observed test"));
        Observe(partOf, TrainPart, MessagePart, Messages, source.Stream("messages"));
        return new EdgeSplit(name, links, separateReverses, partOf, links.FirstEdge, isLate: null, nodes);

        int Messages(int count)
        {
            int asked = (int)(disjointTrainShare * count);
            return asked == 0 ? 0 : count - asked;
        }
    }

    /// <summary>The part of each link, the later one of its two nodes; none if a node is in none.</summary>
    private static int[] ByNodes(Graph graph, LinkIndex links, int[] partOfNode)
    {
        int[] partOf = new int[links.Count];
        for (int link = 0; link < partOf.Length; link++)
        {
            int edge = links.FirstEdge[link];
            (int first, int second) = (partOfNode[graph.Sources[edge]], partOfNode[graph.Targets[edge]]);
            partOf[link] = first == Unused || second == Unused ? Unused : Math.Max(first, second);
        }

        return partOf;
    }

    /// <summary>Moves a random choice of the links of a part to another.</summary>
    private static void Observe(int[] partOf, int from, int to, Func<int, int> countOf, RandomSource source)
    {
        int[] links = [.. Enumerable.Range(0, partOf.Length).Where(link => partOf[link] == from)];
        RandomSequence random = source.Sequence();
        random.Shuffle(links.AsSpan());
        foreach (int link in links.AsSpan(0, countOf(links.Length)))
        {
            partOf[link] = to;
        }
    }

    private static void CheckShare(double share, string name)
    {
        if (!(share is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                name, share, string.Create(CultureInfo.InvariantCulture, $"'{name}' must be in [0, 1), got {share}: give a share as 0.5, not as a per cent."));
        }
    }
}

using Gnn.Graphs;
using Gnn.Graphs.Signed;
using Gnn.Tensors;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Signed;

[TestFixture]
internal sealed class SignedGraphTests
{
    [Test]
    public void FromEdges_RandomEdges_HasTheEdgesOfEitherSign([Range(0, 19)] int seed)
    {
        (SignedGraph graph, int[] sources, int[] targets, int[] signs) = Random(seed);
        using (graph)
        {
            Assert.That(graph.Signs.ToArray(), Is.EqualTo(signs));
            foreach (int sign in (int[])[1, -1])
            {
                SparseStructure structure = sign > 0 ? graph.PositiveEdges : graph.NegativeEdges;
                long[] ids = (sign > 0 ? graph.PositiveIds : graph.NegativeIds).ToArray();
                Assert.That(ids, Is.EqualTo(Enumerable.Range(0, signs.Length).Where(edge => signs[edge] == sign)));
                for (int node = 0; node < graph.NodeCount; node++)
                {
                    int[] into = [.. Enumerable.Range(0, signs.Length).Where(edge => signs[edge] == sign && targets[edge] == node)];
                    Assert.That(structure.Row(node).ToArray(), Is.EqualTo(into.Select(edge => sources[edge])));
                    Assert.That(into.Select((_, i) => ids[structure.EdgeIds[structure.RowPointers[node] + i]]), Is.EqualTo(into));
                }
            }
        }
    }

    [Test]
    public void Conversions_RandomGraphs_AreExactBothWays([Range(0, 19)] int seed)
    {
        (SignedGraph bare, int[] sources, int[] targets, int[] signs) = Random(seed);
        double[] magnitudes = [.. Enumerable.Range(1, signs.Length).Select(edge => edge / 4.0)];
        using SignedGraph graph = bare
            .WithNodeColumn("x", Tensor.Normal((bare.NodeCount, 2), new RandomSource(seed)))
            .WithEdgeColumn("weight", Tensor.Create(magnitudes, magnitudes.Length))
            .WithGlobalColumn("g", Tensor.Ones(1));
        using Graph withSigns = graph.ToGraph();
        using Graph withWeights = graph.ToWeightedGraph();
        using Graph bareWeights = bare.ToWeightedGraph();
        using Graph positive = graph.ToPositive();
        using Graph negative = graph.ToNegative();
        using SignedGraph fromSigns = SignedGraph.FromGraph(withSigns);
        using SignedGraph fromWeights = SignedGraph.FromWeightedGraph(withWeights);
        using SignedGraph fromBareWeights = SignedGraph.FromWeightedGraph(bareWeights, keepsMagnitudes: false);

        Assert.That(withSigns.Edges["sign"].ToArray<int>(), Is.EqualTo(signs));
        Assert.That(withWeights.EdgeWeights!.ToArray<double>(), Is.EqualTo(magnitudes.Zip(signs, (magnitude, sign) => magnitude * sign)));
        Assert.That(bareWeights.EdgeWeights!.ToArray<double>(), Is.EqualTo(signs));
        Assert.That(fromSigns, Is.EqualTo(graph));
        Assert.That(fromWeights, Is.EqualTo(graph));
        Assert.That(fromBareWeights, Is.EqualTo(bare));
        foreach ((Graph part, int sign) in (ReadOnlySpan<(Graph, int)>)[(positive, 1), (negative, -1)])
        {
            int[] ids = [.. Enumerable.Range(0, signs.Length).Where(edge => signs[edge] == sign)];
            Assert.That(part.Sources.ToArray(), Is.EqualTo(ids.Select(edge => sources[edge])));
            Assert.That(part.Targets.ToArray(), Is.EqualTo(ids.Select(edge => targets[edge])));
            Assert.That(part.EdgeWeights!.ToArray<double>(), Is.EqualTo(ids.Select(edge => magnitudes[edge])));
            Assert.That(part.Nodes["x"], Is.SameAs(graph.Nodes["x"]));
            Assert.That(part.Globals.Contains("g"), Is.True);
        }

        bare.Dispose();
    }

    [Test]
    public void FromEdges_Undirected_WantsReversesOfOneSign()
    {
        using SignedGraph graph = SignedGraph.FromEdges(3, [0, 1, 1, 2, 2], [1, 0, 2, 1, 2], [1, 1, -1, -1, -1], isUndirected: true);

        Assert.That(graph.Validate(), Is.Empty);
        Assert.That(graph.ToPositive().IsUndirected, Is.True);
        Assert.That(
            () => SignedGraph.FromEdges(3, [0, 1, 1, 2], [1, 0, 2, 1], [1, 1, -1, 1], isUndirected: true),
            Throws.ArgumentException.With.Message.Contains("edge 2 (1 -> 2) has no reverse of its own with the sign -1"));
        Assert.That(
            () => SignedGraph.FromEdges(3, [0, 1, 1], [1, 0, 2], [1, 1, -1], isUndirected: true), Throws.ArgumentException.With.Message.Contains("edge 2 (1 -> 2)"));
    }

    [Test]
    public void FromEdges_BadInput_NamesTheEdge()
    {
        Assert.That(
            () => SignedGraph.FromEdges(3, [0, 1], [1, 2], [1, 0]),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("sign of edge 1 must be 1 or -1, got 0"));
        Assert.That(() => SignedGraph.FromEdges(3, [0, 1], [1, 2], [1]), Throws.ArgumentException.With.Message.Contains("1 signs for 2 edges"));
        Assert.That(() => SignedGraph.FromEdges(3, [0, 1], [1, 3], [1, 1]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("target of edge 1"));
        using Graph graph = Graph.FromEdges(3, [0, 1], [1, 2]);
        using Graph zero = graph.WithEdgeColumn("weight", Tensor.Create([1.0, 0], 2)).WithEdgeColumn("sign", Tensor.Create([1, 2], 2));
        Assert.That(() => SignedGraph.FromGraph(graph), Throws.ArgumentException.With.Message.Contains("'sign', Int32 [2], which is not there"));
        Assert.That(() => SignedGraph.FromGraph(zero), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("edge 1").And.Message.Contains("got 2"));
        Assert.That(() => SignedGraph.FromWeightedGraph(graph), Throws.ArgumentException.With.Message.Contains("no edge weights"));
        Assert.That(() => SignedGraph.FromWeightedGraph(zero), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("weight of edge 1"));
    }

    [Test]
    public void Validate_SignsOfAFileAltered_AreNamed()
    {
        using SignedGraph zero = Altered(isUndirected: false, [0, 1, 2], [1, 2, 0], [1, 0, 3]);
        using SignedGraph unequal = Altered(isUndirected: true, [0, 1, 1, 2], [1, 0, 2, 1], [1, 1, -1, 1]);

        Assert.That(zero.Validate().Single().ToString(), Is.EqualTo("SignOutOfRange in signs: 0 of edge 1 (1 -> 2) (2 in all)"));
        Assert.That(unequal.Validate().Single().ToString(), Is.EqualTo("MissingReverseSign in signs: -1 of edge 2 (1 -> 2)"));
        Assert.That(zero.ThrowIfInvalid, Throws.InvalidOperationException.With.Message.Contains("signed graph has 1 defect"));
    }

    [Test]
    public void Equals_AnyPartChanged_IsFalse()
    {
        using SignedGraph graph = SignedGraph.FromEdges(3, [0, 1], [1, 2], [1, -1]);
        using SignedGraph same = SignedGraph.FromEdges(3, [0, 1], [1, 2], [1, -1]);
        using SignedGraph signs = SignedGraph.FromEdges(3, [0, 1], [1, 2], [-1, 1]);
        using SignedGraph edges = SignedGraph.FromEdges(3, [0, 1], [1, 0], [1, -1]);
        using SignedGraph column = graph.WithNodeColumn("a", Tensor.Ones(3));

        Assert.That(graph, Is.EqualTo(same));
        Assert.That((graph.ContentHash, graph.GetHashCode()), Is.EqualTo((same.ContentHash, same.GetHashCode())));
        Assert.That(new[] { signs, edges, column }, Has.None.EqualTo(graph));
        Assert.That(column.WithoutNodeColumn("a"), Is.EqualTo(graph));
    }

    [Test]
    public void ToString_OfColumns_IsOneLine()
    {
        using SignedGraph bare = SignedGraph.FromEdges(4, [0, 1, 2, 3, 0], [1, 2, 3, 0, 2], [1, -1, 1, 1, -1]);
        using SignedGraph graph = bare.WithNodeColumn("x", Tensor.Ones((4, 1)));

        Assert.That(graph.ToString(), Is.EqualTo("SignedGraph: 4 nodes, 3 positive and 2 negative edges (directed), nodes x"));
    }

    [Test]
    public void Dispose_OfTheOriginal_LeavesDerivedGraphsWhole()
    {
        SignedGraph original = SignedGraph.FromEdges(3, [0, 1], [1, 2], [1, -1]);
        SparseStructure positive = original.PositiveEdges;
        SignedGraph derived = original.WithNodeColumn("a", Tensor.Ones(3));
        Graph part = original.ToPositive();
        original.Dispose();
        original.Dispose();

        Assert.That(derived.PositiveEdges, Is.SameAs(positive));
        Assert.That(derived.NegativeIds.ToArray(), Is.EqualTo(new[] { 1 }));
        derived.Dispose();
        Assert.That(part.InEdges, Is.SameAs(positive));
        Assert.That(part.InEdges.Row(1).ToArray(), Is.EqualTo(new[] { 0 }));
        part.Dispose();
        Assert.That(positive.IsDisposed, Is.True);
        Assert.That(() => derived.PositiveEdges, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => derived.Signs.Length, Throws.TypeOf<ObjectDisposedException>());
    }

    private static SignedGraph Altered(bool isUndirected, int[] sources, int[] targets, sbyte[] signs) => new(
        Graph.FromCheckedEdges(new EdgeList(3, 3, new NativeArray<int>(sources), new NativeArray<int>(targets)), isUndirected),
        new SignList(new NativeArray<sbyte>(signs)));

    private static (SignedGraph Graph, int[] Sources, int[] Targets, int[] Signs) Random(int seed)
    {
        RandomSequence random = new RandomSource(seed).Stream("signed").Sequence();
        int nodes = 1 + random.NextInt32(10);
        int[] sources = new int[random.NextInt32(40)], targets = new int[sources.Length], signs = new int[sources.Length];
        for (int edge = 0; edge < sources.Length; edge++)
        {
            (sources[edge], targets[edge], signs[edge]) = (random.NextInt32(nodes), random.NextInt32(nodes), random.NextInt32(3) == 0 ? -1 : 1);
        }

        return (SignedGraph.FromEdges(nodes, sources, targets, signs), sources, targets, signs);
    }
}

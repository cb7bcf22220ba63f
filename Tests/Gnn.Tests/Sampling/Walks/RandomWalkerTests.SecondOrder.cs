using Gnn.Graphs;
using Gnn.Sampling.Walks;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Walks;

public sealed partial class RandomWalkerTests
{
    private static readonly (double P, double Q)[] Parameters =
        [(0.25, 4), (4, 0.25), (1, 0.5), (0.5, 1), (2, 2), (1000, 1), (1e6, 3), (1e-4, 3), (3, 1e-3), (0.3, 1e3), (1e-300, 1)];

    [Test]
    public void Walk_SecondOrder_FollowsTheTransitionMatrix([ValueSource(nameof(Parameters))] (double P, double Q) parameters, [Values("triangles", "repeated", "directed")] string name, [Values] bool isWeighted)
    {
        using Graph graph = Named(name);
        WalkDirection direction = name == "directed" ? WalkDirection.InEdges : WalkDirection.OutEdges;
        float[]? weights = isWeighted ? WalkGraphs.Weights(graph.EdgeCount) : null;
        using RandomWalker walker = Walker(graph, new WalkOptions { P = parameters.P, Q = parameters.Q, Direction = direction }, weights);
        double[,] matrix = WalkGraphs.Matrix(graph, direction == WalkDirection.OutEdges, weights);

        // An edge without weight joins two nodes all the same.
        double[,] joins = WalkGraphs.Matrix(graph, direction == WalkDirection.OutEdges, weights: null);
        int n = graph.NodeCount;
        long[][][] counts = [.. Enumerable.Range(0, n).Select(_ => Enumerable.Range(0, n).Select(_ => new long[n]).ToArray())];
        const int walks = Draws / 5;
        int[] starts = [.. Enumerable.Range(0, walks).Select(walk => walk % n)];
        using WalkBatch batch = walker.Walk(starts, [.. Enumerable.Range(0, walks).Select(walk => (long)walk)], 6, Random);
        for (int walk = 0; walk < walks; walk++)
        {
            ReadOnlySpan<int> nodes = batch[walk];
            for (int step = 2; step <= 6 && nodes[step] >= 0; step++)
            {
                counts[nodes[step - 2]][nodes[step - 1]][nodes[step]]++;
            }
        }

        var test = new ChiSquare();
        for (int t = 0; t < n; t++)
        {
            for (int v = 0; v < n; v++)
            {
                double[] chances =
                    [.. Enumerable.Range(0, n).Select(x => matrix[v, x] * (x == t ? 1 / parameters.P : joins[t, x] > 0 ? 1 : 1 / parameters.Q))];
                if (counts[t][v].Sum() > 0)
                {
                    test.Add(counts[t][v], chances);
                }
            }
        }

        Assert.That(test.Draws, Is.GreaterThan(Draws / 3));
        Assert.That(test.P, Is.GreaterThan(0.001));
    }

    [Test]
    public void Walk_SecondOrder_EqualsOracle(
        [ValueSource(nameof(Parameters))] (double P, double Q) parameters, [Values] bool isWeighted, [Values] bool isWide, [Values("triangles", "directed")] string name)
    {
        using Graph graph = Named(name);
        var options = new WalkOptions { P = parameters.P, Q = parameters.Q, DeadEnd = isWide ? DeadEnd.Stay : DeadEnd.Stop };
        AssertEqualsOracle(graph, options, isWeighted, isWide, [0, 1, 2, 13]);
    }

    [Test]
    public void Walk_SecondOrderManyWalks_EqualsOracle([Values] bool isWeighted)
    {
        // More walks than go on side by side, and rows long enough for every kind of step.
        using Graph graph = WalkGraphs.Directed(nodes: 300, edges: 6000);
        AssertEqualsOracle(graph, new WalkOptions { P = 0.25, Q = 4 }, isWeighted, isWide: false, [11]);
    }

    [TestCase(0.25, 4.0)]
    [TestCase(1.0, 1e6)]
    [TestCase(1e9, 1.0)]
    [TestCase(1.0, 1e-6)]
    public void Walk_Hub_TriesBoundedByItsNeighbours(double p, double q)
    {
        // Ten thousand neighbours, of which a ring joins each to the next: nearly all are far from one another.
        const int leaves = 10_000;
        (int, int)[] edges = [.. Enumerable.Range(1, leaves).Select(leaf => (0, leaf)), .. Enumerable.Range(1, leaves - 1).Select(leaf => (leaf, leaf + 1))];
        using Graph graph = WalkGraphs.Both(leaves + 1, edges);
        var options = new WalkOptions { P = p, Q = q };
        using var walker = new RandomWalker(graph, options);
        var oracle = new WalkOracle(graph.InEdges, options, weights: null, Random);
        int[] starts = [0, 1, 2, 5000, 9999, 10_000, 7, 8];
        using WalkBatch walks = walker.Walk(starts, 8, Random);
        for (int walk = 0; walk < starts.Length; walk++)
        {
            Assert.That(walks[walk].ToArray(), Is.EqualTo(oracle.Walk(starts[walk], starts[walk], 8)));
        }

        Assert.That(oracle.Tries, Is.LessThanOrEqualTo(oracle.Steps * Math.Min((2 * Math.Max(q, 1 / q)) + 1, leaves + 17)));
    }

    [Test]
    public void Walk_ReturnNearlyForbidden_PassesOverTheRow()
    {
        // Of a million and one candidates one is taken: without a bound a step would take as many tries.
        using Graph graph = WalkGraphs.Both(3, [(0, 1), (1, 2)]);
        float[] weights = [1e6f, 1, 1e6f, 1];
        var options = new WalkOptions { P = 1e6 };
        using RandomWalker walker = Walker(graph, options, weights);
        var oracle = new WalkOracle(graph.InEdges, options, weights, Random);
        long[] ends = new long[3];
        const int walks = 2000;
        using WalkBatch batch = walker.Walk(new int[walks], [.. Enumerable.Range(0, walks).Select(walk => (long)walk)], 2, Random);
        for (int walk = 0; walk < walks; walk++)
        {
            ends[batch[walk][2]]++;
            Assert.That(batch[walk].ToArray(), Is.EqualTo(oracle.Walk(0, walk, 2)));
        }

        var test = new ChiSquare();
        test.Add(ends, [1, 0, 1]);
        Assert.That(test.P, Is.GreaterThan(0.001));
        Assert.That(oracle.Tries, Is.LessThanOrEqualTo(oracle.Steps * 19));
    }

    [Test]
    public void Walk_LongRows_AreTakenToShare()
    {
        // Two hubs with more neighbours than are looked through, joined to each other: steps between them may meet a neighbour of both.
        int leaves = SharedNeighborJob<int>.MostLooks + 1;
        (int, int)[] edges = [(0, 1), .. Enumerable.Range(2, leaves).Select(leaf => (0, leaf)), .. Enumerable.Range(2, leaves).Select(leaf => (1, leaf))];
        using Graph graph = WalkGraphs.Both(leaves + 2, edges);
        AssertEqualsOracle(graph, new WalkOptions { P = 2, Q = 8 }, isWeighted: false, isWide: false, [6]);
    }

    private static Graph Named(string name) => name switch
    {
        "triangles" => WalkGraphs.Triangles(),
        "repeated" => WalkGraphs.Repeated(),
        _ => WalkGraphs.Directed(),
    };
}

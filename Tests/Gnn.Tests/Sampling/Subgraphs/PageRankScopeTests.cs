using Gnn.Graphs;
using Gnn.Graphs.Statistics;
using Gnn.Sampling.Subgraphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Subgraphs;

[TestFixture]
internal sealed class PageRankScopeTests
{
    private const int Nodes = 60;

    // The exact ranks are computed to this, in all.
    private const double Tolerance = 1e-12;

    [Test]
    public void Push_DirectedGraph_LacksWhatIsLeftOfTheWalk([Values(1e-2, 1e-4, 1e-6)] double epsilon, [Values(0.15, 0.5, 1)] double alpha)
    {
        RandomEdges edges = RandomGraphs.Create(Nodes, 240, seed: 2);
        using SparseStructure structure = edges.ToStructure();
        foreach (int seed in (int[])[0, 1, 7, 33, 59])
        {
            (double[] rank, double[] residual) = Push(structure, seed, new PageRankScope { Alpha = alpha, Epsilon = epsilon });
            double[] exact = Exact(edges, seed, alpha);
            for (int node = 0; node < Nodes; node++)
            {
                double limit = epsilon * Math.Max(1, structure.RowLength(node));
                Assert.That(rank[node], Is.LessThanOrEqualTo(exact[node] + (2 * Tolerance)), "pushing finds a part");
                Assert.That(residual[node], Is.InRange(0, limit), $"residual of {node}");
            }

            // What is missing at each node is what the walk, going on from the residuals, has there.
            double[] missing = new double[Nodes];
            for (int node = 0; node < Nodes; node++)
            {
                if (residual[node] > 0)
                {
                    double[] onward = Exact(edges, node, alpha, restart: seed);
                    for (int other = 0; other < Nodes; other++)
                    {
                        missing[other] += residual[node] * onward[other];
                    }
                }
            }

            Assert.That(rank.Zip(missing, (found, left) => found + left), Is.EqualTo(exact).Within(1e-9), $"seed {seed}");
        }
    }

    [Test]
    public void Push_UndirectedGraph_IsWithinEpsilonTimesTheDegree([Values(1e-2, 1e-3, 1e-5)] double epsilon)
    {
        RandomEdges edges = RandomGraphs.Create(Nodes, 120, seed: 3);
        edges = edges with { Targets = [.. edges.Targets, .. edges.Sources], Sources = [.. edges.Sources, .. edges.Targets] };
        using SparseStructure structure = edges.ToStructure();
        for (int seed = 0; seed < Nodes; seed++)
        {
            (double[] rank, _) = Push(structure, seed, new PageRankScope { Epsilon = epsilon });
            double[] exact = Exact(edges, seed, 0.15);
            for (int node = 0; node < Nodes; node++)
            {
                Assert.That(exact[node] - rank[node], Is.InRange(-2 * Tolerance, (epsilon * Math.Max(1, structure.RowLength(node))) + (2 * Tolerance)), $"node {node} from {seed}");
            }
        }
    }

    [Test]
    public void Find_FinePushing_TakesTheLargestExactRanks([Values(1, 2, 8, 1000)] int most)
    {
        RandomEdges edges = RandomGraphs.Create(Nodes, 240, seed: 4);
        using SparseStructure structure = edges.ToStructure();
        using var marks = new NodeMarks(Nodes);
        using var finder = new PageRankFinder(structure, new PageRankScope { MaxNodes = most, Epsilon = 1e-12 }, marks);
        int[] seeds = [.. Enumerable.Range(0, Nodes)];
        finder.Begin(seeds, default);
        foreach (int seed in seeds)
        {
            double[] exact = Exact(edges, seed, 0.15);
            int[] found = finder.Find(seed).ToArray();
            int[] reached = [.. seeds.Where(node => exact[node] > 1e-9)];
            Assert.That(found, Is.Unique);
            Assert.That(found[0], Is.EqualTo(seed));
            Assert.That(found, Has.Length.EqualTo(Math.Min(most, reached.Length)));
            Assert.That(found.Skip(1).Select(node => exact[node]), Is.Ordered.Descending.Using<double>((a, b) => Math.Abs(a - b) < 1e-9 ? 0 : a.CompareTo(b)));
            double least = found.Length == 1 ? double.PositiveInfinity : found.Skip(1).Min(node => exact[node]);
            Assert.That(found.Length == 1 || reached.Except(found).All(node => exact[node] <= least + 1e-9), "no node of a larger rank is left out");
        }
    }

    [Test]
    public void Find_EqualRanks_TakesSmallerIds()
    {
        // Inputs of node 5 alike, listed in no order.
        using SparseStructure structure = SparseStructure.FromEdges(10, 10, [5, 5, 5, 5, 5, 5], [9, 2, 7, 0, 4, 8]);
        using var marks = new NodeMarks(10);
        using var finder = new PageRankFinder(structure, new PageRankScope { MaxNodes = 4 }, marks);
        finder.Begin([5], default);
        Assert.That(finder.Find(0).ToArray(), Is.EqualTo(new[] { 5, 0, 2, 4 }));
        Assert.That(finder.Find(0).ToArray(), Is.EqualTo(new[] { 5, 0, 2, 4 }), "nothing is left of the first time");
    }

    [Test]
    public void Find_SeedOfManyEdges_IsNotAlone()
    {
        // Its residual of 1 is less than epsilon times its degree.
        int[] inputs = [.. Enumerable.Range(1, 100)];
        using SparseStructure structure = SparseStructure.FromEdges(101, 101, new int[100], inputs);
        using var marks = new NodeMarks(101);
        using var finder = new PageRankFinder(structure, new PageRankScope { Epsilon = 0.5 }, marks);
        (int Node, double Rank, double Residual)[] ranks = finder.Ranks(0);
        Assert.That(ranks, Has.Length.EqualTo(101));
        Assert.That(ranks[0].Rank, Is.EqualTo(0.15).Within(1e-15));
        Assert.That(ranks.Sum(node => node.Rank + node.Residual), Is.EqualTo(1).Within(1e-12));
    }

    /// <summary>What pushing finds and what it leaves at each node.</summary>
    private static (double[] Rank, double[] Residual) Push(SparseStructure structure, int seed, PageRankScope scope)
    {
        using var marks = new NodeMarks(structure.RowCount);
        using var finder = new PageRankFinder(structure, scope, marks);
        (double[] rank, double[] residual) = (new double[structure.RowCount], new double[structure.RowCount]);
        foreach ((int node, double found, double left) in finder.Ranks(seed))
        {
            (rank[node], residual[node]) = (found, left);
        }

        return (rank, residual);
    }

    /// <summary>PageRank of a walk against the edges from a node, which after that starts anew at a seed only where it ends: by the power series.</summary>
    private static double[] Exact(RandomEdges edges, int node, double alpha, int restart)
    {
        int[][] inputs = [.. Enumerable.Range(0, Nodes).Select(at => Enumerable.Range(0, edges.Count).Where(edge => edges.Targets[edge] == at).Select(edge => edges.Sources[edge]).ToArray())];
        double[] here = new double[Nodes];
        double[] sum = new double[Nodes];
        here[node] = 1;
        for (double left = 1; left > Tolerance; left *= 1 - alpha)
        {
            double[] next = new double[Nodes];
            for (int at = 0; at < Nodes; at++)
            {
                sum[at] += alpha * here[at];
                foreach (int source in inputs[at])
                {
                    next[source] += (1 - alpha) * here[at] / inputs[at].Length;
                }

                next[restart] += inputs[at].Length == 0 ? (1 - alpha) * here[at] : 0;
            }

            here = next;
        }

        return sum;
    }

    /// <summary>Personalised PageRank of the reversed graph.</summary>
    private static double[] Exact(RandomEdges edges, int seed, double alpha)
    {
        using Graph reversed = Graph.FromEdges(Nodes, edges.Targets, edges.Sources);
        double[] starts = new double[Nodes];
        starts[seed] = 1;
        return PageRank.Of(reversed, new PageRankOptions { Damping = 1 - alpha, Starts = starts, Tolerance = Tolerance * alpha, MaxSteps = 100_000 });
    }
}

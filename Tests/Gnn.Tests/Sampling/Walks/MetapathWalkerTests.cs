using Gnn.Graphs.Heterogeneous;
using Gnn.Sampling.Walks;
using Gnn.Tensors;
using Gnn.Tensors.Threading;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Walks;

[TestFixture]
public sealed class MetapathWalkerTests
{
    private static readonly RandomSource Random = new(2);
    private static readonly EdgeType Writes = new("author", "writes", "paper");
    private static readonly EdgeType WrittenBy = new("paper", "written by", "author");
    private static readonly EdgeType In = new("paper", "in", "venue");

    [Test]
    public void Walk_Steps_AreUniformOverTheEdgesOfTheirType()
    {
        using HeteroGraph graph = Papers();
        using var walker = new MetapathWalker(graph, Writes, WrittenBy);
        const int walks = 40_000, length = 6;
        using WalkBatch batch = walker.Walk([.. Enumerable.Range(0, walks).Select(walk => walk % 3)], [.. Enumerable.Range(0, walks).Select(walk => (long)walk)], length, Random);
        long[][][] counts = [[new long[5], new long[5], new long[5]], [.. Enumerable.Range(0, 5).Select(_ => new long[4])]];
        for (int walk = 0; walk < walks; walk++)
        {
            for (int step = 0; step < length; step++)
            {
                counts[step % 2][batch[walk][step]][batch[walk][step + 1]]++;
            }
        }

        var test = new ChiSquare();
        Add(counts[0], Writes);
        Add(counts[1], WrittenBy);
        Assert.That(test.Draws, Is.EqualTo(walks * length));
        Assert.That(test.P, Is.GreaterThan(0.001));

        void Add(long[][] rows, EdgeType type)
        {
            for (int node = 0; node < rows.Length; node++)
            {
                double[] chances = new double[rows[node].Length];
                for (int e = 0; e < graph.Sources(type).Length; e++)
                {
                    chances[graph.Targets(type)[e]] += graph.Sources(type)[e] == node ? 1 : 0;
                }

                if (chances.Sum() > 0)
                {
                    test.Add(rows[node], chances);
                }
            }
        }
    }

    [Test]
    public void Walk_NodeWithoutEdgeOfTheType_EndsThere()
    {
        using HeteroGraph graph = Papers();
        using var walker = new MetapathWalker(graph, Writes, In);
        using WalkBatch batch = walker.Walk([3, 2], 2, Random);
        Assert.Multiple(() =>
        {
            Assert.That(batch[0].ToArray(), Is.EqualTo(new[] { 3, -1, -1 }), "the author without papers");
            Assert.That(batch[1].ToArray(), Is.EqualTo(new[] { 2, 4, -1 }), "the paper without venue");
            Assert.That(walker.IsCyclic, Is.False);
            Assert.That((string[])[walker.NodeTypeOf(0), walker.NodeTypeOf(1), walker.NodeTypeOf(2)], Is.EqualTo(new[] { "author", "paper", "venue" }));
            Assert.That(() => walker.NodeTypeOf(3), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => walker.Walk([0], 3, Random), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'venue', not at 'author'"));
        });
    }

    [Test]
    public void Walk_ThreadsAndBatches_GiveTheSameWalks()
    {
        using HeteroGraph graph = Papers();
        using var walker = new MetapathWalker(graph, Writes, WrittenBy);
        int[] starts = [.. Enumerable.Repeat((int[])[0, 1, 2, 3], 2000).SelectMany(ids => ids)];
        long[] keys = [.. Enumerable.Range(0, starts.Length).Select(key => (long)key)];
        int[]? expected = null;
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            using var pool = new ForkJoinPool(threads);
            using WalkBatch batch = walker.Walk(starts, keys, hasKeys: true, 7, Random, walksPerStart: 1, pool);
            expected ??= batch.Nodes.Span().ToArray();
            Assert.That(batch.Nodes.Span().SequenceEqual(expected));
        }

        using WalkBatch some = walker.Walk(starts.AsSpan(1001, 3), keys.AsSpan(1001, 3), 7, Random);
        Assert.That(some.Nodes.Span().SequenceEqual(expected.AsSpan(1001 * 8, 3 * 8)));
    }

    [Test]
    public void Walk_TablesOfTwoWidths_WalkAsOne()
    {
        using HeteroGraph graph = Papers();
        using WalkTable narrow = new(graph.InEdges(Writes), WalkDirection.OutEdges, weights: null), back = new(graph.InEdges(WrittenBy), WalkDirection.OutEdges, weights: null);
        using var walker = new MetapathWalker(graph, Writes, WrittenBy);
        using WalkBatch expected = walker.Walk([0, 1, 2, 3], 9, Random);
        narrow.Widen();
        back.Widen();
        Assert.That(narrow.IsWide);
        using var actual = new WalkBatch(4, 9, hasEvents: false);
        unsafe
        {
            fixed (int* starts = (int[])[0, 1, 2, 3])
            {
                new FirstOrderRun([narrow, back], DeadEnd.Stop, restart: 0).Run(new WalkRequest(starts, 4, null, 4, Random), actual, HostThreads.Pool);
            }
        }

        Assert.That(actual.Nodes.Span().SequenceEqual(expected.Nodes.Span()));
    }

    [Test]
    public void Constructor_BadPath_IsRefused()
    {
        using HeteroGraph graph = Papers();
        Assert.Multiple(() =>
        {
            Assert.That(() => new MetapathWalker(graph), Throws.ArgumentException.With.Message.Contains("at least one edge type"));
            Assert.That(() => new MetapathWalker(graph, Writes, Writes), Throws.ArgumentException.With.Message.Contains("its source must be 'paper'"));
            Assert.That(() => new MetapathWalker(graph, Writes, new EdgeType("paper", "cites", "paper")), Throws.InstanceOf<KeyNotFoundException>());
        });
    }

    [Test]
    public void Walk_AfterDisposal_IsRefused()
    {
        using HeteroGraph graph = Papers();
        var walker = new MetapathWalker(graph, Writes);
        walker.Dispose();
        Assert.That(() => walker.Walk([0], 1, Random), Throws.InstanceOf<ObjectDisposedException>());
    }

    /// <summary>Three authors with papers, one of them twice of the same, and one without; the last paper has no venue.</summary>
    private static HeteroGraph Papers()
    {
        int[] authors = [0, 0, 0, 1, 1, 2, 0], papers = [0, 1, 2, 2, 3, 4, 0];
        using HeteroGraph empty = HeteroGraph.Create(("author", 4), ("paper", 5), ("venue", 2));
        using HeteroGraph writes = empty.WithEdges(Writes, authors, papers);
        using HeteroGraph both = writes.WithEdges(WrittenBy, papers, authors);
        return both.WithEdges(In, [0, 1, 2, 3], [0, 0, 1, 1]);
    }
}

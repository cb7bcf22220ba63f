using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Sampled;

[TestFixture]
internal sealed class BipartiteBlockTests
{
    private static readonly EdgeType Writes = new("author", "writes", "paper");

    [Test]
    public void Create_MoreTargetsThanSources_IsForBipartiteBlocksAlone()
    {
        using SparseStructure graph = SparseStructure.FromEdges(3, 1, [0, 1, 2], [0, 0, 0]);
        using Block block = Bipartite(graph, sources: 1, [0, 1, 2, 3], [0, 0, 0]);

        Assert.That((block.TargetCount, block.SourceCount, block.EdgeCount, block.IsBipartite), Is.EqualTo((3, 1, 3, true)));
        Assert.That(block.ToString(), Is.EqualTo("Block: 3 targets, 1 sources, 3 edges, bipartite"));
        Assert.That(
            () => new Block(1, Ints(0, 1, 2, 3), Ints(0, 0, 0), new IndexArray(Ints(0, 1, 2)), graph),
            Throws.ArgumentException.With.Message.Contains("which are among the 1 sources"));
        Assert.That(() => Bipartite(graph, sources: 1, [0, 1, 2, 3], [0, 1, 0]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("The source of edge 1"));
        Assert.That(() => Bipartite(graph, sources: -1, [0], []), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new SampledSubgraph(Ints(0), 3, [block]), Throws.ArgumentException.With.Message.Contains("bipartite"), "layers of one kind of nodes take blocks of one kind");
    }

    [Test]
    public void EdgeIds_OfATranspose_OutliveTheGraph()
    {
        SparseStructure graph = SparseStructure.FromEdges(2, 3, [1, 0, 1], [2, 2, 0]);
        using Block block = Bipartite(graph.Transpose, sources: 2, [0, 1, 1, 3], [1, 0, 1]);
        using Tensor weights = Tensor.Create([10f, 20f, 30f], 3);
        graph.Dispose();

        Assert.That(block.EdgeIds.ToArray(), Is.EqualTo(new long[] { 2, 0, 1 }).Or.EqualTo(new long[] { 2, 1, 0 }));
        using Tensor gathered = block.GatherEdges(weights);
        Assert.That(gathered.ToArray<float>()[0], Is.EqualTo(30));
        block.Dispose();
        Assert.That(graph.IsDisposed, "nobody else holds it");
    }

    [Test]
    public void HeteroBlock_SizesThatDoNotAgree_SaysWhich()
    {
        using SparseStructure graph = SparseStructure.FromEdges(3, 1, [0, 1, 2], [0, 0, 0]);
        using Block block = Bipartite(graph, sources: 1, [0, 1, 2, 3], [0, 0, 0]);
        string[] types = ["paper", "author"];
        var layer = new HeteroBlock(types, [3, 0], [3, 1], [(Writes, block)]);

        Assert.That((layer.TargetCount("paper"), layer.SourceCount("author"), layer.EdgeCount), Is.EqualTo((3, 1, 3)));
        Assert.That(layer[Writes], Is.SameAs(block));
        Assert.That(() => layer.TargetCount("venue"), Throws.InstanceOf<KeyNotFoundException>().With.Message.Contains("there is: paper, author"));
        Assert.That(() => layer[new EdgeType("paper", "writes", "author")], Throws.InstanceOf<KeyNotFoundException>().With.Message.Contains("author-writes-paper"));
        Assert.That(() => new HeteroBlock(types, [2, 0], [3, 1], [(Writes, block)]), Throws.ArgumentException.With.Message.Contains("author-writes-paper must have the 2 targets of 'paper' and the 1 sources of 'author', bipartite; got Block: 3 targets"));
        Assert.That(() => new HeteroBlock(types, [3, 0], [3, 1], [(Writes, block)], EdgeDirection.Outgoing), Throws.ArgumentException.With.Message.Contains("the 0 targets of 'author'"));
        Assert.That(() => new HeteroBlock(types, [3, 2], [3, 1], [(Writes, block)]), Throws.ArgumentException.With.Message.Contains("'author' has 2 targets and 1 sources"));
        Assert.That(() => new HeteroBlock(types, [3], [3, 1], [(Writes, block)]), Throws.ArgumentException.With.Message.Contains("1 counts of targets"));
        Assert.That(() => new HeteroBlock(types, [3, 0], [3, 1], [(Writes, block), (Writes, block)]), Throws.ArgumentException.With.Message.Contains("there twice"));
        Assert.That(() => new HeteroBlock(types, [3, 0], [3, 1], [(Writes, block)], EdgeDirection.Both), Throws.ArgumentException);
        Assert.That(() => new HeteroBlock(["paper"], [3], [3], [(Writes, block)]), Throws.InstanceOf<KeyNotFoundException>().With.Message.Contains("'author'"));
    }

    [Test]
    public void SampledHeteroSubgraph_BlocksThatDoNotFollow_SaysWhich()
    {
        string[] types = ["paper", "author"];
        var first = new HeteroBlock(types, [3, 1], [4, 1], []);
        var last = new HeteroBlock(types, [2, 0], [3, 1], []);
        using var sampled = new SampledHeteroSubgraph(types, [Ints(7, 8, 9, 5), Ints(2)], [first, last]);

        Assert.That((sampled.SeedCount("paper"), sampled.SeedCount("author"), sampled.TotalNodeCount, sampled.IsDisjoint), Is.EqualTo((2, 0, 5, false)));
        Assert.That(() => sampled.Nodes("venue").Length, Throws.InstanceOf<KeyNotFoundException>().With.Message.Contains("there is: paper, author"));
        Assert.That(() => new SampledHeteroSubgraph(types, [Ints(7, 8, 9, 5), Ints(2)], [last, first]), Throws.ArgumentException.With.Message.Contains("'paper' in block 0 must be the 4 nodes, got 3"));
        Assert.That(() => new SampledHeteroSubgraph(types, [Ints(7, 8, 9, 5), Ints(2)], [first, first]), Throws.ArgumentException.With.Message.Contains("in block 1 must be the 3 targets of the one before, got 4"));
        Assert.That(() => new SampledHeteroSubgraph(types, [Ints(7, 8, 9, 5)], [first, last]), Throws.ArgumentException.With.Message.Contains("1 lists of nodes"));
        Assert.That(() => new SampledHeteroSubgraph(types, [Ints(7, 8, 9, 5), Ints(2)], []), Throws.ArgumentException.With.Message.Contains("0 blocks"));
        Assert.That(() => new SampledHeteroSubgraph(types, [Ints(7, 8, 9, 5), Ints(2)], [first, last], [Ints(0), Ints(0)]), Throws.ArgumentException.With.Message.Contains("4 nodes of 'paper' and 1 seeds"));
    }

    [Test]
    public void SampledHypergraph_BlocksThatDoNotFollow_SaysWhich()
    {
        using SparseStructure graph = SparseStructure.FromEdges(3, 3, [0, 1, 2], [0, 1, 2]);
        using Block members = Bipartite(graph, sources: 3, [0, 1, 2], [0, 2]);
        using Block memberships = Bipartite(graph, sources: 2, [0, 2], [0, 1]);
        using Block seedMembers = Bipartite(graph, sources: 1, [0, 1, 1], [0]);
        var block = new HyperBlock(Ints(5, 6), members, memberships);
        using var sampled = new SampledHypergraph(Ints(1, 2, 3), 1, [block], Ints(8, 9), seedMembers);

        Assert.That((block.TargetCount, block.HyperedgeCount, block.SourceCount, block.IncidenceCount), Is.EqualTo((1, 2, 3, 4)));
        Assert.That(sampled.SeedHyperedges.ToArray(), Is.EqualTo(new[] { 8, 9 }));
        Assert.That(sampled.ToString(), Is.EqualTo("SampledHypergraph: 1 seeds of 2 hyperedges, 1 blocks, 3 nodes, 4 incidences"));
        Assert.That(() => new HyperBlock(Ints(5), members, memberships), Throws.ArgumentException.With.Message.Contains("The 1 hyperedges must be"));
        Assert.That(() => new HyperBlock(Ints(5, 6), memberships, members), Throws.ArgumentException);
        Assert.That(() => new SampledHypergraph(Ints(1, 2), 1, [block]), Throws.ArgumentException.With.Message.Contains("block 0 must be the 2 nodes"));
        Assert.That(() => new SampledHypergraph(Ints(1, 2, 3), 2, [block]), Throws.ArgumentException.With.Message.Contains("targets of the last block, 1, got 2"));
        Assert.That(() => new SampledHypergraph(Ints(1, 2, 3), 1, [block], Ints(8), seedMembers), Throws.ArgumentException.With.Message.Contains("1 hyperedges asked for"));
        Assert.That(() => new SampledHypergraph(Ints(1, 2, 3), 1, [block], Ints(8)), Throws.ArgumentException.With.Message.Contains("got none"));
    }

    private static Block Bipartite(SparseStructure graph, int sources, int[] pointers, int[] columns) => new(
        sources, Ints(pointers), Ints(columns), new IndexArray(Ints([.. Enumerable.Range(0, columns.Length)])), graph, isBipartite: true);

    private static NativeArray<int> Ints(params ReadOnlySpan<int> values) => new(values);
}

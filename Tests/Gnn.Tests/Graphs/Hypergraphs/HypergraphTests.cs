using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Hypergraphs;

[TestFixture]
internal sealed class HypergraphTests
{
    [Test]
    public void FromPairs_RandomPairs_HoldsTheirSets([Range(0, 19)] int seed)
    {
        (int nodeCount, int hyperedgeCount, int[] nodes, int[] hyperedges) = Random(seed);
        using Hypergraph hypergraph = Hypergraph.FromPairs(nodeCount, hyperedgeCount, nodes, hyperedges, Lenient);

        for (int hyperedge = 0; hyperedge < hyperedgeCount; hyperedge++)
        {
            Assert.That(hypergraph.MembersOf(hyperedge).ToArray(), Is.EqualTo(nodes.Where((_, i) => hyperedges[i] == hyperedge).Distinct().Order()));
        }

        for (int node = 0; node < nodeCount; node++)
        {
            Assert.That(hypergraph.HyperedgesOf(node).ToArray(), Is.EqualTo(hyperedges.Where((_, i) => nodes[i] == node).Distinct().Order()));
        }

        Assert.That(hypergraph.IncidenceCount, Is.EqualTo(nodes.Zip(hyperedges).Distinct().Count()));
    }

    [Test]
    public void FromPairs_AnotherOrder_IsTheSame([Range(0, 4)] int seed)
    {
        (int nodeCount, int hyperedgeCount, int[] nodes, int[] hyperedges) = Random(seed);
        int[] order = new RandomSource(seed).Stream("order").Sequence().Permutation(nodes.Length);
        using Hypergraph a = Hypergraph.FromPairs(nodeCount, hyperedgeCount, nodes, hyperedges, Lenient);
        using Hypergraph b = Hypergraph.FromPairs(
            nodeCount, hyperedgeCount, Array.ConvertAll(order, i => nodes[i]), Array.ConvertAll(order, i => hyperedges[i]), Lenient);

        Assert.That(b, Is.EqualTo(a));
        Assert.That(b.GetHashCode(), Is.EqualTo(a.GetHashCode()));
    }

    [Test]
    public void Build_RepeatedAndUnsortedPairs_SaysWhatItDid()
    {
        var builder = new HypergraphBuilder();
        builder.Add(2, 1);
        builder.Add(0, 1);
        builder.Add(2, 1);
        Assert.That(builder.AddHyperedge(3, 0), Is.EqualTo(2));
        HypergraphBuild built = builder.Build(nodeCount: 5, policy: Lenient);
        using Hypergraph hypergraph = built.Hypergraph;

        Assert.That(hypergraph.MembersOf(1).ToArray(), Is.EqualTo(new[] { 0, 2 }));
        Assert.That(hypergraph.MembersOf(2).ToArray(), Is.EqualTo(new[] { 0, 3 }));
        Assert.That(built.PairOfIncidence.ToArray(), Is.EqualTo(new[] { 1, 0, 4, 3 }));
        Assert.That(built.ToString(), Is.EqualTo("5 pairs: 4 incidences, 1 repeated members merged, 1 empty hyperedges"));
        Assert.That(hypergraph.Degree(4), Is.Zero);
    }

    [Test]
    public void FromMembers_Lists_AreTheSetsInOrder()
    {
        using Hypergraph a = Hypergraph.FromMembers(4, [[3, 1], [0], [1, 2, 3]]);
        using Hypergraph b = Hypergraph.FromPairs(4, 3, [1, 3, 0, 1, 2, 3], [0, 0, 1, 2, 2, 2]);

        Assert.That(a, Is.EqualTo(b));
    }

    [Test]
    public void FromPairs_BadInput_NamesPlaceAndCure()
    {
        Assert.That(
            () => Hypergraph.FromPairs(2, 2, [0, 2], [0, 1]),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("node of pair 1").And.Message.Contains("[0, 2)").And.Message.Contains("got 2"));
        Assert.That(
            () => Hypergraph.FromPairs(2, 2, [0, 1], [0, -1]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("hyperedge of pair 1"));
        Assert.That(() => Hypergraph.FromPairs(2, 2, [0, 1], [0]), Throws.ArgumentException.With.Message.Contains("2 nodes and 1 hyperedges"));
        Assert.That(
            () => Hypergraph.FromPairs(2, 3, [0, 1], [0, 2]),
            Throws.ArgumentException.With.Message.Contains("Hyperedge 1 of 3 has no nodes").And.Message.Contains("AllowEmptyHyperedges"));
        Assert.That(
            () => Hypergraph.FromPairs(2, 1, [1, 0, 1], [0, 0, 0]),
            Throws.ArgumentException.With.Message.Contains("names node 1 twice (pairs 0 and 2)").And.Message.Contains("MergeRepeatedMembers"));
        Assert.That(() => Hypergraph.FromPairs(-1, 0, [], []), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new HypergraphBuilder().AddHyperedge(0, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void FromPairs_Nothing_IsSound()
    {
        using Hypergraph hypergraph = Hypergraph.FromPairs(0, 0, [], []);
        using Hypergraph dual = hypergraph.Dual();
        using Graph clique = hypergraph.CliqueExpansion().Graph;
        using Graph star = hypergraph.StarExpansion().Graph;
        using Hypergraph again = Hypergraph.FromStarExpansion(star);

        Assert.That((clique.NodeCount, clique.EdgeCount, star.NodeCount), Is.EqualTo((0, 0L, 0)));
        Assert.That(dual, Is.EqualTo(hypergraph));
        Assert.That(again, Is.EqualTo(hypergraph));
        Assert.That(hypergraph.Validate(), Is.Empty);
    }

    [Test]
    public void With_AnyColumn_ChangesTheContentAndSharesTheRest()
    {
        Hypergraph bare = Hypergraph.FromMembers(3, [[0, 1], [1, 2]]);
        using Hypergraph full = bare.WithHyperedgeColumn("weight", Tensor.Ones(2)).WithIncidenceColumn("role", Tensor.Create(new[] { 1, 2, 3, 4 }, 4))
            .WithNodeColumn("x", SparseTensor.Identity(3)).WithLabels([0, 1, -1], ["a", "b"]);
        using Hypergraph less = full.WithoutIncidenceColumn("role").WithoutHyperedgeColumn("weight").WithoutNodeColumn("x").WithoutNodeColumn("y");
        Assert.That(full, Is.Not.EqualTo(bare));
        Assert.That(less, Is.Not.EqualTo(bare), "class names are content");
        bare.Dispose();

        Assert.That(full.Members, Is.SameAs(less.Members));
        Assert.That(full.HyperedgeWeights!.ToArray<double>(), Is.EqualTo(new[] { 1.0, 1 }));
        Assert.That(full.HyperedgeTimes, Is.Null);
        Assert.That(full.HostLabels.ToArray(), Is.EqualTo(new[] { 0, 1, -1 }));
        Assert.That(full.ToString(), Is.EqualTo("Hypergraph: 3 nodes, 2 hyperedges, 4 incidences, nodes x y, hyperedges weight, incidences role"));
        Assert.That(() => full.WithHyperedgeColumn("z", Tensor.Ones(3)), Throws.ArgumentException.With.Message.Contains("2 rows, one for each hyperedge"));
        Assert.That(() => full.WithIncidenceColumn("z", Tensor.Ones(3)), Throws.ArgumentException.With.Message.Contains("4 rows, one for each incidence"));
    }

    [Test]
    public void Equals_AnyPartChanged_IsFalse()
    {
        using Hypergraph hypergraph = Hypergraph.FromMembers(4, [[0, 1], [2, 3]]);
        Hypergraph[] others =
        [
            Hypergraph.FromMembers(5, [[0, 1], [2, 3]]), Hypergraph.FromMembers(4, [[2, 3], [0, 1]]), Hypergraph.FromMembers(4, [[0, 1], [1, 3]]),
            Hypergraph.FromMembers(4, [[0, 1, 2], [3]]), Hypergraph.FromMembers(4, [[0, 1], [2, 3], []], Lenient), hypergraph.WithNodeColumn("k", Tensor.Ones(4)),
            hypergraph.WithHyperedgeColumn("k", Tensor.Ones(2)), hypergraph.WithIncidenceColumn("k", Tensor.Ones(4)),
        ];

        foreach (Hypergraph other in others)
        {
            Assert.That(other, Is.Not.EqualTo(hypergraph), other.ToString());
            other.Dispose();
        }
    }

    [Test]
    public void Dispose_OfAll_EndsStructureAndColumns()
    {
        Tensor weight = Tensor.Ones(1);
        Hypergraph bare = Hypergraph.FromMembers(2, [[0, 1]]);
        Hypergraph weighted = bare.WithHyperedgeColumn("weight", weight);
        bare.Dispose();
        Assert.That(weighted.MembersOf(0).ToArray(), Is.EqualTo(new[] { 0, 1 }));
        weighted.Dispose();
        weighted.Dispose();

        Assert.That(weight.IsDisposed, Is.True);
        Assert.That(() => weighted.MembersOf(0).Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => weighted.WithoutHyperedgeColumn("weight"), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Validate_BadColumns_ListsThemAll()
    {
        using Hypergraph bare = Hypergraph.FromMembers(2, [[0, 1], [1]]);
        using Hypergraph bad = bare.WithHyperedgeColumn("weight", Tensor.Create(new[] { double.NaN, -2 }, 2))
            .WithHyperedgeColumn("time", Tensor.Create(new[] { 1, 2 }, 2)).WithLabels([0, 7], ["a"]);
        using Hypergraph wrong = bare.WithHyperedgeColumn("weight", Tensor.Create(new[] { 1, 2 }, 2));

        Assert.That(bad.Validate().Select(defect => defect.ToString()), Is.EqualTo(new[]
        {
            "NonFiniteValue in hyperedge column 'weight': NaN at row 0, column 0",
            "LabelWithoutName in node column 'y': 7 at node 1; there are 1 class names",
            "NegativeHyperedgeWeight in hyperedge column 'weight': -2 at hyperedge 1; weights are 0 or more",
            "TimeFormat in hyperedge column 'time': expected Int64 [2], got Int32 [2]",
        }));
        Assert.That(bad.ThrowIfInvalid, Throws.InvalidOperationException.With.Message.Contains("4 defects"));
        Assert.That(wrong.Validate().Single().Kind, Is.EqualTo(GraphDefectKind.HyperedgeWeightFormat));
        Assert.That(() => wrong.HyperedgeWeights, Throws.InvalidOperationException.With.Message.Contains("floating [2], got Int32 [2]"));
    }

    internal static HypergraphPolicy Lenient { get; } = new() { AllowEmptyHyperedges = true, MergeRepeatedMembers = true };

    /// <summary>Pairs with repeats, empty hyperedges and isolated nodes.</summary>
    internal static (int NodeCount, int HyperedgeCount, int[] Nodes, int[] Hyperedges) Random(int seed)
    {
        RandomSequence random = new RandomSource(seed).Stream("pairs").Sequence();
        int nodeCount = 1 + random.NextInt32(12), hyperedgeCount = 1 + random.NextInt32(10);
        int[] nodes = new int[random.NextInt32(40)], hyperedges = new int[nodes.Length];
        for (int pair = 0; pair < nodes.Length; pair++)
        {
            (nodes[pair], hyperedges[pair]) = (random.NextInt32(nodeCount), random.NextInt32(hyperedgeCount));
        }

        return (nodeCount, hyperedgeCount, nodes, hyperedges);
    }
}

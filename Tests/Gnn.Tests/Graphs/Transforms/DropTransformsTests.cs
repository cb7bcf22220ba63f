using Gnn.Graphs;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Transforms;

[TestFixture]
public sealed class DropTransformsTests
{
    private const int Many = 20_000;

    [TestCase(0.1)]
    [TestCase(0.5)]
    [TestCase(0.9)]
    public void Drops_ManyItems_FallInTheirShare(double probability)
    {
        using Graph graph = Big();
        using Subgraph edges = graph.DropEdges(probability, new RandomSource(1));
        using Subgraph nodes = graph.DropNodes(probability, new RandomSource(1));
        using Graph features = graph.DropFeatures(probability, new RandomSource(1));
        double keep = 1 - probability;

        // Three standard errors of a binomial count.
        double error = 3 * Math.Sqrt(Many * keep * probability);
        Assert.That(edges.EdgeIds.Length, Is.EqualTo(Many * keep).Within(error));
        Assert.That(edges.Graph.NodeCount, Is.EqualTo(graph.NodeCount));
        Assert.That(nodes.NodeIds.Length, Is.EqualTo(Many * keep).Within(error));
        Assert.That(features.Features.Dense!.ToArray<double>().Count(value => value != 0), Is.EqualTo(Many * keep).Within(error));
    }

    [Test]
    public void Drops_HigherChance_FallsOnMore()
    {
        using Graph graph = Big();
        using Subgraph few = graph.DropEdges(0.2, new RandomSource(7));
        using Subgraph many = graph.DropEdges(0.6, new RandomSource(7));
        using Subgraph other = graph.DropEdges(0.6, new RandomSource(8));

        Assert.That(many.EdgeIds.ToArray(), Is.SubsetOf(new HashSet<int>(few.EdgeIds.ToArray())));
        Assert.That(other.EdgeIds.ToArray(), Is.Not.EqualTo(many.EdgeIds.ToArray()));
    }

    [Test]
    public void DropEdges_MoreEdges_LeaveTheFateOfTheOthers()
    {
        using Graph graph = TransformGraphs.Random(9);
        using Graph longer = Graph.FromEdges(graph.NodeCount, [.. graph.Sources, 0, 1], [.. graph.Targets, 1, 2]);
        using Subgraph some = graph.DropEdges(0.5, new RandomSource(2));
        using Subgraph more = longer.DropEdges(0.5, new RandomSource(2));

        Assert.That(more.EdgeIds.ToArray().Where(edge => edge < graph.EdgeCount), Is.EqualTo(some.EdgeIds.ToArray()));
    }

    [Test]
    public void DropEdges_Undirected_BothDirectionsFallTogether()
    {
        for (int seed = 1; seed < TransformGraphs.Seeds; seed++)
        {
            using Graph simple = TransformGraphs.Random(seed, isUndirected: true);
            using Graph doubled = Graph.FromEdges(
                simple.NodeCount, [.. simple.Sources, .. simple.Sources], [.. simple.Targets, .. simple.Targets], isUndirected: true);
            using Subgraph part = doubled.DropEdges(0.5, new RandomSource(seed));

            Assert.That(part.Graph.IsUndirected, Is.True);

            // FromEdges checks reverses.
            using Graph checkedAgain = Graph.FromEdges(part.Graph.NodeCount, part.Graph.Sources, part.Graph.Targets, isUndirected: true);
            Assert.That(checkedAgain.EdgeCount, Is.EqualTo(part.EdgeIds.Length));
        }
    }

    [TestCase(0)]
    [TestCase(1)]
    public void Drops_CertainChance_KeepAllOrNone(int probability)
    {
        using Graph graph = TransformGraphs.Random(6);
        using Subgraph edges = graph.DropEdges(probability, new RandomSource(1));
        using Subgraph nodes = graph.DropNodes(probability, new RandomSource(1));

        Assert.That(edges.EdgeIds.Length, Is.EqualTo((1 - probability) * graph.EdgeCount));
        Assert.That(nodes.NodeIds.Length, Is.EqualTo((1 - probability) * graph.NodeCount));
        if (probability == 0)
        {
            Assert.That(edges.Graph, Is.EqualTo(graph));
            Assert.That(nodes.Graph, Is.EqualTo(graph));
        }
    }

    [Test]
    public void DropFeatures_ByNodeOrFeature_FallsInWholeRowsOrColumns()
    {
        using Graph bare = Graph.FromEdges(40, [], []);
        using Graph graph = bare.WithFeatures(Tensor.Ones((40, 30), TestEngines.Reference));
        using Graph byNode = graph.DropFeatures(0.5, new RandomSource(3), FeatureDropMode.Node);
        using Graph byFeature = graph.DropFeatures(0.5, new RandomSource(3), FeatureDropMode.Feature);
        double[] nodes = byNode.Features.Dense!.ToArray<double>();
        double[] features = byFeature.Features.Dense!.ToArray<double>();

        Assert.That(nodes.Where((value, place) => value != nodes[place / 30 * 30]), Is.Empty);
        Assert.That(features.Where((value, place) => value != features[place % 30]), Is.Empty);
        Assert.That(nodes.Sum(), Is.InRange(30, 1170));
        Assert.That(features.Sum(), Is.InRange(40, 1160));
    }

    [TestCase(FeatureDropMode.Element)]
    [TestCase(FeatureDropMode.Node)]
    [TestCase(FeatureDropMode.Feature)]
    public void DropFeatures_Sparse_AgreesWithDense(FeatureDropMode mode)
    {
        using Graph bare = Graph.FromEdges(4, [], []);
        using SparseStructure structure = SparseStructure.FromRows(5, [0, 2, 3, 3, 6], [0, 4, 2, 1, 2, 3]);
        using Graph sparse = bare.WithFeatures(new SparseTensor(structure, Tensor.Create(new[] { 1.0, 2, 3, 4, 5, 6 }, 6, TestEngines.Reference)));
        using Graph dense = bare.WithFeatures(sparse.Features.ToDense());
        using Graph fromSparse = sparse.DropFeatures(0.4, new RandomSource(5), mode);
        using Graph fromDense = dense.DropFeatures(0.4, new RandomSource(5), mode);

        Assert.That(fromSparse.Features.ToDense().ToArray<double>(), Is.EqualTo(fromDense.Features.Dense!.ToArray<double>()));
        Assert.That(fromSparse.Features.Sparse!.Structure, Is.SameAs(structure));
    }

    [Test]
    public void Drops_BadChance_IsNamed()
    {
        using Graph graph = Graph.FromEdges(1, [], []);

        Assert.That(() => graph.DropEdges(1.5, new RandomSource(0)), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("[0, 1], got 1.5"));
        Assert.That(() => graph.DropNodes(double.NaN, new RandomSource(0)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => graph.DropFeatures(0.5, new RandomSource(0)), Throws.InvalidOperationException);
    }

    private static Graph Big()
    {
        int[] nodes = [.. Enumerable.Range(0, Many)];
        using Graph bare = Graph.FromEdges(Many, nodes, [.. nodes.Select(node => (node * 7) % Many)]);
        return bare.WithFeatures(Tensor.Ones((Many, 1), TestEngines.Reference));
    }
}

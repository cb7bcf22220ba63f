using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Tests.Graphs;

[TestFixture]
internal sealed class GraphValidateTests
{
    [Test]
    public void Validate_SoundGraph_IsEmpty()
    {
        using Graph graph = SampleGraphs.A().WithFeatures(SparseTensor.Identity(10)).WithEdgeColumn("weight", Tensor.Ones(24));

        Assert.That(graph.Validate(), Is.Empty);
        Assert.That(graph.ThrowIfInvalid, Throws.Nothing);
    }

    [Test]
    public void Validate_NonFiniteDenseFeatures_NamesRowColumnAndCount()
    {
        using Graph graph = SampleGraphs.A();
        double[] x = new double[30];
        (x[7], x[20]) = (double.NaN, double.PositiveInfinity);
        using Graph bad = graph.WithFeatures(Tensor.Create(x, (10, 3)));

        GraphDefect defect = bad.Validate().Single();

        Assert.That(defect.Kind, Is.EqualTo(GraphDefectKind.NonFiniteValue));
        Assert.That(defect.Count, Is.EqualTo(2));
        Assert.That(defect.ToString(), Is.EqualTo("NonFiniteValue in node column 'x': NaN at row 2, column 1 (2 in all)"));
    }

    [Test]
    public void Validate_NonFiniteSparseFeatures_NamesRowAndColumn()
    {
        using Graph graph = Graph.FromEdges(4, [], []);
        using SparseStructure structure = SparseStructure.FromRows(5, [0, 1, 1, 3, 3], [4, 0, 2]);
        using Graph bad = graph.WithFeatures(new SparseTensor(structure, Tensor.Create(new[] { 1.0, 2.0, double.NegativeInfinity }, 3)));

        Assert.That(bad.Validate().Single().Place, Does.Contain("row 2, column 2"));
    }

    [Test]
    public void Validate_LabelsOutOfRangeOrUnnamed_NamesNodes()
    {
        using Graph graph = Graph.FromEdges(4, [], []);
        using Graph bad = graph.WithLabels([0, -2, -1, 2], ["a", "b"]);

        IReadOnlyList<GraphDefect> defects = bad.Validate();

        Assert.That(defects.Select(defect => defect.Kind), Is.EqualTo(new[] { GraphDefectKind.LabelOutOfRange, GraphDefectKind.LabelWithoutName }));
        Assert.That(defects[0].Place, Does.StartWith("-2 at node 1"));
        Assert.That(defects[1].Place, Does.StartWith("2 at node 3"));
    }

    [Test]
    public void Validate_WrongFormats_ListsThemAll()
    {
        using Graph graph = Graph.FromEdges(2, [0], [1]);
        using Graph bad = graph
            .WithNodeColumn(ColumnNames.Features, Tensor.Create(new[] { 1, 2 }, 2))
            .WithNodeColumn(ColumnNames.Labels, Tensor.Create(new[] { 1L, 2L }, 2))
            .WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create(new[] { 1 }, 1));

        Assert.That(bad.Validate().Select(defect => defect.Kind), Is.EqualTo(
            new[] { GraphDefectKind.FeatureFormat, GraphDefectKind.LabelFormat, GraphDefectKind.EdgeWeightFormat }));
    }

    [Test]
    public void ThrowIfInvalid_BadWeights_ListsEdges()
    {
        using Graph graph = Graph.FromEdges(3, [0, 1, 2], [1, 2, 0]);
        using Graph bad = graph.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create(new[] { 1, -0.5, double.NaN }, 3));

        Assert.That(bad.ThrowIfInvalid, Throws.InvalidOperationException
            .With.Message.Contains("2 defects").And.Message.Contains("-0.5 at edge 1 (1 -> 2)").And.Message.Contains("NaN at row 2"));
    }

    [Test]
    public void Validate_EdgesOfAFileAltered_NamesIdsAndMissingReverses()
    {
        using Graph outside = Graph.FromCheckedEdges(Edges(3, [0, 5, -1, 1], [1, 0, 3, 2]), isUndirected: true);
        using Graph torn = Graph.FromCheckedEdges(Edges(3, [0, 1, 1, 2, 0], [1, 0, 2, 2, 1]), isUndirected: true);

        Assert.That(outside.Validate().Single().ToString(), Does.StartWith("NodeOutOfRange in edge list: edge 1 (5 -> 0)").And.EndsWith("(2 in all)"));
        Assert.That(torn.Validate().Single().ToString(), Is.EqualTo("MissingReverse in edge list: edge 2 (1 -> 2) (2 in all)"));
    }

    [Test]
    public void Validate_ClassNamesAndEdgeFeatures_AreNamed()
    {
        using Graph graph = Graph.FromEdges(2, [0], [1]);
        using Graph bad = graph.WithLabels([0, 1], ["a", "b", "a", " "]).WithEdgeColumn(ColumnNames.EdgeFeatures, Tensor.Ones(1));

        Assert.That(bad.Validate().Select(defect => defect.ToString()), Is.EqualTo(new[]
        {
            "ClassNameUnclear in class names: 'a' of class 2 is empty or names another class too (2 in all)",
            "EdgeFeatureFormat in edge column 'edge_attr': expected a floating matrix [1, D], got Float32 [1]",
        }));
    }

    [Test]
    public void Validate_ColumnDisposedByOthers_IsNamed()
    {
        Tensor column = Tensor.Ones(2);
        using Graph graph = Graph.FromEdges(2, [0], [1]).WithNodeColumn("a", column);
        column.Dispose();

        Assert.That(graph.Validate().Single().ToString(), Does.StartWith("DisposedColumn in node column 'a'"));
    }

    private static EdgeList Edges(int nodes, int[] sources, int[] targets) => new(nodes, nodes, new NativeArray<int>(sources), new NativeArray<int>(targets));
}

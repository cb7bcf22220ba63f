using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

/// <summary>What every convolution promises, on every engine.</summary>
[TestFixtureSource(nameof(Fixtures))]
internal sealed class ConvolutionContractTests(string name, Engine engine)
{
    private readonly Func<int, int, IConvolution> _create = TestGraphs.Convolutions().Single(layer => layer.Name == name).Create;

    private static IEnumerable<TestFixtureData> Fixtures =>
        from layer in TestGraphs.Convolutions()
        from engine in TestEngines.All
        select new TestFixtureData(layer.Name, engine).SetArgDisplayNames(layer.Name, engine.Name);

    private double Tolerance => engine.FloatType == DataType.Float64 ? 1e-12 : 2e-5;

    [Test]
    public void Forward_NoEdges_GivesFiniteRowsForAllNodes()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromEdges(4, 4, [], []);

        Tensor y = Run(structure, TestGraphs.Features(4, 6, engine));

        Assert.That(y.Shape[0], Is.EqualTo(4));
        Assert.That(y.AllFinite(), Is.True);
    }

    [Test]
    public void Forward_NoNodes_GivesNoRows()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromEdges(0, 0, [], []);

        Assert.That(Run(structure, TestGraphs.Features(0, 6, engine)).Shape[0], Is.Zero);
    }

    [Test]
    public void Forward_IsolatedNode_DependsOnItselfOnly()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = TestGraphs.Random();
        Tensor x = TestGraphs.Features(15, 6, engine);
        Tensor changed = Tensor.Concatenate([TestGraphs.Features(14, 6, engine, "other"), x.Rows(14, 1)], 0);

        Assert.That(structure.RowLength(14), Is.Zero, "the last node of a random graph is isolated");
        double[] expected = Run(structure, x).Rows(14, 1).ToArray<double>();
        Assert.That(Run(structure, changed).Rows(14, 1).ToArray<double>(), Is.EqualTo(expected).Within(Tolerance));
    }

    [Test]
    public void Forward_PermutedNodesAndEdges_GivesPermutedRows()
    {
        using var scope = new TensorScope();
        RandomEdges edges = RandomGraphs.Create(15, 40, seed: 3);
        using SparseStructure structure = SparseStructure.FromEdges(15, 15, edges.Targets, edges.Sources);
        int[] renamed = [.. Enumerable.Range(0, 15).Select(node => ((node * 4) + 7) % 15)];
        int[] order = [.. Enumerable.Range(0, 40).Select(edge => (edge * 7) % 40)];
        using SparseStructure permuted = SparseStructure.FromEdges(
            15, 15, Array.ConvertAll(order, edge => renamed[edges.Targets[edge]]), Array.ConvertAll(order, edge => renamed[edges.Sources[edge]]));
        Tensor x = TestGraphs.Features(15, 6, engine);
        int[] back = [.. Enumerable.Range(0, 15).OrderBy(node => renamed[node])];
        Tensor permutedX = x.GatherRows(Tensor.Create(back, 15, engine));

        Tensor y = Run(structure, x);
        Tensor permutedY = Run(permuted, permutedX).GatherRows(Tensor.Create(renamed, 15, engine));

        Assert.That(permutedY.ToArray<double>(), Is.EqualTo(y.ToArray<double>()).Within(Tolerance));
    }

    [Test]
    public void Forward_SparseFeatures_GivesWhatDenseOnesGive()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = TestGraphs.Random();
        (SparseTensor sparse, Tensor dense) = TestGraphs.SparseFeatures(15, 6, engine);
        using (sparse)
        {
            Assert.That(Run(structure, sparse).ToArray<double>(), Is.EqualTo(Run(structure, dense).ToArray<double>()).Within(Tolerance));
        }
    }

    [Test]
    public void Forward_LeadingTargetsOfBipartite_GivesTheirRowsOfTheSquare()
    {
        using var scope = new TensorScope();
        RandomEdges edges = RandomGraphs.Create(15, 40, seed: 3);
        int[] into = [.. Enumerable.Range(0, 40).Where(edge => edges.Targets[edge] < 6)];
        using SparseStructure structure = SparseStructure.FromEdges(15, 15, edges.Targets, edges.Sources);
        using SparseStructure block = SparseStructure.FromEdges(
            6, 15, Array.ConvertAll(into, edge => edges.Targets[edge]), Array.ConvertAll(into, edge => edges.Sources[edge]));
        Tensor x = TestGraphs.Features(15, 6, engine);

        if (name == "gcn")
        {
            Assert.That(() => Run(block, x), Throws.ArgumentException.With.Message.Contains("bipartite"), "its degrees need the whole graph");
            return;
        }

        Tensor all = Run(structure, x);
        Tensor leading = Run(block, x);

        Assert.That(leading.Shape, Is.EqualTo(all.Shape.With(0, 6)));
        Assert.That(leading.ToArray<double>(), Is.EqualTo(all.Rows(0, 6).ToArray<double>()).Within(Tolerance));
    }

    [Test]
    public void Forward_FeaturesThatDoNotFit_AreRefusedWithBothShapes()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = TestGraphs.Random();

        Assert.Multiple(() =>
        {
            Assert.That(() => Run(structure, TestGraphs.Features(14, 6, engine)), Throws.ArgumentException.With.Message.Contains("[14, 6]"));
            Assert.That(() => Run(structure, TestGraphs.Features(15, 7, engine)), Throws.ArgumentException.With.Message.Contains("[15, 7]"));
        });
    }

    [Test]
    public void Forward_ForeignTargets_AreRefusedWithOneSetOfFeatures()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromEdges(5, 3, [0, 4], [1, 2]);
        using var adjacency = new Adjacency(structure);
        IConvolution layer = Create();

        Assert.That(
            () => layer.Forward(ForwardContext.Inference, TestGraphs.Features(3, 6, engine), adjacency),
            Throws.ArgumentException.With.Message.Contains("more targets"));
    }

    private Tensor Run(SparseStructure structure, Features x)
    {
        IConvolution layer = Create();
        using Adjacency adjacency = layer.Prepare(structure);
        using (NoGrad.Open())
        {
            Tensor y = layer.Forward(ForwardContext.Inference, x, adjacency);
            ((Module)layer).Dispose();
            return y;
        }
    }

    private IConvolution Create()
    {
        IConvolution layer = _create(6, 4);
        ((Module)layer).MoveTo(engine);
        return layer;
    }
}

using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Sparse;

[TestFixture]
internal sealed class AdjacencyTests
{
    [Test]
    public void Adjacency_OverAScope_HoldsStructureAndValues()
    {
        Adjacency adjacency;
        using (new TensorScope())
        {
            using SparseStructure structure = Structure();
            adjacency = new Adjacency(structure, Tensor.Ones((3, 2), TestEngines.Reference));
        }

        Assert.That(adjacency.Values!.ToArray<double>(), Is.All.EqualTo(1));
        Assert.That(adjacency.Structure.EntryCount, Is.EqualTo(3));
        Assert.That(adjacency.ToString(), Does.Contain("[3, 2]"));

        adjacency.Dispose();
        Assert.That(adjacency.Values.IsDisposed, Is.True);
        Assert.That(adjacency.Structure.Share, Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Dispose_Twice_DropsOneHolder()
    {
        using SparseStructure structure = Structure();
        var adjacency = new Adjacency(structure);
        adjacency.Dispose();
        adjacency.Dispose();
        Assert.That(structure.RowLength(0), Is.EqualTo(2));
    }

    [Test]
    public void Constructor_ValuesThatDoNotFit_AreNamed()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = Structure();
        foreach (Shape shape in (Shape[])[2, (4, 1), Shape.Scalar, (3, 1, 1)])
        {
            Assert.That(() => new Adjacency(structure, Tensor.Ones(shape, TestEngines.Reference)),
                Throws.ArgumentException.With.Message.Contains("3 entries").And.Message.Contains(shape.ToString()));
        }

        Assert.That(() => new Adjacency(null!), Throws.ArgumentNullException);
    }

    private static SparseStructure Structure() => SparseStructure.FromEdges(2, 2, [0, 0, 1], [0, 1, 1]);
}

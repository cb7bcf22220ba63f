using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Testing;

[TestFixture]
internal sealed class GoldenFileTests
{
    [TestCase("conv_gcn", 42)]
    [TestCase("conv_attn", 32)]
    [TestCase("conv_sum", 50)]
    [TestCase("model_train", 14)]
    [TestCase("optim", 19)]
    [TestCase("loss", 46)]
    public void Read_File_GivesAllItsCases(string group, int cases) => Assert.That(GoldenFile.Read(group), Has.Count.EqualTo(cases));

    [Test]
    public void Case_Bipartite_HasStructureAndArrays()
    {
        GoldenCase golden = GoldenFile.Case("conv_attn", "gat_bipartite_edge_attr");

        using SparseStructure structure = golden.Structure();

        Assert.Multiple(() =>
        {
            Assert.That((structure.RowCount, structure.ColumnCount, structure.EntryCount), Is.EqualTo((5, 7, 15L)));
            Assert.That(golden.Graph["edge_attr"].Shape, Is.EqualTo(new Shape(15, 3)));
            Assert.That(golden.Inputs["x_dst"].Values, Has.Length.EqualTo(15));
            Assert.That(golden.IntegerArgument("heads", 1), Is.EqualTo(3));
            Assert.That(golden.BooleanArgument("concat", true), Is.False);
            Assert.That(golden.Training, Is.True);
            Assert.That(golden.Deviation, Is.EqualTo(1.2e-7));
        });
    }

    [Test]
    public void AssertClose_NumberBeyondTolerance_Fails()
    {
        GoldenCase golden = GoldenFile.Case("conv_gcn", "gcn_default");
        var expected = new GoldenArray(1, [2.0]);

        golden.AssertClose(expected, [2 + 2.9e-5], "number");

        using (new NUnit.Framework.Internal.TestExecutionContext.IsolatedContext())
        {
            Assert.Throws<AssertionException>(() => golden.AssertClose(expected, [2 + 3.1e-5], "number"));
        }
    }

    [Test]
    public void Cases_UnknownPrefix_IsAnError() =>
        Assert.That(() => GoldenFile.Cases("conv_gcn", "nothing_"), Throws.ArgumentException.With.Message.Contains("nothing_"));
}

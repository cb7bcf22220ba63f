using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Tables;

[TestFixture]
internal sealed class NodeTableTests
{
    [Test]
    public void Read_LabelsAndFeatures_GivesEachColumn()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "n.csv", "y,b,id,a\nred,1,n1,-2\n,3,n0,4\nblue,5,n2,6\nred,7,n9,8\n");
        NodeTable table = NodeTable.Read(path, new NodeTableOptions { Label = "y" });

        Assert.That(table.Ids, Is.EqualTo(new[] { "n1", "n0", "n2", "n9" }));
        Assert.That(table.FeatureNames, Is.EqualTo(new[] { "b", "a" }), "all columns without a role, in the order of the file");
        Assert.That(table.Features.ToArray(), Is.EqualTo(new float[] { 1, -2, 3, 4, 5, 6, 7, 8 }));
        Assert.That(table.ClassNames, Is.EqualTo(new[] { "blue", "red" }));
        Assert.That(table.Labels.ToArray(), Is.EqualTo(new[] { 1, -1, 0, 1 }));
        Assert.That(table.FeatureMask.Length, Is.Zero);
        Assert.That(NodeTable.Read(path, new NodeTableOptions { Label = "y", Features = ["a"] }).Features.ToArray(), Is.EqualTo(new float[] { -2, 4, 6, 8 }));
    }

    [Test]
    public void Read_NumberedClasses_AreInTheOrderOfTheirValues()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "n.csv", "id,y\na,10\nb,9\nc,-1\n");

        Assert.That(NodeTable.Read(path, new NodeTableOptions { Label = "y" }).ClassNames, Is.EqualTo(new[] { "-1", "9", "10" }));
    }

    [Test]
    public void Read_MissingFeatures_CountAsAsked()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "n.csv", "id,a,b\nx,1,NA\ny,,2\nz,4,4\n");
        NodeTable Read(MissingValues missing) => NodeTable.Read(path, new NodeTableOptions { Missing = missing });

        Assert.That(Read(MissingValues.Zero).Features.ToArray(), Is.EqualTo(new float[] { 1, 0, 0, 2, 4, 4 }));
        Assert.That(Read(MissingValues.Mean).Features.ToArray(), Is.EqualTo(new float[] { 1, 3, 2.5f, 2, 4, 4 }));
        Assert.That(Read(MissingValues.Mean).FeatureMask.ToArray(), Is.EqualTo(new[] { true, false, false, true, true, true }));
        Assert.That(Read(MissingValues.Drop).Ids, Is.EqualTo(new[] { "z" }));
        Assert.That(Read(MissingValues.Drop).DroppedCount, Is.EqualTo(2));
    }

    [Test]
    public void Read_AllowedNonFinite_StaysAsItIs()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "n.csv", "id,a\nx,NaN\ny,-Infinity\nz,\n");
        NodeTable table = NodeTable.Read(path, new NodeTableOptions { Missing = MissingValues.Zero, Format = new TableFormat { AllowsNonFinite = true } });

        Assert.That(table.Features.ToArray(), Is.EqualTo(new[] { float.NaN, float.NegativeInfinity, 0 }));
        Assert.That(table.FeatureMask.ToArray(), Is.EqualTo(new[] { true, true, false }), "a NaN that is written is known");
    }

    [Test]
    public void Read_RepeatedIds_KeepTheFirstIfAsked()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "n.csv", "id,a,y\nx,1,p\nx,2,q\ny,3,r\n");
        NodeTable table = NodeTable.Read(path, new NodeTableOptions { Label = "y", Duplicates = DuplicateNodes.First });

        Assert.That(table.Features.ToArray(), Is.EqualTo(new float[] { 1, 3 }));
        Assert.That(table.ClassNames, Is.EqualTo(new[] { "p", "r" }), "a row that is left out brings no class");
        Assert.That(table.DuplicateCount, Is.EqualTo(1));
    }

    [Test]
    public void Read_IndexIds_PutsRowsInTheirOrder()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "n.csv", "id,a,y\n2,5,p\n0,6,q\n1,7,\n");
        NodeTable table = NodeTable.Read(path, new NodeTableOptions { Label = "y", Ids = IdKind.Index });

        Assert.That(table.Features.ToArray(), Is.EqualTo(new float[] { 6, 7, 5 }));
        Assert.That(table.Labels.ToArray(), Is.EqualTo(new[] { 1, -1, 0 }));
    }

    [Test]
    public void Read_Standardized_HasMeanZeroAndDeviationOne()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "n.csv", "id,a,b\nx,1,7\ny,2,7\nz,3,7\n");
        float[] values = NodeTable.Read(path, new NodeTableOptions { StandardizesFeatures = true }).Features.ToArray();

        float outer = (float)Math.Sqrt(1.5);
        Assert.That(values, Is.EqualTo(new[] { -outer, 0, 0, 0, outer, 0 }).Within(1e-6f));
    }

    [Test]
    public void TableGraph_EdgesThatAddNodes_PadsFeaturesAndLabels()
    {
        using var folder = new ScratchFolder();
        string nodes = TableFiles.Write(folder, "n.csv", "id,a,y\nx,1,p\ny,2,q\n");
        string edges = TableFiles.Write(folder, "e.csv", "source,target\ny,x\nz,x\n");
        using TableGraph table = TableGraph.Read(
            edges, nodes, new EdgeTableOptions { UnknownNodes = UnknownNodes.Add }, new NodeTableOptions { Label = "y" });

        Assert.That(table.Ids, Is.EqualTo(new[] { "x", "y", "z" }));
        Assert.That(table.Graph.HostLabels.ToArray(), Is.EqualTo(new[] { 0, 1, -1 }));
        Assert.That(table.Graph.Features.Dense!.ToArray<float>(), Is.EqualTo(new float[] { 1, 2, 0 }));
        Assert.That(table.Graph.Validate(), Is.Empty);
    }

    [Test]
    public void TableGraph_EdgesAlone_KnowsNodesByWhoTheyAre()
    {
        using var folder = new ScratchFolder();
        using TableGraph table = TableGraph.Read(TableFiles.Write(folder, "e.csv", "source,target\ny,x\nz,x\n"));

        Assert.That(table.Graph.Features.Sparse!.ToDense().ToArray<float>(), Is.EqualTo(new float[] { 1, 0, 0, 0, 1, 0, 0, 0, 1 }));
    }
}

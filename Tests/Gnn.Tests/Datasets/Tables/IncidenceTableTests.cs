using Gnn.Datasets.Tables;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Tables;

[TestFixture]
internal sealed class IncidenceTableTests
{
    private const string Text = "hyperedge,node,w\nh1,a,1\nh1,b,2\nh2,b,3\nh1,a,4\n";

    [TestCase(DuplicateEdges.Keep, new[] { 1f, 2f, 3f, 4f })]
    [TestCase(DuplicateEdges.First, new[] { 1f, 2f, 3f })]
    [TestCase(DuplicateEdges.Sum, new[] { 5f, 2f, 3f })]
    public void Read_Memberships_HaveMapsOfTheirOwn(DuplicateEdges duplicates, float[] weights)
    {
        using var folder = new ScratchFolder();
        IncidenceTable table = IncidenceTable.Read(TableFiles.Write(folder, "h.csv", Text), new IncidenceTableOptions { Weight = "w", Duplicates = duplicates });

        Assert.That(table.Nodes, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(table.Hyperedges, Is.EqualTo(new[] { "h1", "h2" }));
        Assert.That(table.NodeIndices[..3].ToArray(), Is.EqualTo(new[] { 0, 1, 1 }));
        Assert.That(table.HyperedgeIndices[..3].ToArray(), Is.EqualTo(new[] { 0, 0, 1 }));
        Assert.That(table.Weights.ToArray(), Is.EqualTo(weights));
    }

    [Test]
    public void Read_RepeatedOrUnknown_NamesTheLine()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "h.csv", Text);

        Assert.That(
            () => IncidenceTable.Read(path, new IncidenceTableOptions { Duplicates = DuplicateEdges.Error }),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("line 5: expected each membership once, got 'a', 'h1' again after line 2"));
        Assert.That(
            () => IncidenceTable.Read(path, nodes: IdMap.FromIds(["a"])),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("line 3, column 'node': expected a node of the node table, got 'b'"));
    }

    [Test]
    public void Read_Indexes_AreNodesAndHyperedges()
    {
        using var folder = new ScratchFolder();
        IncidenceTable table = IncidenceTable.Read(TableFiles.Write(folder, "h.csv", "hyperedge,node\n3,0\n1,6\n"), new IncidenceTableOptions { Ids = IdKind.Index });

        Assert.That(table.Nodes.Count, Is.EqualTo(7));
        Assert.That(table.Hyperedges.Count, Is.EqualTo(4));
    }
}

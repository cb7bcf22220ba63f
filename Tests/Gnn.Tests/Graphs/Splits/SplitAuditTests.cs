using Gnn.Graphs;
using Gnn.Graphs.Splits;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Splits;

[TestFixture]
internal sealed class SplitAuditTests
{
    [Test]
    public void Audit_SoundSplit_CountsClasses()
    {
        using Graph graph = SampleGraphs.A();
        SplitAudit audit = new NodeSplit("s", 10, [0, 1, 4], [2, 3], [5, 6, 7, 8]).Audit(graph);

        Assert.That(audit.IsSound, Is.True);
        Assert.That(audit.ThrowIfUnsound, Throws.Nothing);
        Assert.That(audit.Train.ClassCounts, Is.EqualTo(new[] { 1, 1, 1 }));
        Assert.That(audit.Test.ClassCounts, Is.EqualTo(new[] { 1, 2, 1 }));
        Assert.That(audit.OverlapCount, Is.Zero);
        Assert.That(audit.UnusedCount, Is.EqualTo(1));
        Assert.That(audit.ToString().Split(Environment.NewLine), Is.EqualTo(new[]
        {
            "NodeSplit 's': 3 train, 2 validation, 4 test of 10 nodes",
            "             train  validation    test",
            "class 0          1           1       1",
            "class 1          1           1       2",
            "class 2          1           0       1",
            "unlabelled       0           0       0",
            "all              3           2       4",
            "nodes in no part: 1, in two parts: 0",
        }));
    }

    [Test]
    public void Audit_ClassWithoutTrainingNode_NamesIt()
    {
        using Graph graph = Graph.FromEdges(4, [], []);
        using Graph labelled = graph.WithLabels([0, 1, -1, 1], ["Mr. Hi", "Officer"]);
        SplitAudit audit = new NodeSplit("s", 4, [0], [2], [1]).Audit(labelled);

        Assert.That(audit.ClassesWithoutTraining, Is.EqualTo(new[] { 1 }));
        Assert.That(audit.Validation.UnlabelledCount, Is.EqualTo(1));
        Assert.That(audit.Problems, Has.Count.EqualTo(2));
        Assert.That(
            audit.ThrowIfUnsound, Throws.InvalidOperationException.With.Message.Contains("'Officer'").And.Message.Contains("validation part have no label"));
        Assert.That(audit.ToString(), Does.Contain("problem: No training node of 'Officer'."));
    }

    [Test]
    public void Audit_EmptyTraining_IsAProblem()
    {
        using Graph graph = SampleGraphs.A();

        Assert.That(new NodeSplit("s", 10, [], [], [0]).Audit(graph).Problems, Is.EqualTo(new[] { "No node trains." }));
    }

    [Test]
    public void Audit_OtherGraphOrNoLabels_Throws()
    {
        using Graph graph = SampleGraphs.A();
        using Graph bare = Graph.FromEdges(10, [], []);

        Assert.That(
            () => new NodeSplit("s", 9, [0], [], []).Audit(graph), Throws.ArgumentException.With.Message.Contains("9 nodes").And.Message.Contains("has 10"));
        Assert.That(() => new NodeSplit("s", 10, [0], [], []).Audit(bare), Throws.InvalidOperationException);
    }
}

using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Temporal;

/// <summary>Models over snapshots whose nodes hear of nobody but along edges.</summary>
[TestFixture]
internal sealed class SnapshotLocalityTests
{
    private static IEnumerable<TestCaseData> Cases =>
        from model in SnapshotCases.All
        where model.IsLocal
        from engine in TestEngines.All
        select new TestCaseData(model, engine).SetArgDisplayNames(model.Name, engine.Name);

    [TestCaseSource(nameof(Cases))]
    public void Forward_NodesWithoutEdges_DependOnTheirOwnFeaturesAlone(object snapshotCase, Engine engine) =>
        new SnapshotContractTests((SnapshotCase)snapshotCase, engine).CheckNodesWithoutEdges();
}

using Gnn.QuikGraph;
using Gnn.Testing;
using NUnit.Framework;
using QuikGraph;

namespace Gnn.Tests.QuikGraph;

[TestFixture]
internal sealed class ForeignMembersTests
{
    [Test]
    public void List_OfTheAdapter_IsWhatItUsesAndWhatQuikGraphHas()
    {
        IReadOnlyList<string> defects = ForeignMemberCheck.Defects(typeof(GraphView).Assembly, typeof(IEdge<>).Assembly, ForeignMembers.All);

        Assert.That(string.Join('\n', defects), Is.Empty);
    }
}

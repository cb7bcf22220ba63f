using Gnn.Testing;
using Gnn.TorchSharp;
using NUnit.Framework;
using Torch = global::TorchSharp.torch;

namespace Gnn.Tests.TorchSharp;

/// <summary>A release of TorchSharp that no longer has what the adapter uses says so here, member by member.</summary>
[TestFixture]
internal sealed class ForeignMembersTests
{
    [Test]
    public void All_IsWhatTheAdapterUsesAndTorchSharpHas()
    {
        IReadOnlyList<string> defects = ForeignMemberCheck.Defects(typeof(TorchSharpEngine).Assembly, typeof(Torch).Assembly, ForeignMembers.All);
        Assert.That(defects, Is.Empty, string.Join('\n', defects));
    }
}

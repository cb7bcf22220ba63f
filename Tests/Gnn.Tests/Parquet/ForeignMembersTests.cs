using Gnn.Parquet;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Parquet;

[TestFixture]
internal sealed class ForeignMembersTests
{
    [Test]
    public void List_OfTheAdapter_IsWhatItUsesAndWhatParquetNetHas()
    {
        IReadOnlyList<string> defects = ForeignMemberCheck.Defects(typeof(ParquetTables).Assembly, typeof(global::Parquet.ParquetReader).Assembly, ForeignMembers.All);

        Assert.That(string.Join('\n', defects), Is.Empty);
    }
}

using System.Text;
using Gnn.Datasets.Tables;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Tables;

[TestFixture]
internal sealed class IdMapTests
{
    [Test]
    public void FromIds_ManyIdsOfManyLengths_FindsEachAndNoOther()
    {
        var random = new Random(7);
        string[] ids = [.. Enumerable.Range(0, 40_000).Select(i => new string((char)('a' + (i % 26)), random.Next(0, 20)) + i), "", "é☃", new string('x', IdMap.MaxIdBytes)];
        IdMap map = IdMap.FromIds(ids);

        Assert.That(map.Count, Is.EqualTo(ids.Length));
        Assert.That(map, Is.EqualTo(ids));
        for (int node = 0; node < ids.Length; node++)
        {
            Assert.That(map.TryFind(ids[node], out int found) && found == node, ids[node].Length > 99 ? "the longest" : ids[node]);
        }

        Assert.That(map.TryFind("absent", out int none), Is.False);
        Assert.That(none, Is.EqualTo(-1));
        Assert.That(map.ToUtf8(ids.Length - 2), Is.EqualTo(Encoding.UTF8.GetBytes("é☃")));
    }

    [Test]
    public void FromIds_RepeatedOrTooLong_IsRefused()
    {
        Assert.That(() => IdMap.FromIds(["a", "b", "a"]), Throws.ArgumentException.With.Message.Contains("'a'"));
        Assert.That(() => IdMap.FromIds([new string('x', IdMap.MaxIdBytes + 1)]), Throws.ArgumentException.With.Message.Contains("32768"));
    }

    [Test]
    public void FromCount_IdsAreTheNumbers()
    {
        IdMap map = IdMap.FromCount(12);

        Assert.That(map[11], Is.EqualTo("11"));
        Assert.That(map.TryFind("7", out int node) && node == 7);
        foreach (string other in (string[])["12", "-1", "07", "+7", " 7", "7 ", "", "x"])
        {
            Assert.That(map.TryFind(other, out _), Is.False, $"'{other}'");
        }

        Assert.That(() => map[12], Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void TryFind_LargeMap_AllocatesNothing()
    {
        IdMap map = IdMap.FromIds(Enumerable.Range(0, 10_000).Select(i => $"id{i}"));
        byte[] id = "id9999"u8.ToArray();
        map.TryFind(id, out _);

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isFound = map.TryFind(id, out int node);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(isFound && node == 9999);
    }
}

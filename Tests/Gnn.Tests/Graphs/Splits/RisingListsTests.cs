using Gnn.Graphs.Splits;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Splits;

[TestFixture]
internal sealed class RisingListsTests
{
    [Test]
    public void Rise_EveryLengthAndPlace_IsTrueUnlessANumberIsNoMoreThanTheOneBefore()
    {
        for (int length = 0; length <= 257; length++)
        {
            int[] items = [.. Enumerable.Range(0, length).Select(i => (3 * i) - 100)];
            Assert.That(RisingLists.Rise(items), Is.True, $"{length} numbers");
            for (int at = 1; at < length; at++)
            {
                int kept = items[at];
                items[at] = items[at - 1];
                bool same = RisingLists.Rise(items);
                items[at] = items[at - 1] - 1;
                bool less = RisingLists.Rise(items);
                items[at] = kept;
                Assert.That((same, less), Is.EqualTo((false, false)), $"place {at} of {length}");
            }
        }
    }

    [Test]
    public void NeverFall_EveryLengthAndPlace_IsTrueUnlessANumberIsLessThanTheOneBefore()
    {
        for (int length = 0; length <= 257; length++)
        {
            int[] items = [.. Enumerable.Range(0, length).Select(i => (3 * (i / 2)) - 100)];
            Assert.That(RisingLists.NeverFall(items), Is.True, $"{length} numbers");
            for (int at = 1; at < length; at++)
            {
                int kept = items[at];
                items[at] = items[at - 1] - 1;
                Assert.That(RisingLists.NeverFall(items), Is.False, $"place {at} of {length}");
                items[at] = kept;
            }
        }
    }

    [TestCase(300)]
    [TestCase(20_000)]
    [TestCase(int.MaxValue)]
    public void AreDisjoint_RandomLists_IsWhatASetSays(int end)
    {
        var random = new Random(7);
        (int disjoint, int shared) = (0, 0);
        for (int round = 0; round < 400; round++)
        {
            int[][] lists = [.. Enumerable.Range(0, 3).Select(_ => new HashSet<int>(Enumerable.Range(0, random.Next(100)).Select(_ => random.Next(end))))
                .Select(set => set.Order().ToArray())];
            if (round % 4 > 0)
            {
                // Few clashes, or none: what a list has of an earlier one is taken out, but for one number every second time.
                lists[1] = [.. lists[1].Except(lists[0])];
                lists[2] = [.. lists[2].Except(lists[0]).Except(lists[1])];
                if (round % 4 > 1 && lists[round % 2].Length > 0)
                {
                    lists[2] = [.. lists[2].Append(lists[round % 2][^1]).Order()];
                }
            }

            bool expected = lists.SelectMany(list => list).GroupBy(item => item).All(group => group.Count() == 1);
            Assert.That(RisingLists.AreDisjoint(lists[0], lists[1], lists[2]), Is.EqualTo(expected), $"round {round}");
            (disjoint, shared) = expected ? (disjoint + 1, shared) : (disjoint, shared + 1);
        }

        Assert.That((disjoint > 50, shared > 50), Is.EqualTo((true, true)), $"{disjoint} disjoint, {shared} not");
    }

    [Test]
    public void AreDisjoint_SharedNumberOnEachSideOfAWindowsEdge_IsFound()
    {
        for (int item = 4090; item < 4100; item++)
        {
            Assert.That(RisingLists.AreDisjoint([0, item], [item], []), Is.False, $"{item} in the first and the second");
            Assert.That(RisingLists.AreDisjoint([0, item], [1], [item]), Is.False, $"{item} in the first and the third");
            Assert.That(RisingLists.AreDisjoint([0], [1, item], [2, item]), Is.False, $"{item} in the second and the third");
            Assert.That(RisingLists.AreDisjoint([0, item], [1, item + 1], [2, item + 2]), Is.True, $"from {item} on");
        }
    }

    [Test]
    public void AreDisjoint_ListsOneAfterAnother_AreDisjoint()
    {
        Assert.That(RisingLists.AreDisjoint([0, 1], [2, 3], [4]), Is.True);
        Assert.That(RisingLists.AreDisjoint([0, 5], [], [2, 5]), Is.False, "an empty list between two that share a number");
        Assert.That(RisingLists.AreDisjoint([], [], []), Is.True);
        Assert.That(RisingLists.AreDisjoint([int.MaxValue - 1], [0], [int.MaxValue - 1]), Is.False);
    }
}

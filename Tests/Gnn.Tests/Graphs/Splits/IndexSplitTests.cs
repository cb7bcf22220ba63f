using Gnn.Graphs;
using Gnn.Graphs.Generators;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Splits;

[TestFixture]
internal sealed class IndexSplitTests
{
    private static readonly int[] Labels = [.. Enumerable.Range(0, 103).Select(i => i < 3 ? -1 : i < 13 ? 2 : i < 43 ? 1 : 0)];

    [Test]
    public void Random_Sizes_AreExactAndKeyed()
    {
        var split = IndexSplit.Random("graph", 10, SplitSizes.Shares(0.6, 0.2), new RandomSource(1));
        int[] all = [.. split.Train, .. split.Validation, .. split.Test];

        Assert.That((split.Train.Length, split.Validation.Length, split.Test.Length), Is.EqualTo((6, 2, 2)));
        Assert.That(all.Order(), Is.EqualTo(Enumerable.Range(0, 10)));
        Assert.That(split.ToString(), Is.EqualTo("IndexSplit 'random': 6 train, 2 validation, 2 test of 10 graphs"));
        Assert.That(IndexSplit.Random("graph", 10, SplitSizes.Shares(0.6, 0.2), new RandomSource(1)).Train.SequenceEqual(split.Train), Is.True);
        Assert.That(Enumerable.Range(2, 5).Any(seed =>
            !IndexSplit.Random("graph", 10, SplitSizes.Shares(0.6, 0.2), new RandomSource(seed)).Train.SequenceEqual(new IndexSplit("s", "graph", 10, split.Train, [], []).Train)));

        var counted = IndexSplit.Random("graph", 10, SplitSizes.Counts(3, 2, 1), new RandomSource(1));
        var rest = IndexSplit.Random("graph", 10, SplitSizes.Counts(2, 1), new RandomSource(1));
        Assert.That((counted.Train.Length, counted.Validation.Length, counted.Test.Length), Is.EqualTo((3, 2, 1)));
        Assert.That((rest.Train.Length, rest.Validation.Length, rest.Test.Length), Is.EqualTo((7, 2, 1)));
    }

    // Each of six items trains in half of all splits: binomial, three and a half deviations since six are looked at together.
    [Test]
    public void Random_EveryItem_IsAsLikely()
    {
        const int draws = 4000;
        int[] counts = new int[6];
        for (int i = 0; i < draws; i++)
        {
            foreach (int item in IndexSplit.Random("item", 6, SplitSizes.Counts(3, 2, 1), new RandomSource(1).Stream((ulong)i)).Train)
            {
                counts[item]++;
            }
        }

        Assert.That(counts, Is.All.EqualTo(draws / 2.0).Within(3.5 * Math.Sqrt(draws / 4.0)));
    }

    [TestCase(0.8, 0.1)]
    [TestCase(0.33, 0.33)]
    [TestCase(0.05, 0.9)]
    public void Stratified_Shares_HoldInEveryClass(double train, double validation)
    {
        var split = IndexSplit.Stratified("graph", Labels, SplitSizes.Shares(train, validation), new RandomSource(3));
        SplitAudit audit = split.Audit(Labels);

        Assert.That((split.Train.Length, split.Validation.Length), Is.EqualTo(((int)Math.Round(100 * train), (int)Math.Round(100 * validation))));
        Assert.That(split.Train.Length + split.Validation.Length + split.Test.Length, Is.EqualTo(100));
        foreach ((SplitPart part, double share) in (IEnumerable<(SplitPart, double)>)[(audit.Train, train), (audit.Validation, validation), (audit.Test, 1 - train - validation)])
        {
            Assert.That(part.ClassCounts[0], Is.EqualTo(60 * share).Within(2));
            Assert.That(part.ClassCounts[1], Is.EqualTo(30 * share).Within(2));
            Assert.That(part.ClassCounts[2], Is.EqualTo(10 * share).Within(2));
            Assert.That(part.UnlabelledCount, Is.Zero);
        }
    }

    [Test]
    public void Stratified_CountsThatLeaveSome_TakeFromEveryClass()
    {
        var split = IndexSplit.Stratified("graph", Labels, SplitSizes.Counts(20, 10, 10), new RandomSource(3));

        Assert.That((split.Train.Length, split.Validation.Length, split.Test.Length), Is.EqualTo((20, 10, 10)));
        Assert.That(split.Audit(Labels).Train.ClassCounts, Is.EqualTo(new[] { 12, 6, 2 }).Within(1));
        Assert.That(() => IndexSplit.Stratified("graph", Labels, SplitSizes.Counts(90, 10, 10), new RandomSource(3)), Throws.ArgumentException.With.Message.Contains("100 labelled graphs"));
    }

    [Test]
    public void PerClass_EnoughItems_TakesTheSameOfEach()
    {
        var split = IndexSplit.PerClass("graph", Labels, 4, 5, 6, new RandomSource(3));

        Assert.That(split.Audit(Labels).Train.ClassCounts, Is.EqualTo(new[] { 4, 4, 4 }));
        Assert.That((split.Validation.Length, split.Test.Length), Is.EqualTo((5, 6)));
        Assert.That(() => IndexSplit.PerClass("graph", Labels, 11, 5, 6, new RandomSource(3)), Throws.ArgumentException.With.Message.Contains("Class 2 has 10"));
        Assert.That(() => IndexSplit.PerClass("graph", Labels, 4, 50, 60, new RandomSource(3)), Throws.ArgumentException.With.Message.Contains("88 labelled graphs"));
    }

    [Test]
    public void KFold_EveryItem_TestsOnceAndValidatesOnce([Values] bool stratified)
    {
        IReadOnlyList<IndexSplit> folds = stratified
            ? IndexSplit.StratifiedKFold("graph", Labels, 10, new RandomSource(1))
            : IndexSplit.KFold("graph", 100, 10, new RandomSource(1));

        Assert.That(folds, Has.Count.EqualTo(10));
        Assert.That(folds.SelectMany(fold => fold.Test.ToArray()).Order(), Is.EqualTo(Enumerable.Range(stratified ? 3 : 0, 100)));
        Assert.That(folds.SelectMany(fold => fold.Validation.ToArray()).Order(), Is.EqualTo(Enumerable.Range(stratified ? 3 : 0, 100)));
        Assert.That(folds.Select(fold => fold.Train.Length), Is.All.EqualTo(80));
        if (stratified)
        {
            Assert.That(folds.Select(fold => fold.Audit(Labels).Test.ClassCounts), Is.All.EqualTo(new[] { 6, 3, 1 }));
        }

        Assert.That(IndexSplit.KFold("graph", 7, 2, new RandomSource(1), withValidation: false).Select(fold => fold.Test.Length), Is.EqualTo(new[] { 4, 3 }));
        Assert.That(() => IndexSplit.KFold("graph", 7, 2, new RandomSource(1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => IndexSplit.KFold("graph", 7, 8, new RandomSource(1)), Throws.ArgumentException.With.Message.Contains("7 graphs").And.Message.Contains("8 folds"));
    }

    [Test]
    public void ByTime_Ties_DoNotStraddle()
    {
        long[] times = [5, 1, 3, 3, 3, 9, 2, 7, 9, 8];
        var split = IndexSplit.ByTime("event", times, SplitSizes.Shares(0.4, 0.3));

        Assert.That(split.Train.ToArray(), Is.EqualTo(new[] { 1, 2, 3, 4, 6 }), "1, 2, 3 and all other 3");
        Assert.That(split.Validation.ToArray(), Is.EqualTo(new[] { 0, 7 }));
        Assert.That(split.Test.ToArray(), Is.EqualTo(new[] { 5, 8, 9 }));
        Assert.That(split.Audit(times: times).Problems, Is.Empty);
        Assert.That(IndexSplit.ByTime("event", times, 5, 8).Test.ToArray(), Is.EqualTo(split.Test.ToArray()));
        Assert.That(IndexSplit.ByTime("event", times, 5, 8).Train.ToArray(), Is.EqualTo(split.Train.ToArray()));
        Assert.That(
            () => IndexSplit.ByTime("event", [1, 1, 1, 1], SplitSizes.Shares(0.5, 0.25)),
            Throws.ArgumentException.With.Message.Contains("4 events have 1 different keys, too few for 3 parts").And.Message.Contains("boundaries"));
        Assert.That(IndexSplit.ByTime("event", [1, 1, 1, 1, 1, 1, 2, 3], SplitSizes.Shares(0.5, 0.25)).Validation.ToArray(), Is.EqualTo(new[] { 6 }), "one key a part");
        Assert.That(() => IndexSplit.ByTime("event", times, 8, 5), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void ByTime_EventStream_IsSound()
    {
        EventStream stream = TriadicClosure.Create(50, 1000, 0.5, new RandomSource(1), meanGap: 1.5);
        var split = IndexSplit.ByTime("event", stream.Times, SplitSizes.Shares(0.7, 0.15));

        Assert.That((split.Train.Length, split.Validation.Length, split.Test.Length), Is.EqualTo((700, 150, 150)));
        Assert.That(split.Audit(times: stream.Times).IsSound, Is.True);
    }

    [Test]
    public void ByKey_Lowest_Trains()
    {
        double[] keys = [3, -1, double.PositiveInfinity, 0.5, 2];
        var split = IndexSplit.ByKey("graph", keys, SplitSizes.Counts(2, 1, 2));

        Assert.That(split.Train.ToArray(), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(split.Validation.ToArray(), Is.EqualTo(new[] { 4 }));
        Assert.That(split.Test.ToArray(), Is.EqualTo(new[] { 0, 2 }));
        Assert.That(() => IndexSplit.ByKey("graph", [1, double.NaN], SplitSizes.Counts(1, 0)), Throws.ArgumentException.With.Message.Contains("Key 1"));
    }

    [Test]
    public void ByGroup_Groups_StayTogether([Range(0, 19)] int seed)
    {
        RandomSequence random = new RandomSource(seed).Stream("groups").Sequence();
        int[] groups = [.. Enumerable.Range(0, 200).Select(_ => 7 * random.NextInt32(40))];
        var split = IndexSplit.ByGroup("hyperedge", groups, SplitSizes.Shares(0.6, 0.2), new RandomSource(seed));

        Assert.That(split.Train.Length + split.Validation.Length + split.Test.Length, Is.EqualTo(200));
        Assert.That(split.Train.Length, Is.EqualTo(120).Within(6), "within a group of the size asked for");
        Assert.That(split.Validation.Length, Is.EqualTo(40).Within(6));
        Assert.That(split.Audit(groups: groups).Problems, Is.Empty);
        Assert.That(IndexSplit.Random("hyperedge", 200, SplitSizes.Shares(0.6, 0.2), new RandomSource(seed)).Audit(groups: groups).Problems.Single(), Does.Contain("groups are in more than one part"));
        Assert.That(() => IndexSplit.ByGroup("graph", [1, 1, 1, 1], SplitSizes.Shares(0.5, 0.25), new RandomSource(1)), Throws.ArgumentException.With.Message.Contains("1 groups"));
    }

    [Test]
    public void Audit_Everything_NamesWhatIsWrong()
    {
        var split = new IndexSplit("mine", "graph", 6, [0, 1], [2], [3, 4]);
        SplitAudit audit = split.Audit([0, 0, 1, -1, 0, 1], [1, 5, 4, 6, 7, 0], [0, 1, 1, 2, 3, 4], ["ring"]);

        Assert.That(audit.Problems, Is.EqualTo(new[]
        {
            "1 graphs of the test part have no label.",
            "No training graph of 'class 1'.",
            "The train part lasts to time 5, but the validation part begins at 4.",
            "1 groups are in more than one part, for example group 1.",
        }));
        Assert.That(split.Audit().ToString().Split(Environment.NewLine), Is.EqualTo(new[]
        {
            "IndexSplit 'mine': 2 train, 1 validation, 2 test of 6 graphs",
            "             train  validation    test",
            "all              2           1       2",
            "graphs in no part: 1, in two parts: 0",
        }));
        Assert.That(() => split.Audit([0]), Throws.ArgumentException.With.Message.Contains("'labels' must have 6 entries"));
        Assert.That(() => new IndexSplit("s", "graph", 3, [0], [], [0]), Throws.ArgumentException.With.Message.Contains("Graph 0 is in 'train' and in 'test'"));
    }

    [Test]
    public void SplitSizes_OutOfRange_Throw()
    {
        Assert.That(() => SplitSizes.Shares(0.6, 0.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SplitSizes.Shares(double.NaN, 0.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SplitSizes.Counts(-1, 0, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SplitSizes.Counts(0, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(SplitSizes.Shares(0.6, 0.2).ToString(), Is.EqualTo("60 % train, 20 % validation, rest test"));
        Assert.That(SplitSizes.Counts(3, 4).ToString(), Is.EqualTo("rest train, 3 validation, 4 test"));
        Assert.That(() => IndexSplit.Random("graph", 5, SplitSizes.Counts(3, 3), new RandomSource(1)), Throws.ArgumentException.With.Message.Contains("5 graphs"));
    }
}

using Gnn.Graphs.Statistics;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Statistics;

[TestFixture]
internal sealed class TemporalRecurrenceTests
{
    // Times 1: 0->1, 0->2; 2: 0->1, 1->0; 5: 1->0, 3->1, 3->1. In the list out of order.
    private static readonly int[] Sources = [3, 0, 0, 1, 0, 1, 3];
    private static readonly int[] Targets = [1, 1, 2, 0, 1, 0, 1];
    private static readonly long[] Times = [5, 1, 1, 2, 2, 5, 5];

    [Test]
    public void Of_KnownEvents_CountsWhatWasSeen()
    {
        var directed = TemporalRecurrence.Of(Sources, Targets, Times);
        var undirected = TemporalRecurrence.Of(Sources, Targets, Times, isUndirected: true);

        Assert.That((directed.EventCount, directed.PairCount, directed.TimeCount), Is.EqualTo((7, 4, 3)));
        Assert.That(directed.RepeatedShare, Is.EqualTo(3 / 7.0).Within(1e-15));
        Assert.That(directed.Novelty, Is.EqualTo((1 + 0.5 + 0.5) / 3).Within(1e-15));
        Assert.That(undirected.PairCount, Is.EqualTo(3));
        Assert.That(undirected.Novelty, Is.EqualTo((1 + 0 + 0.5) / 3).Within(1e-15));
        Assert.That(directed.ToString(), Is.EqualTo("7 events of 4 pairs at 3 times, repeated 0.4286, novelty 0.6667"));
    }

    [Test]
    public void SurpriseAndReoccurrence_KnownEvents_AreOfDifferentPairs()
    {
        Assert.That(TemporalRecurrence.Surprise(Sources, Targets, Times, testStart: 5), Is.EqualTo(0.5));
        Assert.That(TemporalRecurrence.Surprise(Sources, Targets, Times, testStart: 2), Is.EqualTo(2 / 3.0).Within(1e-15));
        Assert.That(TemporalRecurrence.Surprise(Sources, Targets, Times, testStart: 2, isUndirected: true), Is.EqualTo(0.5));
        Assert.That(TemporalRecurrence.Surprise(Sources, Targets, Times, testStart: 6), Is.NaN);
        Assert.That(TemporalRecurrence.Reoccurrence(Sources, Targets, Times, testStart: 5), Is.EqualTo(1 / 3.0).Within(1e-15));
        Assert.That(TemporalRecurrence.Reoccurrence(Sources, Targets, Times, testStart: 0), Is.NaN);
    }

    [Test]
    public void Of_NoOrBadEvents_IsNaNOrRefused()
    {
        var none = TemporalRecurrence.Of([], [], []);

        Assert.That((none.EventCount, none.RepeatedShare, none.Novelty), Is.EqualTo((0, double.NaN, double.NaN)));
        Assert.That(() => TemporalRecurrence.Of([1], [1], []), Throws.ArgumentException.With.Message.Contains("0 times"));
        Assert.That(
            () => TemporalRecurrence.Of([1, 2], [1, -1], [0, 0]),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("event 1 is 2 -> -1"));
    }
}

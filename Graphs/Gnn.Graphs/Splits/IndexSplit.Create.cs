using Gnn.Tensors;

namespace Gnn.Graphs.Splits;

public sealed partial class IndexSplit
{
    /// <summary>A random split.</summary>
    /// <param name="itemName">What an item is called, for example <c>graph</c>.</param>
    /// <param name="itemCount">M, at least 0.</param>
    /// <param name="sizes">The sizes of the parts.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same split.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">There are too few items.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static IndexSplit Random(string itemName, int itemCount, SplitSizes sizes, RandomSource source, string name = "random")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(itemCount);
        return Of(name, itemName, itemCount, SplitDraw.Random(SplitDraw.All(itemCount), sizes, source, itemName));
    }

    /// <summary>A random split whose parts have nearly the same share of every class.</summary>
    /// <param name="itemName">What an item is called.</param>
    /// <param name="labels">The class of each item, <c>[M]</c>; items of a negative class are in no part.</param>
    /// <param name="sizes">The sizes of the parts, which are exact; a class may be off its share by an item or two.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same split.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">There are too few labelled items.</exception>
    public static IndexSplit Stratified(string itemName, ReadOnlySpan<int> labels, SplitSizes sizes, RandomSource source, string name = "stratified") =>
        Of(name, itemName, labels.Length, SplitDraw.Stratified(SplitDraw.All(labels.Length), labels, sizes, source, itemName));

    /// <summary>A random split with the same number of training items of every class.</summary>
    /// <param name="itemName">What an item is called.</param>
    /// <param name="labels">The class of each item, <c>[M]</c>; items of a negative class are in no part.</param>
    /// <param name="trainPerClass">How many items of each class train, at least 1.</param>
    /// <param name="validationCount">How many of the remaining labelled items validate, at least 0.</param>
    /// <param name="testCount">How many of the remaining labelled items test, at least 0.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same split.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">A class has, or all have, too few labelled items; the message names the class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is too small.</exception>
    public static IndexSplit PerClass(
        string itemName, ReadOnlySpan<int> labels, int trainPerClass, int validationCount, int testCount, RandomSource source, string name = "per class") =>
        Of(name, itemName, labels.Length, SplitDraw.PerClass(labels, trainPerClass, validationCount, testCount, source, itemName));

    /// <summary>A split by time: the earliest items train, the latest test.</summary>
    /// <param name="itemName">What an item is called, for example <c>event</c>.</param>
    /// <param name="times">The time of each item, <c>[M]</c>, in any order.</param>
    /// <param name="sizes">The sizes of the parts; items of one time stay together, so that a cut is moved to the nearest place between two.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split: no item is as late as one of a later part.</returns>
    /// <exception cref="ArgumentException">There are too few items, or fewer times than parts.</exception>
    public static IndexSplit ByTime(string itemName, ReadOnlySpan<long> times, SplitSizes sizes, string name = "by time") =>
        Of(name, itemName, times.Length, SplitDraw.ByKey(SplitDraw.All(times.Length), times, sizes, itemName));

    /// <summary>A split by given times.</summary>
    /// <param name="itemName">What an item is called.</param>
    /// <param name="times">The time of each item, <c>[M]</c>, in any order.</param>
    /// <param name="validationStart">Items before this time train.</param>
    /// <param name="testStart">Items from this time on test, those between the two validate; not before <paramref name="validationStart"/>.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split; a part may be empty.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Testing starts before validation.</exception>
    public static IndexSplit ByTime(string itemName, ReadOnlySpan<long> times, long validationStart, long testStart, string name = "by time")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(itemName);
        int[][] parts = SplitDraw.ByBoundaries(times, validationStart, testStart);
        return FromParts(name, itemName, times.Length, parts[0], parts[1], parts[2]);
    }

    /// <summary>A split by a number, which shifts the distribution: the lowest train, the highest test.</summary>
    /// <param name="itemName">What an item is called.</param>
    /// <param name="keys">The number of each item, <c>[M]</c>, for example its size; give its negative to test on the lowest.</param>
    /// <param name="sizes">The sizes of the parts; items of one number stay together, so that a cut is moved to the nearest place between two.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">A key is NaN, there are too few items, or fewer keys than parts.</exception>
    /// <remarks>Such splits are the covariate shifts of Gui et al., "GOOD: a graph out-of-distribution benchmark", 2022.</remarks>
    public static IndexSplit ByKey(string itemName, ReadOnlySpan<double> keys, SplitSizes sizes, string name = "by key")
    {
        SplitDraw.CheckKeys(keys);
        return Of(name, itemName, keys.Length, SplitDraw.ByKey(SplitDraw.All(keys.Length), keys, sizes, itemName));
    }

    /// <summary>A split of whole groups: items of one group (scaffold, component, equal hyperedges) are in one part.</summary>
    /// <param name="itemName">What an item is called.</param>
    /// <param name="groups">The group of each item, <c>[M]</c>, any numbers.</param>
    /// <param name="sizes">The sizes of the parts, which are met as nearly as groups allow: from the largest on, each group goes to the part that lacks
    /// most.</param>
    /// <param name="source">Draws the order of groups of one size; the same source draws the same split.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">There are too few items, or too few groups to fill every part.</exception>
    public static IndexSplit ByGroup(string itemName, ReadOnlySpan<int> groups, SplitSizes sizes, RandomSource source, string name = "by group") =>
        Of(name, itemName, groups.Length, SplitDraw.ByGroup(SplitDraw.All(groups.Length), groups, sizes, source, itemName));

    /// <summary>The splits of a cross-validation at random: every item tests in exactly one.</summary>
    /// <param name="itemName">What an item is called.</param>
    /// <param name="itemCount">M, at least the number of folds.</param>
    /// <param name="folds">K, at least 3, or 2 without validation.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same splits.</param>
    /// <param name="withValidation">Whether the fold after the test fold validates; without, nothing is left to choose a model by.</param>
    /// <param name="name">What the splits are called; the number of the fold is added.</param>
    /// <returns>K splits; the sizes of two folds differ by at most 1.</returns>
    /// <exception cref="ArgumentException">There are fewer items than folds.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too few folds, or the count is negative.</exception>
    public static IReadOnlyList<IndexSplit> KFold(
        string itemName, int itemCount, int folds, RandomSource source, bool withValidation = true, string name = "fold")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(itemCount);
        return Of(name, itemName, itemCount, SplitDraw.KFold(SplitDraw.All(itemCount), [], folds, withValidation, source, itemName), folds);
    }

    /// <summary>The splits of a cross-validation whose folds have nearly the same number of every class: every labelled item tests in exactly one.</summary>
    /// <param name="itemName">What an item is called.</param>
    /// <param name="labels">The class of each item, <c>[M]</c>; items of a negative class are in no part.</param>
    /// <param name="folds">K, at least 3, or 2 without validation.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same splits.</param>
    /// <param name="withValidation">Whether the fold after the test fold validates; without, nothing is left to choose a model by.</param>
    /// <param name="name">What the splits are called; the number of the fold is added.</param>
    /// <returns>K splits; the counts of a class in two folds differ by at most 1.</returns>
    /// <exception cref="ArgumentException">There are fewer labelled items than folds.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too few folds.</exception>
    /// <remarks>The protocol of graph classification: Errica, Podda, Bacciu and Micheli, "A fair comparison of graph neural networks", 2020.</remarks>
    public static IReadOnlyList<IndexSplit> StratifiedKFold(
        string itemName, ReadOnlySpan<int> labels, int folds, RandomSource source, bool withValidation = true, string name = "stratified fold")
    {
        IEnumerable<int[][]> parts = SplitDraw.KFold(SplitDraw.All(labels.Length), labels, folds, withValidation, source, itemName);
        return Of(name, itemName, labels.Length, parts, folds);
    }

    private static IndexSplit Of(string name, string itemName, int itemCount, int[][] parts) => new(name, itemName, itemCount, parts[0], parts[1], parts[2]);

    private static IReadOnlyList<IndexSplit> Of(string name, string itemName, int itemCount, IEnumerable<int[][]> folds, int count) =>
        [.. folds.Select((parts, fold) => Of($"{name} {fold + 1}/{count}", itemName, itemCount, parts))];
}

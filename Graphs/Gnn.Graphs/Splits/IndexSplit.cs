using System.Globalization;

namespace Gnn.Graphs.Splits;

/// <summary>Which of M items train, which validate and which test: graphs of a set, hyperedges, events, or any others that are numbered.</summary>
/// <remarks>
/// Immutable; ranges, repeats and overlaps are checked at construction. Nodes have <see cref="NodeSplit"/>, and edges <see cref="EdgeSplit"/>, which knows
/// that an
/// edge, its reverse and its repeats are one link. <see cref="Audit"/> checks a split against labels, times and groups.
/// </remarks>
public sealed partial class IndexSplit
{
    private readonly int[] _train;
    private readonly int[] _validation;
    private readonly int[] _test;

    /// <summary>Creates a split from item numbers in any order.</summary>
    /// <param name="name">What the split is called, for example <c>public</c>.</param>
    /// <param name="itemName">What an item is called, for example <c>graph</c>.</param>
    /// <param name="itemCount">M.</param>
    /// <param name="train">The items that train, in [0, M), distinct.</param>
    /// <param name="validation">The items that validate.</param>
    /// <param name="test">The items that test.</param>
    /// <exception cref="ArgumentException">A name is empty, or an item is listed twice in a part or in two parts; the message names both.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or an item is out of range.</exception>
    public IndexSplit(string name, string itemName, int itemCount, ReadOnlySpan<int> train, ReadOnlySpan<int> validation, ReadOnlySpan<int> test)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(itemName);
        ArgumentOutOfRangeException.ThrowIfNegative(itemCount);
        Name = name;
        ItemName = itemName;
        ItemCount = itemCount;
        var claims = new SplitClaims(itemName, itemCount);
        _train = claims.Claim(train, nameof(train));
        _validation = claims.Claim(validation, nameof(validation));
        _test = claims.Claim(test, nameof(test));
    }

    /// <summary>What the split is called.</summary>
    public string Name { get; }

    /// <summary>What an item is called, for example <c>graph</c>.</summary>
    public string ItemName { get; }

    /// <summary>M, the number of items.</summary>
    public int ItemCount { get; }

    /// <summary>The items that train, ascending.</summary>
    public ReadOnlySpan<int> Train => _train;

    /// <summary>The items that validate, ascending.</summary>
    public ReadOnlySpan<int> Validation => _validation;

    /// <summary>The items that test, ascending.</summary>
    public ReadOnlySpan<int> Test => _test;

    /// <summary>Checks the split against what is known of the items: what each part has of each class, and what is wrong.</summary>
    /// <param name="labels">The class of each item, <c>[M]</c>, -1 for none; leave it out if there are none.</param>
    /// <param name="times">The time of each item, <c>[M]</c>, of a split by time: no item of a part may be as late as one of the next.</param>
    /// <param name="groups">The group of each item, <c>[M]</c>, where items of one group (equal hyperedges, one scaffold) must not be in two parts.</param>
    /// <param name="classNames">The names of the classes; those without one are named by number.</param>
    /// <returns>The audit, which prints as a table.</returns>
    /// <exception cref="ArgumentException">Labels, times or groups are not one for each item.</exception>
    public SplitAudit Audit(
        ReadOnlySpan<int> labels = default,
        ReadOnlySpan<long> times = default,
        ReadOnlySpan<int> groups = default,
        IReadOnlyList<string>? classNames = null)
    {
        var problems = new List<string>();
        if (!labels.IsEmpty)
        {
            SplitDraw.CheckLength(labels.Length, ItemCount, ItemName, nameof(labels));
        }

        if (!times.IsEmpty)
        {
            SplitDraw.CheckLength(times.Length, ItemCount, ItemName, nameof(times));
            SplitAudit.FindTimeProblems([_train, _validation, _test], times, problems);
        }

        if (!groups.IsEmpty)
        {
            SplitDraw.CheckLength(groups.Length, ItemCount, ItemName, nameof(groups));
            SplitAudit.FindGroupProblems([_train, _validation, _test], groups, problems);
        }

        return new SplitAudit(ToString(), ItemName, ItemCount, [_train, _validation, _test], labels, classNames ?? [], problems);
    }

    /// <summary>The name and the sizes, for example <c>IndexSplit 'fold 1/10': 9 train, 0 validation, 1 test of 10 graphs</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"IndexSplit '{Name}': {_train.Length} train, {_validation.Length} validation, {_test.Length} test of {ItemCount} {ItemName}s");
}

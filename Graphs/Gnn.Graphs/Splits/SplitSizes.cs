using System.Globalization;

namespace Gnn.Graphs.Splits;

/// <summary>How large the parts of a split are, by share or by count.</summary>
public sealed class SplitSizes
{
    private readonly double[]? _shares;
    private readonly int? _train;
    private readonly int _validation;
    private readonly int _test;

    private SplitSizes(double trainShare, double validationShare) => _shares = [trainShare, validationShare];

    private SplitSizes(int? train, int validation, int test)
    {
        _train = train;
        _validation = validation;
        _test = test;
    }

    /// <summary>Shares of what there is; what training and validation leave tests.</summary>
    /// <param name="train">The share that trains, in [0, 1]; the count is rounded to the nearest, halves to even.</param>
    /// <param name="validation">The share that validates, in [0, 1].</param>
    /// <returns>The sizes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A share is not in [0, 1], or together they exceed 1.</exception>
    public static SplitSizes Shares(double train, double validation)
    {
        if (!(train is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(train), train, "A share must be in [0, 1].");
        }

        if (!(validation is >= 0 and <= 1) || train + validation > 1 + 1e-9)
        {
            throw new ArgumentOutOfRangeException(nameof(validation), validation, "A share must be in [0, 1], and the two together at most 1.");
        }

        return new SplitSizes(train, validation);
    }

    /// <summary>Counts of every part; what is left is in no part.</summary>
    /// <param name="train">How many train, at least 0.</param>
    /// <param name="validation">How many validate, at least 0.</param>
    /// <param name="test">How many test, at least 0.</param>
    /// <returns>The sizes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static SplitSizes Counts(int train, int validation, int test)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(train);
        ArgumentOutOfRangeException.ThrowIfNegative(validation);
        ArgumentOutOfRangeException.ThrowIfNegative(test);
        return new SplitSizes(train, validation, test);
    }

    /// <summary>Counts of two parts; what is left trains.</summary>
    /// <param name="validation">How many validate, at least 0.</param>
    /// <param name="test">How many test, at least 0.</param>
    /// <returns>The sizes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static SplitSizes Counts(int validation, int test)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(validation);
        ArgumentOutOfRangeException.ThrowIfNegative(test);
        return new SplitSizes(null, validation, test);
    }

    /// <summary>The sizes, for example <c>60 % train, 20 % validation, rest test</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => _shares is not null
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * _shares[0]} % train, {100 * _shares[1]} % validation, rest test")
        : string.Create(CultureInfo.InvariantCulture, $"{(_train is { } train ? $"{train}" : "rest")} train, {_validation} validation, {_test} test");

    /// <summary>The counts of the three parts and of what is in none, which are all there is together.</summary>
    internal int[] Of(int available, string items)
    {
        if (_shares is not null)
        {
            int train = (int)Math.Round(_shares[0] * available);
            int validation = Math.Min((int)Math.Round(_shares[1] * available), available - train);
            return [train, validation, available - train - validation, 0];
        }

        long asked = (long)(_train ?? 0) + _validation + _test;
        if (asked > available)
        {
            throw new ArgumentException($"There are {available} {items} to split, too few for {this}: ask for fewer or give shares.", nameof(available));
        }

        int left = (int)(available - asked);
        return _train is { } count ? [count, _validation, _test, left] : [left, _validation, _test, 0];
    }
}

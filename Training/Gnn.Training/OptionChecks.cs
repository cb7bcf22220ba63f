namespace Gnn.Training;

/// <summary>The checks that the options of trainers share.</summary>
internal static class OptionChecks
{
    /// <summary>Refuses a count below 1.</summary>
    /// <param name="value">The count.</param>
    /// <param name="name">The option's name.</param>
    /// <param name="what">What needs at least 1 of it, as the beginning of a sentence.</param>
    internal static void AtLeastOne(int value, string name, string what)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{what}, got {value}.");
        }
    }
}

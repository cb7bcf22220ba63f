namespace Gnn.Training.Schedules;

/// <summary>The checks that schedules share.</summary>
internal static class ScheduleArguments
{
    internal static int AtLeast(int least, int value, string name) => value >= least
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be at least {least} steps, got {value}.");

    internal static double NotNegative(double value, string name) => double.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be finite and at least 0.");

    internal static double Positive(double value, string name) => double.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be finite and above 0.");

    internal static double Share(double value, string name) => value is > 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be above 0 and below 1.");

    /// <summary>From one value to another along half a cosine, at a share of the way.</summary>
    internal static double Anneal(double from, double to, double share) => to + ((from - to) * 0.5 * (1 + Math.Cos(Math.PI * share)));
}

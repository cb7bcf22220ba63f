using System.CommandLine;
using System.Globalization;
using Gnn.Sampling.Neighbors;

namespace Gnn.Cli.Commands;

/// <summary>Makes options with a default and a range, whose errors name the option, the range and what was given.</summary>
internal static class Options
{
    internal static Option<int> Integer(string name, string description, int value, int least) =>
        Checked(new Option<int>(name) { Description = description, DefaultValueFactory = _ => value }, given => given >= least, $"a whole number of at least {least}");

    internal static Option<int?> OptionalInteger(string name, string description, int least, int most = int.MaxValue) => Checked(
        new Option<int?>(name) { Description = description },
        given => given is null || (given >= least && given <= most),
        most == int.MaxValue ? $"a whole number of at least {least}" : $"a whole number from {least} to {most}");

    internal static Option<double> Number(string name, string description, double value, Predicate<double> isAllowed, string range) =>
        Checked(new Option<double>(name) { Description = description, DefaultValueFactory = _ => value }, isAllowed, range);

    internal static Option<double?> OptionalNumber(string name, string description, Predicate<double> isAllowed, string range) =>
        Checked(new Option<double?>(name) { Description = description }, given => given is null || isAllowed(given.Value), range);

    internal static Option<string> Choice(string name, string description, string value, params string[] choices) =>
        Choice(name, description, value, given => choices.Contains(given, StringComparer.OrdinalIgnoreCase), string.Join(", ", choices));

    internal static Option<string> Choice(string name, string description, string value, Predicate<string> isChoice, string choices)
    {
        var option = new Option<string>(name)
        {
            Description = $"{description}: {choices}",
            DefaultValueFactory = _ => value,
            HelpName = "name",
        };
        return Checked(option, isChoice, $"one of {choices}");
    }

    /// <summary>One of several names, or none.</summary>
    internal static Option<string?> OptionalChoice(string name, string description, params string[] choices) => Checked(
        new Option<string?>(name) { Description = description, HelpName = "name" },
        given => choices.Contains(given, StringComparer.OrdinalIgnoreCase),
        $"one of {string.Join(", ", choices)}");

    internal static Option<string?> Text(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };

    /// <summary>Fanouts, the seeds' hop first: whole numbers that commas part, -1 for all edges.</summary>
    internal static Option<string> Fanouts(string name, string description, string value) => Checked(
        new Option<string>(name) { Description = $"{description}, the first hop's first; -1 for all", DefaultValueFactory = _ => value, HelpName = "numbers" },
        given => ParseFanouts(given) is not null,
        $"whole numbers from -1 to {NeighborSampler.LargestFanout} with commas between them, such as {value}");

    /// <summary>The same without a default.</summary>
    internal static Option<string?> OptionalFanouts(string name, string description) => Checked(
        new Option<string?>(name) { Description = $"{description}; -1 for all", HelpName = "numbers" },
        given => given is not null && ParseFanouts(given) is not null,
        $"whole numbers from -1 to {NeighborSampler.LargestFanout} with commas between them, such as 15,10");

    /// <summary>What <see cref="Fanouts"/> says; null if it is not a list of fanouts.</summary>
    internal static int[]? ParseFanouts(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        int[] fanouts = new int[parts.Length];
        for (int hop = 0; hop < parts.Length; hop++)
        {
            if (!int.TryParse(parts[hop], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out fanouts[hop]) || fanouts[hop] is < -1 or > NeighborSampler.LargestFanout)
            {
                return null;
            }
        }

        return fanouts;
    }

    internal static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    private static Option<T> Checked<T>(Option<T> option, Predicate<T> isAllowed, string range)
    {
        option.CustomParser = result =>
        {
            string text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
            if (TryConvert(text, out T value) && isAllowed(value))
            {
                return value;
            }

            result.AddError($"{option.Name} takes {range}, got '{text}'.");
            return default!;
        };
        return option;
    }

    private static bool TryConvert<T>(string text, out T value)
    {
        object? converted = null;
        if (typeof(T) == typeof(string))
        {
            converted = text;
        }
        else if ((typeof(T) == typeof(int) || typeof(T) == typeof(int?))
            && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int integer))
        {
            converted = integer;
        }
        else if ((typeof(T) == typeof(double) || typeof(T) == typeof(double?))
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            converted = number;
        }

        value = converted is T made ? made : default!;
        return converted is not null;
    }
}

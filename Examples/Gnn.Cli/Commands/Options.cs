using System.CommandLine;
using System.Globalization;

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

    internal static Option<string?> Text(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };

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
        else if (typeof(T) == typeof(double) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            converted = number;
        }

        value = converted is T made ? made : default!;
        return converted is not null;
    }
}

using System.Globalization;
using System.Numerics;
using System.Text;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>Numbers classes by their names: by value if all are whole numbers, else in the order of their characters.</summary>
internal static class ClassOrder
{
    private const int MostDigits = 40;

    /// <summary>Gives labels their numbers in the order of the names, in place.</summary>
    /// <returns>The names in their order.</returns>
    internal static string[] Apply(IdTable table, Span<int> labels)
    {
        string[] names = [.. Enumerable.Range(0, table.Count).Select(place => Encoding.UTF8.GetString(table.Utf8(place)))];
        return Apply(names, labels);
    }

    /// <summary>Gives labels their numbers in the order of the names, in place.</summary>
    /// <returns>The names in their order.</returns>
    internal static string[] Apply(string[] names, Span<int> labels)
    {
        int[] order = [.. Enumerable.Range(0, names.Length)];
        var numbers = new BigInteger[names.Length];
        bool areNumbers = true;
        for (int place = 0; place < names.Length && areNumbers; place++)
        {
            areNumbers = names[place].Length <= MostDigits && BigInteger.TryParse(names[place], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[place]);
        }

        Array.Sort(order, (one, other) =>
        {
            int byValue = areNumbers ? numbers[one].CompareTo(numbers[other]) : 0;
            return byValue != 0 ? byValue : string.CompareOrdinal(names[one], names[other]);
        });
        int[] rank = new int[order.Length];
        for (int place = 0; place < order.Length; place++)
        {
            rank[order[place]] = place;
        }

        foreach (ref int label in labels)
        {
            label = label < 0 ? -1 : rank[label];
        }

        return [.. order.Select(place => names[place])];
    }

    /// <summary>Refuses labels that tell nothing apart.</summary>
    internal static void RefuseOne(string path, string column, string[] classes, string things)
    {
        if (classes.Length < 2)
        {
            throw new DataFormatException(
                path, $"column '{column}'", classes.Length == 0 ? "expected labels of at least two classes, got none" : $"expected labels of at least two classes, got '{classes[0]}' alone",
                $"Name the column that tells the {things} apart.");
        }
    }
}

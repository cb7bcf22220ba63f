using System.Globalization;
using System.Text;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>What names of types may be: not blank, and not so many that they can only be ids.</summary>
/// <param name="Thing">What is named, in words.</param>
/// <param name="Most">How many there may be.</param>
internal sealed record NameLimit(string Thing, int Most)
{
    /// <summary>The first value whose name is new and may not be; -1 if there is none.</summary>
    /// <param name="names">The names.</param>
    /// <param name="known">How many of them were there before the values.</param>
    /// <param name="values">The names of a block's rows, by number.</param>
    /// <param name="problem">What is wrong.</param>
    internal int FindWrong(IdTable names, int known, ReadOnlySpan<int> values, out string problem)
    {
        problem = "";
        for (int i = 0, next = known; i < values.Length && next < names.Count; i++)
        {
            if (values[i] != next)
            {
                continue;
            }

            bool isBlank = string.IsNullOrWhiteSpace(Encoding.UTF8.GetString(names.Utf8(next)));
            if (isBlank || next >= Most)
            {
                problem = isBlank
                    ? $"expected the name of a {Thing}, got blanks"
                    : string.Create(CultureInfo.InvariantCulture, $"expected at most {Most} different names of a {Thing}, got one more");
                return i;
            }

            next++;
        }

        return -1;
    }

    internal DataFormatException Wrong(TableBlock block, RowSource source, int row, string column, string problem) =>
        source.AtRow(block, row, column, problem, $"Name the column that says the {Thing}, not one of ids.");
}

using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>Reads files of one whole number a line; blank lines are passed over.</summary>
internal static class IntegerLines
{
    /// <summary>Reads all lines as numbers of 32 bits.</summary>
    /// <param name="text">The text, before its first line.</param>
    /// <param name="what">What a number is, for messages.</param>
    /// <param name="least">The smallest allowed.</param>
    /// <param name="most">The largest allowed.</param>
    /// <returns>The numbers in file order.</returns>
    /// <exception cref="DataFormatException">A line is another thing; the message names it.</exception>
    public static int[] ReadInt32(TextScanner text, string what, int least = int.MinValue, int most = int.MaxValue)
    {
        var numbers = new List<int>(text.Length / 8);
        while (NextLine(text))
        {
            numbers.Add(text.ReadInt32(what, least, most));
            text.EndLine();
        }

        return [.. numbers];
    }

    /// <summary>Reads all lines as numbers of 64 bits.</summary>
    /// <inheritdoc cref="ReadInt32"/>
    public static long[] ReadInt64(TextScanner text, string what, long least = long.MinValue, long most = long.MaxValue)
    {
        var numbers = new List<long>(text.Length / 8);
        while (NextLine(text))
        {
            numbers.Add(text.ReadInt64(what, least, most));
            text.EndLine();
        }

        return [.. numbers];
    }

    /// <summary>Goes to the next line that is not blank.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether there is one.</returns>
    public static bool NextLine(TextScanner text)
    {
        while (text.NextLine())
        {
            if (text.Line.ContainsAnyExcept((byte)' ', (byte)'\t'))
            {
                return true;
            }
        }

        return false;
    }
}

using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>Reads files of one whole number a line; blank lines are passed over.</summary>
internal static class IntegerLines
{
    private const int LeastRowBytes = 2;

    /// <summary>Reads all lines as numbers of 32 bits.</summary>
    /// <param name="text">The text, before its first line.</param>
    /// <param name="what">What a number is, for messages.</param>
    /// <param name="least">The smallest allowed.</param>
    /// <param name="most">The largest allowed.</param>
    /// <returns>The numbers in file order.</returns>
    /// <exception cref="DataFormatException">A line is another thing; the message names it.</exception>
    public static int[] ReadInt32(TextScanner text, string what, int least = int.MinValue, int most = int.MaxValue)
    {
        int[] numbers = new int[text.MostRows(LeastRowBytes)];
        int count = 0;
        while (NextLine(text))
        {
            numbers[count++] = text.ReadInt32(what, least, most);
            text.EndLine();
        }

        Array.Resize(ref numbers, count);
        return numbers;
    }

    /// <summary>Reads all lines as numbers of 64 bits.</summary>
    /// <inheritdoc cref="ReadInt32"/>
    public static long[] ReadInt64(TextScanner text, string what, long least = long.MinValue, long most = long.MaxValue)
    {
        long[] numbers = new long[text.MostRows(LeastRowBytes)];
        int count = 0;
        while (NextLine(text))
        {
            numbers[count++] = text.ReadInt64(what, least, most);
            text.EndLine();
        }

        Array.Resize(ref numbers, count);
        return numbers;
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

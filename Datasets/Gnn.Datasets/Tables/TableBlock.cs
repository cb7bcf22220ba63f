using System.Runtime.ExceptionServices;

namespace Gnn.Datasets.Tables;

/// <summary>Whole rows of a file: their text, and what was read of them, row by row.</summary>
internal sealed class TableBlock
{
    /// <summary>Zeros behind the text, so that it can be read a vector at a time.</summary>
    internal const int Padding = 64;

    internal byte[] Text { get; set; } = [];

    internal int Length { get; set; }

    /// <summary>The line of the first byte, counted from 1.</summary>
    internal long FirstLine { get; set; }

    /// <summary>Whether the text ends inside a row because the file does, or because the row is too long.</summary>
    internal BlockEnd End { get; set; }

    internal int RowCount { get; set; }

    internal int DroppedCount { get; set; }

    internal int[] RowStarts { get; set; } = [];

    internal IdKey[] Keys { get; set; } = [];

    internal float[] Numbers { get; set; } = [];

    internal long[] Wholes { get; set; } = [];

    /// <summary>What went wrong after the rows that were read.</summary>
    internal ExceptionDispatchInfo? Failure { get; set; }

    internal void Clear()
    {
        (Length, RowCount, DroppedCount, Failure, End) = (0, 0, 0, null, BlockEnd.Row);
    }

    internal void EnsureText(int bytes)
    {
        if (Text.Length < bytes + Padding)
        {
            byte[] text = Text;
            Array.Resize(ref text, bytes + Padding);
            Text = text;
        }
    }

    /// <summary>Makes room for one more row.</summary>
    internal void EnsureRow(int keys, int numbers, int wholes)
    {
        if (RowCount < RowStarts.Length)
        {
            return;
        }

        // As many as the text is likely to hold, from what it held so far.
        int rows = Math.Max(RowCount * 2, 16);
        (int[] starts, IdKey[] allKeys, float[] allNumbers, long[] allWholes) = (RowStarts, Keys, Numbers, Wholes);
        Array.Resize(ref starts, rows);
        Array.Resize(ref allKeys, checked(rows * keys));
        Array.Resize(ref allNumbers, checked(rows * numbers));
        Array.Resize(ref allWholes, checked(rows * wholes));
        (RowStarts, Keys, Numbers, Wholes) = (starts, allKeys, allNumbers, allWholes);
    }
}

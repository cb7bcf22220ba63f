namespace Gnn.Graphs.Generators;

/// <summary>The pairs of two ranges of nodes, each of which is an edge with the same chance.</summary>
/// <remarks>Pairs are numbered: of one range with itself without loops, once if undirected; of two ranges all.</remarks>
internal readonly record struct PairBlock(int RowStart, int RowCount, int ColumnStart, int ColumnCount, bool IsDirected, double Probability)
{
    public long PairCount
    {
        get
        {
            if (!IsDiagonal)
            {
                return (long)RowCount * ColumnCount;
            }

            long ordered = (long)RowCount * Math.Max(0, RowCount - 1);
            return IsDirected ? ordered : ordered / 2;
        }
    }

    private bool IsDiagonal => RowStart == ColumnStart;

    public (int Source, int Target) Pair(long index)
    {
        if (!IsDiagonal)
        {
            return (RowStart + (int)(index / ColumnCount), ColumnStart + (int)(index % ColumnCount));
        }

        if (IsDirected)
        {
            int row = (int)(index / (RowCount - 1));
            int column = (int)(index % (RowCount - 1));
            return (RowStart + row, RowStart + column + (column >= row ? 1 : 0));
        }

        // index = high (high - 1) / 2 + low with low < high; the root is a guess, good to one.
        long high = (long)((1 + Math.Sqrt(1 + (8.0 * index))) / 2);
        while (high * (high - 1) / 2 > index)
        {
            high--;
        }

        while (high * (high + 1) / 2 <= index)
        {
            high++;
        }

        return (RowStart + (int)(index - (high * (high - 1) / 2)), RowStart + (int)high);
    }
}

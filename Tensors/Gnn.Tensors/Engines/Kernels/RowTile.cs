using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>As many rows as there are lanes, turned so that each row is a lane.</summary>
internal static unsafe class RowTile
{
    /// <summary>The columns that are turned at once; a tile has a whole number of such groups.</summary>
    internal const int Group = 4;

    /// <summary>tile[column, lane] = rows[lane, column]. Reads up to three floats past the last row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn<TLanes, TVector>(float* rows, long columns, float* tile)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector> => Turn<TLanes, TVector>(rows, columns, columns, tile, TLanes.Count);

    /// <summary>tile[column, lane] = rows[lane, column]; steps are from row to row. Reads up to three floats past the last row, and writes as many rows past
    /// the tile's last where the columns are no whole number of groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn<TLanes, TVector>(float* rows, long step, long columns, float* tile, long tileStep)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        for (long column = 0; column < columns; column += Group, tile += Group * tileStep)
        {
            float* from = rows + column;
            TVector a = TLanes.LoadQuads(from, Group * step);
            TVector b = TLanes.LoadQuads(from + step, Group * step);
            TVector c = TLanes.LoadQuads(from + (2 * step), Group * step);
            TVector d = TLanes.LoadQuads(from + (3 * step), Group * step);
            Square<TLanes, TVector>(ref a, ref b, ref c, ref d);
            TLanes.Store(tile, a);
            TLanes.Store(tile + tileStep, b);
            TLanes.Store(tile + (2 * tileStep), c);
            TLanes.Store(tile + (3 * tileStep), d);
        }
    }

    /// <summary>rows[lane, column] = tile[column, lane]. Writes up to three floats past the last row; what a row writes past its own end, the next one
    /// writes anew, since rows are written in order and their first columns last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TurnBack<TLanes, TVector>(float* tile, long columns, float* rows)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        for (long column = (columns - 1) & -Group; column >= 0; column -= Group)
        {
            float* from = tile + (column * TLanes.Count);
            TVector a = TLanes.Load(from);
            TVector b = TLanes.Load(from + TLanes.Count);
            TVector c = TLanes.Load(from + (2 * TLanes.Count));
            TVector d = TLanes.Load(from + (3 * TLanes.Count));
            Square<TLanes, TVector>(ref a, ref b, ref c, ref d);
            TLanes.StoreQuads(rows + column, columns, a, b, c, d);
        }
    }

    /// <summary>Turns each four by four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square<TLanes, TVector>(ref TVector a, ref TVector b, ref TVector c, ref TVector d)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector even0 = TLanes.ZipLow(a, c);
        TVector even1 = TLanes.ZipHigh(a, c);
        TVector odd0 = TLanes.ZipLow(b, d);
        TVector odd1 = TLanes.ZipHigh(b, d);
        a = TLanes.ZipLow(even0, odd0);
        b = TLanes.ZipHigh(even0, odd0);
        c = TLanes.ZipLow(even1, odd1);
        d = TLanes.ZipHigh(even1, odd1);
    }
}

using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>A function of each row of a matrix. Narrow rows stand abreast, one in each lane: nothing is lost at their ends, and what is done once a row
/// is done once a vector.</summary>
internal unsafe struct RowJob<TKernel> : IVectorJob
    where TKernel : struct, IRowKernel
{
    // Of wider rows, the pieces of a cache line would be written far apart.
    private const long PieceColumns = 16;

    internal float* A;

    /// <summary>The second argument, or the first once more.</summary>
    internal float* B;
    internal float* Y;
    internal long Rows;
    internal long Columns;
    internal long ResultColumns;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long rows = Runs.RowsOf(Columns);
        long row = chunk * rows;
        long end = Math.Min(Rows, row + rows);
        if (TLanes.Count > 1 && Columns <= TKernel.Narrow)
        {
            Abreast<TLanes, TVector>(row, end);
            return;
        }

        for (; row < end; row++)
        {
            TKernel.Run<TLanes, TVector, RowForms.Along>(A + (row * Columns), B + (row * Columns), Y + (row * ResultColumns), Columns);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Abreast<TLanes, TVector>(long row, long end)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        // A whole number of groups, and room for what is written past the last row; on a cache line each.
        int floats = (int)(Columns + RowTile.Group) * TLanes.Count;
        byte* tiles = stackalloc byte[(4 * floats * sizeof(float)) + 64];
        float* a = (float*)(((nint)tiles + 63) & -64);
        float* b = B == A ? a : a + floats;
        float* y = a + (2 * floats);
        float* rows = y + floats;
        for (; row < end; row += TLanes.Count)
        {
            int count = (int)Math.Min(TLanes.Count, end - row);
            Turn<TLanes, TVector>(A + (row * Columns), count, rows, a);
            if (B != A)
            {
                Turn<TLanes, TVector>(B + (row * Columns), count, rows, b);
            }

            TKernel.Run<TLanes, TVector, RowForms.Abreast>(a, b, y, Columns * TLanes.Count);
            // What is written past the last row must be this chunk's, and be written anew.
            float* result = Y + (row * ResultColumns);
            bool isDirect = end - row >= TLanes.Count + RowTile.Group && ResultColumns <= PieceColumns;
            RowTile.TurnBack<TLanes, TVector>(y, ResultColumns, isDirect ? result : rows);
            if (!isDirect)
            {
                new Span<float>(rows, (int)(count * ResultColumns)).CopyTo(new Span<float>(result, (int)(count * ResultColumns)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Turn<TLanes, TVector>(float* x, int count, float* rows, float* tile)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        if (count < TLanes.Count)
        {
            // There may be nothing where the rows would be that are missing.
            new Span<float>(x, (int)(count * Columns)).CopyTo(new Span<float>(rows, (int)(count * Columns)));
            x = rows;
        }

        RowTile.Turn<TLanes, TVector>(x, Columns, tile);
    }
}

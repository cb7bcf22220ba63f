using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The transpose of a matrix, in square tiles that stay in the cache.</summary>
internal unsafe struct TransposeJob : IChunkJob
{
    internal const long Tile = 32;

    internal float* X;
    internal float* Y;
    internal long Rows;
    internal long Columns;

    public readonly void Execute(int chunk)
    {
        long firstRow = chunk * Tile;
        long rows = Math.Min(Tile, Rows - firstRow);
        for (long column = 0; column < Columns; column += Tile)
        {
            Turn(X + (firstRow * Columns) + column, Columns, rows, Math.Min(Tile, Columns - column), Y + (column * Rows) + firstRow, Rows);
        }
    }

    /// <summary>to[j, i] = from[i, j]; steps are from row to row.</summary>
    internal static void Turn(float* from, long fromStep, long rows, long columns, float* to, long toStep)
    {
        long row = 0;
        for (; row <= rows - SquareTile.Size; row += SquareTile.Size)
        {
            long column = 0;
            for (; column <= columns - SquareTile.Size; column += SquareTile.Size)
            {
                SquareTile.Transpose(from + (row * fromStep) + column, fromStep, to + (column * toStep) + row, toStep);
            }

            for (; column < columns; column++)
            {
                for (int i = 0; i < SquareTile.Size; i++)
                {
                    to[(column * toStep) + row + i] = from[((row + i) * fromStep) + column];
                }
            }
        }

        for (; row < rows; row++)
        {
            for (long column = 0; column < columns; column++)
            {
                to[(column * toStep) + row] = from[(row * fromStep) + column];
            }
        }
    }
}

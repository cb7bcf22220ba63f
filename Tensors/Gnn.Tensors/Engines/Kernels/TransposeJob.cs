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
        long endRow = Math.Min(Rows, (chunk + 1) * Tile);
        for (long firstColumn = 0; firstColumn < Columns; firstColumn += Tile)
        {
            long endColumn = Math.Min(Columns, firstColumn + Tile);
            for (long column = firstColumn; column < endColumn; column++)
            {
                for (long row = chunk * Tile; row < endRow; row++)
                {
                    Y[(column * Rows) + row] = X[(row * Columns) + column];
                }
            }
        }
    }
}

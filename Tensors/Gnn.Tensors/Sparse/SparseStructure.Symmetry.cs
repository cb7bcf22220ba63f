using System.Buffers;
using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Sparse;

public sealed partial class SparseStructure
{
    /// <summary>Whether the matrix has as many rows as columns, and entry (i, j) as often as (j, i).</summary>
    /// <returns>True if so; exact, at a cost of O(rows + entries log d) for rows of d entries, and of the transpose, which is kept.</returns>
    /// <remarks>A row of the transpose is in order of its columns; it is compared with this structure's row in the same order.</remarks>
    /// <exception cref="ObjectDisposedException">The structure was disposed.</exception>
    /// <exception cref="InsufficientMemoryException">The machine has not as much memory as the transpose needs.</exception>
    public bool IsSymmetric()
    {
        if (_isTranspose || RowCount != ColumnCount)
        {
            return RowCount == ColumnCount && Transpose.IsSymmetric();
        }

        var job = new SymmetryJob(this, Transpose);
        HostThreads.Pool.Run(ref job, job.ChunkCount);
        return job.IsSymmetric;
    }

    private struct SymmetryJob(SparseStructure structure, SparseStructure transpose) : IChunkJob
    {
        private const int ChunkRows = 4096;

        private int _isAsymmetric;

        public readonly int ChunkCount => (int)((structure.RowCount + (long)ChunkRows - 1) / ChunkRows);

        public readonly bool IsSymmetric => _isAsymmetric == 0;

        public void Execute(int chunk)
        {
            int[] sorted = [];
            int end = (int)Math.Min(structure.RowCount, (chunk + 1L) * ChunkRows);
            for (int row = chunk * ChunkRows; row < end && Volatile.Read(ref _isAsymmetric) == 0; row++)
            {
                ReadOnlySpan<int> here = structure.Row(row), there = transpose.Row(row);
                if (here.Length == there.Length && (here.SequenceEqual(there) || IsSame(here, there, ref sorted)))
                {
                    continue;
                }

                Volatile.Write(ref _isAsymmetric, 1);
            }

            if (sorted.Length > 0)
            {
                ArrayPool<int>.Shared.Return(sorted);
            }
        }

        private static bool IsSame(ReadOnlySpan<int> row, ReadOnlySpan<int> ordered, ref int[] sorted)
        {
            if (sorted.Length < row.Length)
            {
                if (sorted.Length > 0)
                {
                    ArrayPool<int>.Shared.Return(sorted);
                }

                sorted = ArrayPool<int>.Shared.Rent(row.Length);
            }

            row.CopyTo(sorted);
            sorted.AsSpan(0, row.Length).Sort();
            return ordered.SequenceEqual(sorted.AsSpan(0, row.Length));
        }
    }
}

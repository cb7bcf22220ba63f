using System.Numerics;
using Gnn.Sampling.Walks;
using Gnn.Tensors;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Neighbors;

/// <summary>The weights of edges in the order of a structure's entries, as draws need them: an alias table of each row for draws with replacement, else inverse weights.</summary>
internal sealed unsafe class EdgeWeights : IDisposable
{
    /// <summary>The inverse of the largest weight of a row. So small that a row's weights may differ by 2^215 before ranks leave the range of single precision.</summary>
    private const double LeastInverse = 1.0 / (1L << 46) / (1L << 47);
    private const double MostInverse = (double)(1UL << 61) * (1UL << 61);

    private readonly NativeArray<AliasEntry>? _aliases;
    private readonly NativeArray<float>? _inverses;
    private readonly NativeArray<double>? _totals;

    /// <summary>Reads weights.</summary>
    /// <param name="rows">The structure.</param>
    /// <param name="weights">The weight of each edge by its id, floating <c>[E]</c>.</param>
    /// <param name="replace">Whether draws are with replacement.</param>
    /// <exception cref="ArgumentException">They are not floating [E].</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite.</exception>
    internal EdgeWeights(SparseStructure rows, Tensor weights, bool replace)
    {
        NativeArray<float> values = WalkTable.InEntryOrder(rows, WalkTable.Read(weights, rows.EntryCount)!);
        if (!replace)
        {
            _inverses = values;
            Invert(rows, values.Pointer);
            return;
        }

        using (values)
        {
            // A table of places, where one of walks is of nodes.
            using NativeArray<int> places = Places(rows);
            _aliases = WalkTable.MakeEntries(rows, places.Pointer, values.Pointer);
            _totals = new NativeArray<double>(rows.RowCount);
            for (int row = 0; row < rows.RowCount; row++)
            {
                double total = 0;
                for (long entry = rows.RowPointers[row]; entry < rows.RowPointers[row + 1L]; entry++)
                {
                    total += values.Pointer[entry];
                }

                _totals.Pointer[row] = total;
            }
        }
    }

    /// <summary>Whether draws are with replacement.</summary>
    internal bool Replaces => _aliases is not null;

    /// <summary>The alias tables of places in rows; of draws with replacement.</summary>
    internal AliasEntry* Aliases => _aliases!.Pointer;

    /// <summary>The sum of each row's weights; of draws with replacement.</summary>
    internal double* Totals => _totals!.Pointer;

    /// <summary>The inverse of each weight times a number that is the same for all of a row; infinite for 0. Of draws without replacement.</summary>
    internal float* Inverses => _inverses!.Pointer;

    /// <summary>Asks for the memory of a row, some time before it is wanted.</summary>
    /// <param name="row">The row.</param>
    /// <param name="start">Its first entry.</param>
    /// <param name="length">How many it has.</param>
    internal void Ask(int row, long start, int length)
    {
        if (_inverses is not null)
        {
            Prefetch.Row(_inverses.Pointer + start, Math.Min(length, 8 * Prefetch.LineFloats));
        }
        else
        {
            Prefetch.Line(_totals!.Pointer + row);
        }
    }

    /// <summary>Whether an entry has a weight.</summary>
    internal bool IsPositive(long entry) => _inverses is not null ? float.IsFinite(_inverses.Pointer[entry]) : Aliases[entry].Weight > 0;

    public void Dispose()
    {
        _aliases?.Dispose();
        _inverses?.Dispose();
        _totals?.Dispose();
    }

    private static NativeArray<int> Places(SparseStructure rows)
    {
        var places = new NativeArray<int>(rows.EntryCount);
        for (int row = 0; row < rows.RowCount; row++)
        {
            long start = rows.RowPointers[row];
            for (int place = 0; place < rows.RowLength(row); place++)
            {
                places.Pointer[start + place] = place;
            }
        }

        return places;
    }

    private static void Invert(SparseStructure rows, float* values)
    {
        for (int row = 0; row < rows.RowCount; row++)
        {
            float* first = values + rows.RowPointers[row];
            float* end = values + rows.RowPointers[row + 1L];
            double heaviest = 0;
            for (float* value = first; value < end; value++)
            {
                heaviest = Math.Max(heaviest, *value);
            }

            for (float* value = first; value < end; value++)
            {
                *value = *value > 0 ? (float)Math.Min(heaviest / *value * LeastInverse, MostInverse) : float.PositiveInfinity;
            }
        }
    }
}

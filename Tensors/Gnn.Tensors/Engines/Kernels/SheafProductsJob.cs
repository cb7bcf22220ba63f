using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The products and squares of the maps at both ends of each entry, or with a gradient what each end's numbers get; as many entries at once as there are lanes.</summary>
/// <remarks>Blocks of entries lie in buffers number by number: rows come in by addition, go through the map, and results go out turned back.</remarks>
internal unsafe partial struct SheafProductsJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    /// <summary>The widest map whose numbers fit the buffers.</summary>
    internal const int MaxSize = 4;

    // Entries of a block, a multiple of the widest vector.
    private const int Entries = 32;

    // Numbers of both ends of the widest map, with a place for the weights of smaller ones, in whole fours.
    private const int MaxNumbers = 2 * MaxSize * MaxSize;
    private const int MaxElements = MaxSize * MaxSize;

    internal Csr<TIndex> Csr;
    internal RowCut Cut;
    internal SheafMapOptions Options;

    /// <summary>[N, 2 k]: own and other.</summary>
    internal float* Ends;

    /// <summary>[N, 2 k]: other and own.</summary>
    internal float* Turned;

    /// <summary>The gradient of the products, [E, elements], or null forward.</summary>
    internal float* Gradient;

    /// <summary>The gradient of the diagonal, of general maps plus its transpose, [N, diagonal elements], or null.</summary>
    internal float* DiagonalGradient;

    /// <summary>Forward the products, [E, elements]; else the gradients of the larger and the smaller end's numbers, [E, 2 k], or null with sums.</summary>
    internal float* Y;

    /// <summary>What is summed at nodes, [1 + chunks, N, step] of zeros: first at the rows of all chunks, then at the columns of each; null where entries keep it.</summary>
    internal float* Sums;

    /// <summary>N * step.</summary>
    internal long Slab;

    /// <summary>The columns of a node's sums, in whole fours.</summary>
    internal int Step;

    /// <summary>Forward what the larger ends add to their diagonals, [E, diagonal elements]; null for reflections without weights.</summary>
    internal float* Larger;

    /// <summary>Forward what the smaller ends add to theirs; null for reflections, where it is the same.</summary>
    internal float* Smaller;

    private readonly int Numbers => Options.EndNumbers;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        // Room past each end for whole vectors.
        float* rows = stackalloc float[(MaxNumbers + 4) * (Entries + 1)];
        float* z = stackalloc float[(MaxNumbers + 4) * Entries];
        float* more = stackalloc float[((5 * MaxElements) + 16) * Entries];
        long* ends = stackalloc long[2 * Entries];
        (long row, long endRow) = Cut.Rows(Csr, chunk);
        long begin = Csr.Begin(row);
        long end = Csr.Begin(endRow);
        for (long first = begin; first < end; first += Entries)
        {
            int count = (int)Math.Min(Entries, end - first);
            for (int k = 0; k < count;)
            {
                while (Csr.Begin(row + 1) <= first + k)
                {
                    row++;
                }

                for (int rowEnd = (int)Math.Min(count, Csr.Begin(row + 1) - first); k < rowEnd; k++)
                {
                    ends[k] = row;
                    ends[Entries + k] = Csr.Columns[first + k];
                }
            }

            AskAhead(first, end, Sums == null ? null : Sums + ((chunk + 1) * Slab));
            Gather<TLanes, TVector>(ends, count, rows, z);
            Squash<TLanes, TVector>(z);
            bool isLast = first + count == end;
            if (Gradient == null)
            {
                Forward<TLanes, TVector>(first, count, isLast, z, more);
                if (Sums != null)
                {
                    float* larger = more + ((Options.Elements + 4) * Entries);
                    float* smaller = Options.Form == SheafMapForm.Reflections ? larger : larger + (Options.Elements * Entries);
                    AddAtNodes(larger, Options.DiagonalElements, ends, count, rows, Sums);
                    AddAtNodes(smaller, Options.DiagonalElements, ends + Entries, count, rows, Sums + ((chunk + 1) * Slab));
                }
            }
            else
            {
                Backward<TLanes, TVector>(first, count, isLast, ends, rows, z, more);
                if (Sums != null)
                {
                    ToRows(z, count, rows);
                    AddRows(rows, ends, count, Sums);
                    AddRows(rows, ends + Entries, count, Sums + ((chunk + 1) * Slab));
                }
            }
        }
    }

    /// <summary>Asks for the sums of the nodes that are the columns of a block's entries, and for the numbers of those of the next block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void AskAhead(long first, long end, float* sums)
    {
        int width = 2 * Numbers;
        long next = Math.Min(first + Entries, end);
        for (long entry = first; entry < next && sums != null; entry++)
        {
            Prefetch.Row(sums + (Csr.Columns[entry] * (long)Step), Step);
        }

        for (long entry = next; entry < Math.Min(next + Entries, end); entry++)
        {
            Prefetch.Row(Turned + (Csr.Columns[entry] * (long)width), width);
        }
    }

    /// <summary>The numbers of both ends of each entry, number by number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Gather<TLanes, TVector>(long* ends, int count, float* rows, float* z)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int width = 2 * Numbers;
        int step = (width + 3) & ~3;
        for (int k = 0; k < count; k++)
        {
            float* own = Ends + (ends[k] * width);
            float* other = Turned + (ends[Entries + k] * width);
            float* to = rows + (k * step);
            for (int i = 0; i < width; i += TLanes.Count)
            {
                TLanes.Store(to + i, TLanes.Add(TLanes.Load(own + i), TLanes.Load(other + i)));
            }
        }

        // What lies past a row's end is its neighbour's or nothing's, and goes nowhere but into lanes and numbers that nobody reads.
        Turn(rows, step, count, z, step);
    }

    /// <summary>From rows to columns of <see cref="Entries"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(float* rows, int step, int count, float* columns, int width)
    {
        int tiled = count & -SquareTile.Size;
        for (int k = 0; k < tiled; k += SquareTile.Size)
        {
            for (int i = 0; i < width; i += SquareTile.Size)
            {
                SquareTile.Transpose(rows + (k * step) + i, step, columns + (i * Entries) + k, Entries);
            }
        }

        for (int k = tiled; k < count; k++)
        {
            for (int i = 0; i < width; i++)
            {
                columns[(i * Entries) + k] = rows[(k * step) + i];
            }
        }
    }

    /// <summary>From columns of <see cref="Entries"/> to rows that lie one after another; past the last row nothing is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnBack(float* columns, int count, float* to, int width, bool isLast)
    {
        // A tile may reach into the next row, which is then written again: so tiles go from the last columns to the first, and the last rows go one by one.
        int tiled = isLast ? Math.Max(0, (count - 1) & -SquareTile.Size) : count & -SquareTile.Size;
        if (width < SquareTile.Size)
        {
            tiled = 0;
        }

        for (int k = 0; k < tiled; k += SquareTile.Size)
        {
            for (int i = (width - 1) & -SquareTile.Size; i >= 0; i -= SquareTile.Size)
            {
                SquareTile.Transpose(columns + (i * Entries) + k, Entries, to + (k * (long)width) + i, width);
            }
        }

        for (int k = tiled; k < count; k++)
        {
            for (int i = 0; i < width; i++)
            {
                to[(k * (long)width) + i] = columns[(i * Entries) + k];
            }
        }
    }

    /// <summary>The tanh of numbers, the sigmoid of weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Squash<TLanes, TVector>(float* z)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int numbers = Numbers;
        for (int side = 0; side < 2; side++)
        {
            float* end = z + (side * numbers * Entries);
            int plain = Options.Numbers * Entries;
            if (Options.HasTanh)
            {
                for (int i = 0; i < plain; i += TLanes.Count)
                {
                    TLanes.Store(end + i, LaneMath.Tanh<TLanes, TVector>(TLanes.Load(end + i)));
                }
            }

            if (Options.IsWeighted)
            {
                for (int i = plain; i < plain + Entries; i += TLanes.Count)
                {
                    TLanes.Store(end + i, LaneMath.Sigmoid<TLanes, TVector>(TLanes.Load(end + i)));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Forward<TLanes, TVector>(long first, int count, bool isLast, float* z, float* more)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        (int elements, int diagonal) = (Options.Elements, Options.DiagonalElements);
        float* products = more;
        float* larger = products + (elements * Entries) + (4 * Entries);
        float* smaller = larger + (elements * Entries);
        for (int lane = 0; lane < count; lane += TLanes.Count)
        {
            float* left = z + lane;
            float* right = left + (Numbers * Entries);
            switch (Options.Form)
            {
                case SheafMapForm.Diagonal:
                    for (int i = 0; i < elements * Entries; i += Entries)
                    {
                        (TVector a, TVector b) = (TLanes.Load(left + i), TLanes.Load(right + i));
                        TLanes.Store(products + lane + i, TLanes.Multiply(a, b));
                        TLanes.Store(larger + lane + i, TLanes.Multiply(a, a));
                        TLanes.Store(smaller + lane + i, TLanes.Multiply(b, b));
                    }

                    break;
                case SheafMapForm.General:
                    Product<TLanes, TVector>(left, right, products + lane);
                    Product<TLanes, TVector>(left, left, larger + lane);
                    Product<TLanes, TVector>(right, right, smaller + lane);
                    break;
                default:
                    // The maps themselves take the place of the squares, which are one number.
                    float* maps = smaller;
                    float* others = maps + (elements * Entries);
                    Reflect<TLanes, TVector>(left, maps + lane, null);
                    Reflect<TLanes, TVector>(right, others + lane, null);
                    Product<TLanes, TVector>(maps + lane, others + lane, products + lane);
                    if (Options.IsWeighted)
                    {
                        TVector weight = Weight<TLanes, TVector>(left, right);
                        TLanes.Store(larger + lane, weight);
                        for (int i = 0; i < elements * Entries; i += Entries)
                        {
                            TLanes.Store(products + lane + i, TLanes.Multiply(TLanes.Load(products + lane + i), weight));
                        }
                    }

                    break;
            }
        }

        TurnBack(products, count, Y + (first * elements), elements, isLast);
        if (Larger != null)
        {
            TurnBack(larger, count, Larger + (first * diagonal), diagonal, isLast);
        }

        if (Smaller != null)
        {
            TurnBack(smaller, count, Smaller + (first * diagonal), diagonal, isLast);
        }
    }

    /// <summary>The squared product of the sigmoids of both ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TVector Weight<TLanes, TVector>(float* left, float* right)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int place = Options.Numbers * Entries;
        TVector weight = TLanes.Multiply(TLanes.Load(left + place), TLanes.Load(right + place));
        return TLanes.Multiply(weight, weight);
    }
}

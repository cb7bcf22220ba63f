using System.Numerics;
using System.Runtime.CompilerServices;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Threading;

namespace Gnn.Sampling.Walks;

/// <summary>Walks whose steps depend on the node alone, several at a time: while the memory of one is fetched, the others go on.</summary>
/// <remarks>
/// Words of a walk: step t has the next one (uniform), two (by weight: the 64-bit number of both times the length of the row is the slot and a fraction),
/// or with restarts twice as many, the first for the restart. So a step's words are known without the steps before it, and a group of walks has its blocks
/// computed together.
/// </remarks>
/// <typeparam name="TIndex">int or long: the row pointers.</typeparam>
/// <typeparam name="TDraw">How a step is drawn.</typeparam>
internal unsafe struct FirstOrderJob<TIndex, TDraw> : IChunkJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
    where TDraw : struct, IStepDraw
{
    public const int ChunkWalks = 2048;

    private const int Group = 32;
    private const long None = -1;
    private const long ToStart = -2;

    public required WalkRequest Request;

    /// <summary>The tables that steps take in turn.</summary>
    public required WalkTable[] Tables;
    public required int WalkCount;
    public required int Length;
    public required int* Nodes;
    public required bool Stays;

    /// <summary>A word below it restarts the walk; 2^32 if every one does.</summary>
    public required ulong RestartThreshold;

    public readonly int ChunkCount => (int)((WalkCount + (long)ChunkWalks - 1) / ChunkWalks);

    private readonly int WordsPerStep => (TDraw.IsWeighted ? 2 : 1) * (RestartThreshold > 0 ? 2 : 1);

    public readonly void Execute(int chunk)
    {
        int end = (int)Math.Min(WalkCount, (chunk + 1L) * ChunkWalks);
        for (int first = chunk * ChunkWalks; first < end; first += Group)
        {
            Walk(first, Math.Min(Group, end - first));
        }
    }

    [SkipLocalsInit]
    private readonly void Walk(int first, int count)
    {
        ulong* firstBlocks = stackalloc ulong[Group];
        ulong* blocks = stackalloc ulong[Group];
        uint* words = stackalloc uint[4 * Group];
        long* places = stackalloc long[Group];
        uint* fractions = stackalloc uint[Group];
        int* current = stackalloc int[Group];
        int stride = Length + 1;
        int* output = Nodes + ((long)first * stride);
        for (int i = 0; i < count; i++)
        {
            current[i] = Request.Start(first + i);
            firstBlocks[i] = Request.FirstBlock(first + i);
            output[(long)i * stride] = current[i];
        }

        int wordsPerStep = WordsPerStep;
        for (int step = 0; step < Length; step++)
        {
            int word = step * wordsPerStep;
            if ((word & 3) == 0)
            {
                for (int i = 0; i < count; i++)
                {
                    blocks[i] = firstBlocks[i] + (ulong)(word >> 2);
                }

                Request.Words.FillBlocks(new ReadOnlySpan<ulong>(blocks, count), new Span<uint>(words, 4 * count));
            }

            WalkTable table = Tables[Tables.Length == 1 ? 0 : step % Tables.Length];
            WalkTable next = Tables[Tables.Length == 1 ? 0 : (step + 1) % Tables.Length];
            Choose(step, count, words + (word & 3), (TIndex*)table.Pointers, table.Columns, table.Entries, current, firstBlocks, places, fractions);
            Take(count, table.Columns, table.Entries, (TIndex*)next.Pointers, output, step + 1, current, places, fractions);
        }
    }

    /// <summary>Chooses an entry for each walk of a group and fetches its line.</summary>
    private readonly void Choose(
        int step, int count, uint* words, TIndex* pointers, int* columns, AliasEntry* entries, int* current, ulong* firstBlocks, long* places, uint* fractions)
    {
        bool restarts = RestartThreshold > 0;
        uint* drawn = words + (restarts ? TDraw.IsWeighted ? 2 : 1 : 0);
        for (int i = 0; i < count; i++)
        {
            int node = current[i];
            if (node < 0)
            {
                places[i] = None;
                continue;
            }

            if (restarts && words[4 * i] < RestartThreshold)
            {
                places[i] = ToStart;
                continue;
            }

            long begin = long.CreateTruncating(pointers[node]);
            uint length = uint.CreateTruncating(long.CreateTruncating(pointers[node + 1L]) - begin);
            ulong slot;
            if (TDraw.IsWeighted)
            {
                slot = Math.BigMul(((ulong)drawn[(4 * i) + 1] << 32) | drawn[4 * i], length, out ulong low);
                fractions[i] = (uint)(low >> 32);
            }
            else
            {
                ulong product = (ulong)drawn[4 * i] * length;
                slot = (uint)product < length ? Request.Redraw(firstBlocks[i], step, product, length) : product >> 32;
            }

            if (length == 0)
            {
                places[i] = None;
                continue;
            }

            places[i] = begin + (long)slot;
            TDraw.Ask(columns, entries, places[i]);
        }
    }

    /// <summary>Goes where the chosen entries lead and fetches what the next step reads.</summary>
    private readonly void Take(
        int count, int* columns, AliasEntry* entries, TIndex* nextPointers, int* output, int column, int* current, long* places, uint* fractions)
    {
        int stride = Length + 1;
        for (int i = 0; i < count; i++)
        {
            int node = places[i] >= 0
                ? TDraw.Take(columns, entries, places[i], fractions[i])
                : places[i] == ToStart ? output[(long)i * stride] : -1;
            if (node < 0 && Stays)
            {
                node = current[i];
            }

            output[((long)i * stride) + column] = node;
            current[i] = node;
            Prefetch.Line(nextPointers + node);
        }
    }
}

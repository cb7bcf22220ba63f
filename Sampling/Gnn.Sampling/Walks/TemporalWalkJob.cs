using Gnn.Graphs.Temporal;
using Gnn.Tensors.Threading;

namespace Gnn.Sampling.Walks;

/// <summary>Temporal walks, one after the other. Step t has word t of its walk.</summary>
internal unsafe struct TemporalWalkJob : IChunkJob
{
    public const int ChunkWalks = 1024;

    private const int None = -1;

    public required WalkRequest Request;
    public required TemporalGraph Graph;
    public required EventHistory History;
    public required TemporalWalkOptions Options;

    /// <summary>The time that each start is asked about; null if there is none.</summary>
    public required long* Times;
    public required int WalkCount;
    public required int Length;
    public required int* Nodes;
    public required int* Events;

    public readonly int ChunkCount => (int)((WalkCount + (long)ChunkWalks - 1) / ChunkWalks);

    public readonly void Execute(int chunk)
    {
        ReadOnlySpan<long> eventTimes = Graph.Times;
        int end = (int)Math.Min(WalkCount, (chunk + 1L) * ChunkWalks);
        for (int walk = chunk * ChunkWalks; walk < end; walk++)
        {
            Walk(walk, eventTimes, Nodes + (walk * (Length + 1L)), Events + ((long)walk * Length));
        }
    }

    private readonly void Walk(int walk, ReadOnlySpan<long> eventTimes, int* nodes, int* events)
    {
        ulong firstBlock = Request.FirstBlock(walk);
        int node = Request.Start(walk), last = None;
        bool hasTime = Times != null;
        long time = hasTime ? Times[walk % Request.StartCount] : 0;
        Span<uint> words = stackalloc uint[4];
        nodes[0] = node;
        for (int step = 0; step < Length; step++)
        {
            if ((step & 3) == 0)
            {
                Request.Words.Fill(words, (long)(firstBlock * 4) + step);
            }

            int place = Choose(node, hasTime, time, last, firstBlock, step, words[step & 3]);
            if (place == None)
            {
                for (; step < Length; step++)
                {
                    events[step] = None;
                    nodes[step + 1] = Options.DeadEnd == DeadEnd.Stay ? node : None;
                }

                return;
            }

            last = History.Events(node)[place];
            node = History.Neighbors(node)[place];
            time = eventTimes[last];
            hasTime = true;
            events[step] = last;
            nodes[step + 1] = node;
        }
    }

    /// <summary>The place in a node's history of the event that follows, or none.</summary>
    private readonly int Choose(int node, bool hasTime, long time, int last, ulong firstBlock, int step, uint word)
    {
        ReadOnlySpan<int> row = History.Events(node);
        bool isForward = Options.Time == TimeDirection.Forward;
        int low = 0, high = row.Length;
        if (hasTime && isForward)
        {
            low = History.CountBefore(node, time, inclusive: Options.IsStrict);
        }
        else if (hasTime)
        {
            high = History.CountBefore(node, time, inclusive: !Options.IsStrict);
        }

        // The event that led here may be among those at its own time.
        int self = Options.IsStrict || last == None ? None : row.BinarySearch(last);
        bool skips = self >= low && self < high;
        int count = high - low - (skips ? 1 : 0);
        if (count <= 0)
        {
            return None;
        }

        if (Options.Choice == TemporalChoice.Nearest)
        {
            int nearest = isForward ? low : high - 1;
            return skips && nearest == self ? nearest + (isForward ? 1 : -1) : nearest;
        }

        ulong product = (ulong)word * (uint)count;
        int slot = (int)((uint)product < (uint)count ? Request.Redraw(firstBlock, step, product, (uint)count) : product >> 32);
        int place = low + slot;
        return skips && place >= self ? place + 1 : place;
    }
}

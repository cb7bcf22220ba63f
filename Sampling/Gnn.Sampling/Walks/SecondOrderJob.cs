using System.Numerics;
using System.Runtime.CompilerServices;
using Gnn.Tensors.Threading;

namespace Gnn.Sampling.Walks;

/// <summary>node2vec walks by rejection, many at a time: each round, every walk has one candidate, and the memory that decides about it is fetched for all
/// before it is read for any.</summary>
/// <remarks>
/// Words of a walk: candidate k has words 2 k (slot) and 2 k + 1 (whether it is taken), or by weight 4 k (slot), 4 k + 1 (which of the slot's two nodes) and
/// 4 k + 2 (whether it is taken). Stages append to lists without branching on what was drawn, since nothing could foretell such branches.
/// </remarks>
/// <typeparam name="TIndex">int or long: the row pointers.</typeparam>
/// <typeparam name="TDraw">How a candidate is drawn.</typeparam>
internal unsafe struct SecondOrderJob<TIndex, TDraw> : IChunkJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
    where TDraw : struct, IStepDraw
{
    public const int ChunkWalks = 4096;

    /// <summary>Rejections after which a row of fewer entries is passed over; a longer one after as many as it has entries.</summary>
    public const int LeastTries = 16;

    private const int Group = 64;
    private const int FirstRule = 0;
    private const int FarRule = 1;
    private const int MixedRule = 2;
    private const ulong Out = 1UL << 33;
    private const int SharedBit = int.MinValue;
    private const int NodeMask = SecondOrderRows<TIndex>.NodeMask;

    public required WalkRequest Request;
    public required SecondOrderRows<TIndex> Rows;
    public required SecondOrderRules Rules;
    public required int WalkCount;
    public required int Length;
    public required int* Nodes;
    public required bool Stays;

    public readonly int ChunkCount => (int)((WalkCount + (long)ChunkWalks - 1) / ChunkWalks);

    private static int TriesPerBlock => TDraw.IsWeighted ? 1 : 2;

    [SkipLocalsInit]
    public readonly void Execute(int chunk)
    {
        WalkLane* lanes = stackalloc WalkLane[Group];
        ulong* blocks = stackalloc ulong[Group];
        uint* words = stackalloc uint[4 * Group];
        int* lists = stackalloc int[5 * Group];
        StepRule* rules = stackalloc StepRule[3];
        rules[FirstRule] = StepRule.TakeAll;
        rules[FarRule] = Rules.Far;
        rules[MixedRule] = Rules.Mixed;
        int next = chunk * ChunkWalks, end = (int)Math.Min(WalkCount, (chunk + 1L) * ChunkWalks);
        int live = 0;
        while (true)
        {
            while (live < Group && next < end)
            {
                Begin(lanes + live, next++, rules);
                live += lanes[live].Left > 0 ? 1 : 0;
            }

            if (live == 0)
            {
                return;
            }

            for (int i = 0; i < live; i++)
            {
                blocks[i] = lanes[i].Block++;
            }

            Request.Words.FillBlocks(new ReadOnlySpan<ulong>(blocks, live), new Span<uint>(words, 4 * live));
            for (int part = 0; part < TriesPerBlock; part++)
            {
                Try(lanes, live, words + (2 * part), lists, rules);
            }

            for (int i = live - 1; i >= 0; i--)
            {
                if (lanes[i].Left == 0)
                {
                    lanes[i] = lanes[--live];
                }
            }
        }
    }

    private readonly void Begin(WalkLane* lane, int walk, StepRule* rules)
    {
        int start = Request.Start(walk);
        lane->Block = Request.FirstBlock(walk);
        lane->Output = Nodes + (walk * (Length + 1L));
        *lane->Output++ = start;
        lane->Left = Length;
        lane->Previous = -1;
        Enter(lane, start, rules);
    }

    /// <summary>Goes to a node whose output is written, and sees what a step from there is like.</summary>
    private readonly void Enter(WalkLane* lane, int node, StepRule* rules)
    {
        int id = node & NodeMask;
        long begin = Rows.Begin(id);
        int degree = (int)(Rows.Begin(id + 1) - begin);
        if (TDraw.IsWeighted && Rows.Scales[id] == 0)
        {
            degree = 0;
        }

        lane->Current = node;
        lane->Begin = begin;
        lane->Degree = degree;
        lane->Tries = Math.Max(LeastTries, degree);
        int rule = FarRule + (node >>> 31);
        rule = lane->Previous < 0 ? FirstRule : rule;
        rule = degree == 1 ? FirstRule : rule;
        lane->Rule = rule;
        uint extra = Rows.Heaviest is null ? rules[rule].ExtraSlots : (uint)Math.Ceiling(rules[rule].Excess * Rows.Heaviest[id]);
        lane->Slots = (uint)degree + extra;
        if (degree == 0)
        {
            for (; lane->Left > 0; lane->Left--)
            {
                *lane->Output++ = Stays ? id : -1;
            }
        }
    }

    /// <summary>One candidate for each walk that has not ended.</summary>
    private readonly void Try(WalkLane* lanes, int live, uint* words, int* lists, StepRule* rules)
    {
        int* accepted = lists, unsure = lists + Group, searched = lists + (2 * Group), extra = lists + (3 * Group), exhausted = lists + (4 * Group);
        int exhaustedCount = Draw(lanes, live, words, exhausted);
        int acceptedCount = 0, unsureCount = 0, extraCount = 0;
        bool isReturnCertain = Rows.Heaviest is null;
        for (int i = 0; i < live; i++)
        {
            WalkLane* lane = lanes + i;
            int candidate = TDraw.Take(Rows.Columns, Rows.Entries, lane->Place, words[(4 * i) + 1]);
            StepRule* rule = rules + lane->Rule;
            ulong low = rule->Low, high = rule->High;
            bool isBack = (candidate & NodeMask) == lane->Previous;
            low = isBack ? rule->Back : low;
            high = isBack ? rule->Back : high;
            int back = lane->Previous | (lane->Current & SharedBit);
            bool isExtra = lane->IsExtra;
            ulong extraThreshold = isReturnCertain ? rule->ExtraThreshold : 0;
            low = isExtra ? extraThreshold : low;
            high = isExtra ? extraThreshold : high;
            lane->Candidate = isExtra ? back : candidate;
            ulong fraction = lane->Fraction;
            accepted[acceptedCount] = i;
            acceptedCount += fraction < low ? 1 : 0;
            unsure[unsureCount] = i;
            unsureCount += (fraction >= low ? 1 : 0) & (fraction < high ? 1 : 0);
            extra[extraCount] = i;
            extraCount += isExtra ? 1 : 0;
        }

        acceptedCount = Decide(lanes, unsure, unsureCount, searched, accepted, acceptedCount);
        if (!isReturnCertain)
        {
            for (int k = 0; k < extraCount; k++)
            {
                CacheLine.Prefetch(Rows.Columns + lanes[extra[k]].Begin + (lanes[extra[k]].Degree >> 1));
            }

            for (int k = 0; k < extraCount; k++)
            {
                accepted[acceptedCount] = extra[k];
                acceptedCount += TakesExtra(lanes + extra[k], rules) ? 1 : 0;
            }
        }

        for (int k = 0; k < exhaustedCount; k++)
        {
            int i = exhausted[k];
            lanes[i].Candidate = Scan(lanes + i, ((ulong)words[4 * i] << 32) | words[(4 * i) + 1]);
            accepted[acceptedCount++] = i;
        }

        for (int k = 0; k < acceptedCount; k++)
        {
            CacheLine.Prefetch(Rows.Pointers + (lanes[accepted[k]].Candidate & NodeMask));
        }

        for (int k = 0; k < acceptedCount; k++)
        {
            WalkLane* lane = lanes + accepted[k];
            *lane->Output++ = lane->Candidate & NodeMask;
            lane->Left--;
            lane->Previous = lane->Current & NodeMask;
            lane->PreviousBegin = lane->Begin;
            lane->PreviousDegree = lane->Degree;
            Enter(lane, lane->Candidate, rules);
        }
    }

    /// <summary>Draws a slot for each walk and fetches its line.</summary>
    private readonly int Draw(WalkLane* lanes, int live, uint* words, int* exhausted)
    {
        int exhaustedCount = 0;
        for (int i = 0; i < live; i++)
        {
            WalkLane* lane = lanes + i;
            ulong product = (ulong)words[4 * i] * lane->Slots;
            uint slot = (uint)(product >> 32);
            ulong fraction = words[(4 * i) + (TDraw.IsWeighted ? 2 : 1)];
            if ((uint)product < lane->Slots && (uint)product < (0 - lane->Slots) % lane->Slots)
            {
                // For exactly equal slots: as good as a candidate that is rejected.
                fraction = Out;
            }

            // A walk that ended in this round has one more turn, which must not count.
            fraction = lane->Left == 0 ? Out : fraction;
            if (lane->Tries-- == 0 && lane->Left > 0)
            {
                fraction = Out;
                exhausted[exhaustedCount++] = i;
            }

            lane->Fraction = fraction;
            lane->IsExtra = slot >= (uint)lane->Degree;
            lane->Place = lane->Begin + Math.Min(slot, (uint)Math.Max(lane->Degree - 1, 0));
            TDraw.Prefetch(Rows.Columns, Rows.Entries, lane->Place);
        }

        return exhaustedCount;
    }

    /// <summary>Takes or rejects candidates about which it matters whether an edge leads to them from the node before.</summary>
    private readonly int Decide(WalkLane* lanes, int* unsure, int unsureCount, int* searched, int* accepted, int acceptedCount)
    {
        bool takesNear = Rules.TakesNear;
        for (int k = 0; k < unsureCount; k++)
        {
            WalkLane* lane = lanes + unsure[k];
            lane->Fraction = EdgeFilter.Hash(lane->Previous, lane->Candidate & NodeMask);
            Rows.Filter.Prefetch(lane->Fraction);
        }

        int searchedCount = 0;
        for (int k = 0; k < unsureCount; k++)
        {
            int i = unsure[k];
            int mayBeNear = Rows.Filter.MayContain(lanes[i].Fraction) ? 1 : 0;
            searched[searchedCount] = i;
            searchedCount += mayBeNear;
            CacheLine.Prefetch(Rows.Columns + lanes[i].PreviousBegin + (lanes[i].PreviousDegree >> 1));
            accepted[acceptedCount] = i;
            acceptedCount += takesNear ? 0 : 1 - mayBeNear;
        }

        for (int k = 0; k < searchedCount; k++)
        {
            int i = searched[k];
            accepted[acceptedCount] = i;
            acceptedCount += Rows.Contains(lanes[i].PreviousBegin, lanes[i].PreviousDegree, lanes[i].Candidate & NodeMask) == takesNear ? 1 : 0;
        }

        return acceptedCount;
    }

    /// <summary>Whether a candidate from the extra slots leads back, where not every edge has one reverse of its weight.</summary>
    private readonly bool TakesExtra(WalkLane* lane, StepRule* rules)
    {
        double share = Rows.Share(lane->Current & NodeMask, lane->Begin, lane->Degree, lane->Previous);
        return lane->Fraction < StepRule.Threshold(rules[lane->Rule].Excess * share / (lane->Slots - (uint)lane->Degree));
    }

    /// <summary>Draws from all entries of a row by adding up what each has.</summary>
    private readonly int Scan(WalkLane* lane, ulong word)
    {
        double total = 0;
        for (int k = 0; k < lane->Degree; k++)
        {
            total += Mass(lane, lane->Begin + k);
        }

        double target = (word >> 11) * (1.0 / (1L << 53)) * total;
        int last = 0;
        double sum = 0;
        for (int k = 0; k < lane->Degree; k++)
        {
            double mass = Mass(lane, lane->Begin + k);
            sum += mass;
            last = mass > 0 ? k : last;
            if (sum > target)
            {
                break;
            }
        }

        return Rows.Columns[lane->Begin + last];
    }

    private readonly double Mass(WalkLane* lane, long entry)
    {
        int node = Rows.Columns[entry] & NodeMask;
        bool isNear = lane->Rule == MixedRule && Rows.Filter.MayContain(EdgeFilter.Hash(lane->Previous, node)) && Rows.Contains(lane->PreviousBegin, lane->PreviousDegree, node);
        double alpha = node == lane->Previous ? Rules.BackMass : isNear ? Rules.NearMass : Rules.FarMass;
        return TDraw.IsWeighted ? alpha * Rows.Entries[entry].Weight : alpha;
    }
}

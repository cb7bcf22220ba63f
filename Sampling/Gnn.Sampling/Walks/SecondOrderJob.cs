using System.Numerics;
using System.Runtime.CompilerServices;
using Gnn.Tensors.Engines.Kernels;
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
internal unsafe partial struct SecondOrderJob<TIndex, TDraw> : IChunkJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
    where TDraw : struct, IStepDraw
{
    public const int ChunkWalks = 4096;

    /// <summary>A row is passed over after as many rejections as it has entries and so many more.</summary>
    public const int SpareTries = 16;

    private const int Group = 64;
    private const int ThresholdsOfRule = 8;
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
        ulong* thresholds = stackalloc ulong[3 * ThresholdsOfRule];
        rules[FirstRule] = StepRule.TakeAll;
        rules[FarRule] = Rules.Far;
        rules[MixedRule] = Rules.Mixed;
        for (int rule = 0; rule < 3; rule++)
        {
            Spread(rules[rule], thresholds + (rule * ThresholdsOfRule));
        }

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
                Try(lanes, live, words + (2 * part), lists, rules, thresholds);
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

        // The uppermost bit says which rule; masks, since nothing could foretell branches.
        int rule = FarRule + (node >>> 31);
        rule &= ~(lane->Previous >> 31) & ((degree == 1 ? 1 : 0) - 1);
        lane->Current = node;
        lane->Begin = begin;
        lane->Degree = degree;
        lane->Tries = degree + SpareTries;
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

    /// <summary>Thresholds by what is drawn: an entry, one that leads back, an extra slot (twice); from those below which it is taken to those from which it is not.</summary>
    private readonly void Spread(in StepRule rule, ulong* thresholds)
    {
        ulong extra = Rows.Heaviest is null ? rule.ExtraThreshold : 0;
        (thresholds[0], thresholds[1], thresholds[2], thresholds[3]) = (rule.Low, rule.Back, extra, extra);
        (thresholds[4], thresholds[5], thresholds[6], thresholds[7]) = (rule.High, rule.Back, extra, extra);
    }

    /// <summary>One candidate for each walk that has not ended.</summary>
    private readonly void Try(WalkLane* lanes, int live, uint* words, int* lists, StepRule* rules, ulong* thresholds)
    {
        int* accepted = lists, unsure = lists + Group, searched = lists + (2 * Group), extra = lists + (3 * Group), exhausted = lists + (4 * Group);
        int exhaustedCount = Draw(lanes, live, words, exhausted);
        (int acceptedCount, int unsureCount, int extraCount) = Sort(lanes, live, words, thresholds, accepted, unsure, extra);
        acceptedCount = Decide(lanes, unsure, unsureCount, searched, accepted, acceptedCount);
        if (Rows.Heaviest != null)
        {
            acceptedCount = DecideExtra(lanes, extra, extraCount, rules, accepted, acceptedCount);
        }

        for (int k = 0; k < exhaustedCount; k++)
        {
            int i = exhausted[k];
            lanes[i].Candidate = Scan(lanes + i, ((ulong)words[4 * i] << 32) | words[(4 * i) + 1]);
            accepted[acceptedCount++] = i;
        }

        Advance(lanes, accepted, acceptedCount, rules);
    }

    /// <summary>Draws a slot for each walk and fetches its line.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int Draw(WalkLane* lanes, int live, uint* words, int* exhausted)
    {
        int exhaustedCount = 0;
        for (int i = 0; i < live; i++)
        {
            WalkLane* lane = lanes + i;
            uint slots = lane->Slots;
            ulong product = (ulong)words[4 * i] * slots;
            uint slot = (uint)(product >> 32);
            ulong fraction = words[(4 * i) + (TDraw.IsWeighted ? 2 : 1)];
            if ((uint)product < slots && (uint)product < (0 - slots) % slots)
            {
                // For exactly equal slots: as good as a candidate that is rejected.
                fraction = Out;
            }

            if (lane->Tries-- == 0)
            {
                fraction = Out;
                exhausted[exhaustedCount] = i;
                exhaustedCount += lane->Left > 0 ? 1 : 0;
            }

            // A walk that ended in this round has one more turn, which must not count.
            lane->Fraction = lane->Left == 0 ? Out : fraction;
            int isExtra = slot >= (uint)lane->Degree ? 1 : 0;
            lane->IsExtra = isExtra;
            lane->Place = lane->Begin + (slot & (uint)(isExtra - 1));
            TDraw.Ask(Rows.Columns, Rows.Entries, lane->Place);
        }

        return exhaustedCount;
    }

    /// <summary>Sorts the walks by what becomes of their candidates: taken, to be looked into, and from extra slots. What is in no list is rejected.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly (int Accepted, int Unsure, int Extra) Sort(
        WalkLane* lanes, int live, uint* words, ulong* thresholds, int* accepted, int* unsure, int* extra)
    {
        int acceptedCount = 0, unsureCount = 0, extraCount = 0;
        int* columns = Rows.Columns;
        AliasEntry* entries = Rows.Entries;
        for (int i = 0; i < live; i++)
        {
            WalkLane* lane = lanes + i;
            int candidate = TDraw.Take(columns, entries, lane->Place, words[(4 * i) + 1]);
            int back = lane->Previous | (lane->Current & SharedBit);
            int isExtra = lane->IsExtra;
            int isBack = (candidate & NodeMask) == lane->Previous ? 1 : 0;
            ulong* range = thresholds + (lane->Rule * ThresholdsOfRule) + (2 * isExtra) + isBack;
            lane->Candidate = candidate ^ ((candidate ^ back) & -isExtra);
            ulong fraction = lane->Fraction;
            int isBelowLow = fraction < range[0] ? 1 : 0;
            accepted[acceptedCount] = i;
            acceptedCount += isBelowLow;
            unsure[unsureCount] = i;
            unsureCount += (fraction < range[4] ? 1 : 0) - isBelowLow;
            extra[extraCount] = i;
            extraCount += isExtra;
        }

        return (acceptedCount, unsureCount, extraCount);
    }

    /// <summary>Goes where the candidates lead that are taken.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Advance(WalkLane* lanes, int* accepted, int acceptedCount, StepRule* rules)
    {
        for (int k = 0; k < acceptedCount; k++)
        {
            Prefetch.Line(Rows.Pointers + (lanes[accepted[k]].Candidate & NodeMask));
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

    /// <summary>Takes or rejects candidates about which it matters whether an edge leads to them from the node before.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int Decide(WalkLane* lanes, int* unsure, int unsureCount, int* searched, int* accepted, int acceptedCount)
    {
        bool takesNear = Rules.TakesNear;
        int takesFar = takesNear ? 0 : 1;
        for (int k = 0; k < unsureCount; k++)
        {
            WalkLane* lane = lanes + unsure[k];
            lane->Fraction = EdgeFilter.Hash(lane->Previous, lane->Candidate & NodeMask);
            Rows.Filter.Ask(lane->Fraction);
        }

        int searchedCount = 0;
        for (int k = 0; k < unsureCount; k++)
        {
            int i = unsure[k];
            int mayBeNear = Rows.Filter.MayContain(lanes[i].Fraction) ? 1 : 0;
            searched[searchedCount] = i;
            searchedCount += mayBeNear;
            Prefetch.Line(Rows.Columns + lanes[i].PreviousBegin + (lanes[i].PreviousDegree >> 1));
            accepted[acceptedCount] = i;
            acceptedCount += (1 - mayBeNear) & takesFar;
        }

        for (int k = 0; k < searchedCount; k++)
        {
            int i = searched[k];
            accepted[acceptedCount] = i;
            acceptedCount += Rows.Contains(lanes[i].PreviousBegin, lanes[i].PreviousDegree, lanes[i].Candidate & NodeMask) == takesNear ? 1 : 0;
        }

        return acceptedCount;
    }
}

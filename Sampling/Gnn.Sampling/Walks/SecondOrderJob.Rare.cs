using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Sampling.Walks;

/// <content>What is rare, or only where edges have weights, repeats or no reverse: ways back that have to be looked up, and passes over whole rows.</content>
internal unsafe partial struct SecondOrderJob<TIndex, TDraw>
{
    /// <summary>Takes candidates from extra slots where it has to be looked up what leads back.</summary>
    private readonly int DecideExtra(WalkLane* lanes, int* extra, int extraCount, StepRule* rules, int* accepted, int acceptedCount)
    {
        for (int k = 0; k < extraCount; k++)
        {
            WalkLane* lane = lanes + extra[k];
            Prefetch.Line(Rows.Columns + lane->Begin + (lane->Degree >> 1));
        }

        for (int k = 0; k < extraCount; k++)
        {
            accepted[acceptedCount] = extra[k];
            acceptedCount += TakesExtra(lanes + extra[k], rules) ? 1 : 0;
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

using Gnn.Tensors;

namespace Gnn.Sampling.Negatives;

/// <content>The draws. Nodes here are numbered within the ranges of sources and targets.</content>
public sealed partial class NegativeSampler
{
    // A negative's words begin at so many bits times its number.
    private const int WordBits = 24;

    // How often an edge, or a negative that is there already, is drawn before all that is left is looked at. The chances are the same either way.
    private const int Tries = 64;

    /// <summary>A negative of a positive.</summary>
    private (int Source, int Target) Draw(int source, int target, ref RandomSequence random, HashSet<long>? drawn)
    {
        CorruptedEnds ends = _options.Ends;
        if (ends == CorruptedEnds.Both)
        {
            return DrawPair(ref random, drawn);
        }

        bool isEither = ends == CorruptedEnds.Either;
        bool newTarget = isEither ? (random.NextUInt32() & 1) == 0 : ends == CorruptedEnds.Target;
        int partner = newTarget ? DrawPartner(_fromSource, source, ref random, drawn) : DrawPartner(_fromTarget, target, ref random, drawn);
        if (partner < 0 && isEither)
        {
            newTarget = !newTarget;
            partner = newTarget ? DrawPartner(_fromSource, source, ref random, drawn) : DrawPartner(_fromTarget, target, ref random, drawn);
        }

        return partner < 0 ? throw NothingLeft(newTarget ? _fromSource : _fromTarget, newTarget ? source : target, drawn)
            : newTarget ? (source, partner)
            : (partner, target);
    }

    /// <summary>Any pair that is free.</summary>
    private (int Source, int Target) DrawPair(ref RandomSequence random, HashSet<long>? drawn)
    {
        PairRows taken = _fromSource.Taken;
        long free = taken.FreeTotal;
        if (free == 0 || _sources?.Total == 0)
        {
            throw NoPair();
        }

        for (int attempt = 0; attempt < Tries;)
        {
            (int source, int target) pair = _sources is null ? taken.FreeAt(random.NextInt64(free)) : DrawWeighted(ref random);

            // Both orders of two nodes are one pair, which would be twice as likely as a node with itself.
            if (_isUndirected && _options.AllowSelfLoops && pair.source != pair.target && (random.NextUInt32() & 1) == 0)
            {
                continue;
            }

            if (drawn is null || drawn.Add(Key(pair.source, pair.target)))
            {
                return pair;
            }

            attempt++;
        }

        return DrawPairLeft(ref random, drawn!);
    }

    private (int Source, int Target) DrawWeighted(ref RandomSequence random)
    {
        int source = _sources!.Draw(ref random);
        int target = DrawPartner(_fromSource, source, ref random, drawn: null);
        return target >= 0 ? (source, target) : throw NoPair();
    }

    /// <summary>A free partner of a node; -1 if there is none.</summary>
    private int DrawPartner(PairSide side, int node, ref RandomSequence random, HashSet<long>? drawn)
    {
        (PairRows taken, NodeWeights? weights) = (side.Taken, side.Partners);
        int free = taken.FreeCount(node);
        if (free == 0 || weights?.Total == 0)
        {
            return -1;
        }

        for (int attempt = 0; attempt < Tries; attempt++)
        {
            int partner = weights is null ? taken.FreeAt(node, random.NextInt32(free)) : weights.Draw(ref random);
            if ((weights is null || !taken.Contains(node, partner)) && drawn?.Add(Key(side, node, partner)) != false)
            {
                return partner;
            }
        }

        var partners = new List<int>();
        var left = new List<double>();
        for (int rank = 0; rank < free; rank++)
        {
            int partner = taken.FreeAt(node, rank);
            if (drawn?.Contains(Key(side, node, partner)) != true)
            {
                partners.Add(partner);
                left.Add(weights?[partner] ?? 1);
            }
        }

        int chosen = Choose(left, ref random);
        if (chosen < 0)
        {
            return -1;
        }

        drawn?.Add(Key(side, node, partners[chosen]));
        return partners[chosen];
    }

    /// <summary>Any pair that is free and not drawn yet, by looking at all of them: so few are left.</summary>
    private (int Source, int Target) DrawPairLeft(ref RandomSequence random, HashSet<long> drawn)
    {
        PairRows taken = _fromSource.Taken;
        var pairs = new List<(int Source, int Target)>();
        var left = new List<double>();
        for (int source = 0; source < taken.RowCount; source++)
        {
            int free = taken.FreeCount(source);
            for (int rank = 0; rank < free; rank++)
            {
                int target = taken.FreeAt(source, rank);
                if (!drawn.Contains(Key(source, target)))
                {
                    double both = _isUndirected && source == target ? 2 : 1;
                    pairs.Add((source, target));
                    left.Add(both * (_fromTarget.Partners?[source] ?? 1) * (_fromSource.Partners?[target] ?? 1));
                }
            }
        }

        int chosen = Choose(left, ref random);
        if (chosen < 0)
        {
            throw new InvalidOperationException($"Of distinct pairs that are no edges and can be drawn there are only {drawn.Count}: ask for fewer, or allow repeats.");
        }

        drawn.Add(Key(pairs[chosen].Source, pairs[chosen].Target));
        return pairs[chosen];
    }

    /// <summary>A place in proportion to weights; -1 if they are all 0.</summary>
    private static int Choose(List<double> left, ref RandomSequence random)
    {
        var weights = new NodeWeights([.. left]);
        return weights.PositiveCount == 0 ? -1 : weights.Draw(ref random);
    }

    private long Key(PairSide side, int node, int partner) => side.IsTarget ? Key(partner, node) : Key(node, partner);

    /// <summary>What is the same for a pair drawn again, of an undirected graph in either order.</summary>
    private long Key(int source, int target) => _isUndirected && source > target
        ? ((long)target << 32) | (uint)source
        : ((long)source << 32) | (uint)target;

    private InvalidOperationException NothingLeft(PairSide side, int node, HashSet<long>? drawn)
    {
        string end = side.IsTarget ? "Target" : "Source";
        string others = side.IsTarget ? "sources" : "targets";
        int number = node + (side.IsTarget ? _targetNodes : _sourceNodes).First;
        int free = side.Taken.FreeCount(node);
        int degree = side.Taken.Count(node) - (_isOneSet && !_options.AllowSelfLoops ? 1 : 0);
        if (drawn?.Count > 0)
        {
            return new InvalidOperationException(
                $"{end} {number} of degree {degree} has no more than {drawn.Count} distinct negatives that can be drawn: ask for fewer, or allow repeats.");
        }

        return new InvalidOperationException(free == 0
            ? $"{end} {number} has no negative: its degree is {degree}, an edge with every one of the {degree} {others} that it could be paired with. Leave it out, or replace the other end."
            : $"{end} {number} of degree {degree} has no negative that can be drawn: the {free} {others} without an edge with it have no edges at all, so that their weight is 0.");
    }

    private InvalidOperationException NoPair() => new(FreePairCount == 0
        ? $"There is no negative: every pair of the {_sourceNodes.Count} sources and {_targetNodes.Count} targets is an edge{(_isOneSet && !_options.AllowSelfLoops ? ", self-loops aside" : "")}."
        : $"There is no negative that can be drawn: the {FreePairCount} pairs that are no edges have nodes without edges, whose weight is 0.");
}

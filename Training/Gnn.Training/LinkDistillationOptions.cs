namespace Gnn.Training;

/// <summary>What <see cref="LinkDistillationTrainer"/> has a student learn of its teacher; the defaults are those of the authors' program on Cora.</summary>
public sealed record LinkDistillationOptions
{
    /// <summary>How many random walks lead to near nodes from each anchor, at least 1. Default 3.</summary>
    public int Walks { get; init; } = 3;

    /// <summary>The steps of a walk, at least 1; every node of it but the anchor is a context node. Default 2.</summary>
    public int Hops { get; init; } = 2;

    /// <summary>How many nodes at random each anchor has for each near one, at least 0. Default 1.</summary>
    public int RandomPerNear { get; init; } = 1;

    /// <summary>The margin of ranks, above 0, in probability: the teacher's order of two context nodes counts if it tells them apart by more. Default 0.1.</summary>
    public double Margin { get; init; } = 0.1;

    /// <summary>The temperature of the distributions over context nodes, above 0. Default 1.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>How much the loss of the true links counts, at least 0. Default 0.1.</summary>
    public double LinkWeight { get; init; } = 0.1;

    /// <summary>How much the teacher's order counts, at least 0. Default 1.</summary>
    public double RankWeight { get; init; } = 1;

    /// <summary>How much the teacher's distribution counts, at least 0. Default 0.001.</summary>
    public double DistributionWeight { get; init; } = 0.001;

    internal void Check()
    {
        OptionChecks.AtLeastOne(Walks, nameof(Walks), "An anchor needs at least 1 walk");
        OptionChecks.AtLeastOne(Hops, nameof(Hops), "A walk needs at least 1 step");
        ArgumentOutOfRangeException.ThrowIfNegative(RandomPerNear);
        Number(Margin, nameof(Margin), Margin > 0);
        Number(Temperature, nameof(Temperature), Temperature > 0);
        Number(LinkWeight, nameof(LinkWeight), LinkWeight >= 0);
        Number(RankWeight, nameof(RankWeight), RankWeight >= 0);
        Number(DistributionWeight, nameof(DistributionWeight), DistributionWeight >= 0);

        static void Number(double value, string name, bool isInRange)
        {
            if (!isInRange || !double.IsFinite(value))
            {
                throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} must be finite and not below its range, got {value}."));
            }
        }
    }
}

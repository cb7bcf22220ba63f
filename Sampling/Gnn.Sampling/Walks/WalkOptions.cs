namespace Gnn.Sampling.Walks;

/// <summary>How a <see cref="RandomWalker"/> chooses its steps.</summary>
public sealed record WalkOptions
{
    /// <summary>The end of an edge at which a walk takes it; by default the source.</summary>
    public WalkDirection Direction { get; init; } = WalkDirection.OutEdges;

    /// <summary>What a walk does where no edge leads on; by default it ends.</summary>
    public DeadEnd DeadEnd { get; init; } = DeadEnd.Stop;

    /// <summary>node2vec's return parameter p: going back to the node before has the weight 1 / p. Positive; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive and finite, or its reciprocal is not finite.</exception>
    public double P { get; init => field = Positive(value, nameof(P)); } = 1;

    /// <summary>node2vec's in-out parameter q: a node that no edge joins to the node before has the weight 1 / q. Positive; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive and finite, or its reciprocal is not finite.</exception>
    public double Q { get; init => field = Positive(value, nameof(Q)); } = 1;

    /// <summary>The probability with which each step leads back to the start instead of along an edge, in [0, 1]; 0 by default. Walks of order one only.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [0, 1].</exception>
    public double Restart
    {
        get;
        init
        {
            if (!(value is >= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(Restart), value, $"The probability of a restart must be in [0, 1], got {value}.");
            }

            field = value;
        }
    }

    /// <summary>Whether a step depends on the one before it: p or q is not 1.</summary>
    internal bool IsSecondOrder => P != 1 || Q != 1;

    private static double Positive(double value, string name) => value > 0 && double.IsFinite(value) && double.IsFinite(1 / value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"node2vec's {name} must be positive and finite, and so must 1 / {name}; got {value}.");
}

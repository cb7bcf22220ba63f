namespace Gnn.Sampling.Walks;

/// <summary>What p and q mean for the steps of a graph.</summary>
internal readonly struct SecondOrderRules
{
    /// <param name="p">The return parameter.</param>
    /// <param name="q">The in-out parameter.</param>
    /// <param name="heaviest">The largest number of average entries that a way back has anywhere.</param>
    public SecondOrderRules(double p, double q, double heaviest)
    {
        Far = StepRule.Of(p, q, mayShare: false, heaviest);
        Mixed = StepRule.Of(p, q, mayShare: true, heaviest);
        TakesNear = q > 1;
        double most = Math.Max(1, Math.Max(1 / p, 1 / q));
        (BackMass, NearMass, FarMass) = (1 / p / most, 1 / most, 1 / q / most);
    }

    /// <summary>The rule where no neighbour is one of the node before.</summary>
    public StepRule Far { get; }

    /// <summary>The rule where one may be.</summary>
    public StepRule Mixed { get; }

    /// <summary>Of candidates that are neither taken nor rejected at once, whether those are taken that the node before has an edge to, or the others.</summary>
    public bool TakesNear { get; }

    /// <summary>1 / p, in units of the largest of the three.</summary>
    public double BackMass { get; }

    /// <summary>1, in units of the largest of the three.</summary>
    public double NearMass { get; }

    /// <summary>1 / q, in units of the largest of the three.</summary>
    public double FarMass { get; }
}

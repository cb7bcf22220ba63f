namespace Gnn.Layers.Models;

/// <summary>How <see cref="LightGcl"/> makes its view of low rank.</summary>
public sealed record LightGclOptions
{
    /// <summary>q, the number of singular values that the view keeps, at least 1; 5 in the paper.</summary>
    public int Rank { get; init; } = 5;

    /// <summary>The chance to drop an edge in each layer of a training step, in [0, 1).</summary>
    public double EdgeDropout { get; init; }

    /// <summary>How often the subspace of the singular vectors is multiplied by the square of the adjacency, at least 1.</summary>
    public int Passes { get; init; } = 16;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Rank, 1, nameof(Rank));
        ArgumentOutOfRangeException.ThrowIfLessThan(Passes, 1, nameof(Passes));
        if (!(EdgeDropout is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(EdgeDropout), EdgeDropout, "The chance to drop an edge must be in [0, 1).");
        }
    }
}

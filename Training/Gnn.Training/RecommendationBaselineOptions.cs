namespace Gnn.Training;

/// <summary>Which baselines stand beside a recommender, and their settings.</summary>
public sealed record RecommendationBaselineOptions
{
    /// <summary>Which, in the order of the table.</summary>
    public IReadOnlyList<RecommendationBaselineKind> Kinds { get; init; } = [RecommendationBaselineKind.Popularity, RecommendationBaselineKind.ItemKnn, RecommendationBaselineKind.ImplicitAls];

    /// <summary>How many nearest items each item has, at least 1.</summary>
    public int Neighbors { get; init; } = 200;

    /// <summary>Added to the roots of the degrees in item-kNN, at least 0: items that few users share count less.</summary>
    public double Shrinkage { get; init; }

    /// <summary>Whether item-kNN divides an item's score by the similarities of all its nearest items, so that the score is the share of them that the user has: the weighted sum of
    /// B. Sarwar et al., "Item-based collaborative filtering recommendation algorithms", 2001. Without it items with many near ones score higher.</summary>
    public bool WeightedAverage { get; init; }

    /// <summary>The number of columns of the matrix factorisation, at least 1.</summary>
    public int Width { get; init; } = 64;

    /// <summary>How often users and items are solved for in turn, at least 1.</summary>
    public int Sweeps { get; init; } = 16;

    /// <summary>a: how much a pair without an interaction counts, above 0.</summary>
    public double UnobservedWeight { get; init; } = 0.01;

    /// <summary>lambda: how much the squares of the rows count, above 0.</summary>
    public double Regularization { get; init; } = 0.02;

    /// <summary>What is compared by value and not by reference, for the fingerprint of a run.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"[{string.Join(", ", Kinds)}], neighbours {Neighbors}, shrinkage {Shrinkage}, {(WeightedAverage ? "average" : "sum")}, width {Width}, sweeps {Sweeps}, unobserved {UnobservedWeight}, regularization {Regularization}");

    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Kinds);
        foreach (RecommendationBaselineKind kind in Kinds)
        {
            if (!Enum.IsDefined(kind))
            {
                throw new ArgumentOutOfRangeException(nameof(Kinds), kind, "A baseline must be Popularity, ItemKnn or ImplicitAls.");
            }
        }

        OptionChecks.AtLeastOne(Neighbors, nameof(Neighbors), "An item needs at least 1 neighbour");
        OptionChecks.AtLeastOne(Width, nameof(Width), "Matrix factorisation needs at least 1 column");
        OptionChecks.AtLeastOne(Sweeps, nameof(Sweeps), "Matrix factorisation needs at least 1 sweep");
        if (!(Shrinkage >= 0 && double.IsFinite(Shrinkage)))
        {
            throw new ArgumentOutOfRangeException(nameof(Shrinkage), Shrinkage, "The shrinkage must be at least 0 and finite.");
        }

        if (!(UnobservedWeight > 0 && double.IsFinite(UnobservedWeight)))
        {
            throw new ArgumentOutOfRangeException(nameof(UnobservedWeight), UnobservedWeight, "The weight of pairs without an interaction must be above 0 and finite.");
        }

        if (!(Regularization > 0 && double.IsFinite(Regularization)))
        {
            throw new ArgumentOutOfRangeException(nameof(Regularization), Regularization, "The weight of the squared rows must be above 0 and finite.");
        }
    }
}

namespace Gnn.Training.Signed;

/// <summary>What a baseline looks at.</summary>
internal enum SignBaselineKind
{
    /// <summary>Degrees by sign and direction of both ends.</summary>
    Degrees,

    /// <summary>Triads by direction and sign.</summary>
    Triads,

    /// <summary>Both, and the edge the other way.</summary>
    PairFeatures,
}

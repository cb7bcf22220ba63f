namespace Gnn.Training.Losses;

/// <summary>How the distance of two vectors is measured.</summary>
public enum DistanceNorm
{
    /// <summary>The sum of the absolute differences.</summary>
    Manhattan,

    /// <summary>The root of the sum of the squared differences.</summary>
    Euclidean,
}

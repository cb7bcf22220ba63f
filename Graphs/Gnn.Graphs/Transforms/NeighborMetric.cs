namespace Gnn.Graphs.Transforms;

/// <summary>When two rows of features are near.</summary>
public enum NeighborMetric
{
    /// <summary>By Euclidean distance.</summary>
    Euclidean,

    /// <summary>By cosine distance, 1 less the cosine of the angle; a row of zeros is at distance 1 from every other.</summary>
    Cosine,
}

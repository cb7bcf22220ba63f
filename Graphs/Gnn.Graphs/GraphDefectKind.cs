namespace Gnn.Graphs;

/// <summary>What can be wrong with the data of a graph.</summary>
public enum GraphDefectKind
{
    /// <summary>A floating column has a NaN or an infinity.</summary>
    NonFiniteValue,

    /// <summary>Node features are not a floating matrix.</summary>
    FeatureFormat,

    /// <summary>Labels are not Int32 with one axis.</summary>
    LabelFormat,

    /// <summary>A label is below -1.</summary>
    LabelOutOfRange,

    /// <summary>A label has no class name, though there are class names.</summary>
    LabelWithoutName,

    /// <summary>Edge weights are not floating with one axis.</summary>
    EdgeWeightFormat,

    /// <summary>An edge weight is negative.</summary>
    NegativeEdgeWeight,

    /// <summary>Hyperedge weights are not floating with one axis.</summary>
    HyperedgeWeightFormat,

    /// <summary>A hyperedge weight is negative.</summary>
    NegativeHyperedgeWeight,

    /// <summary>Times are not Int64 with one axis.</summary>
    TimeFormat,
}

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

    /// <summary>Edge features are not a floating matrix.</summary>
    EdgeFeatureFormat,

    /// <summary>The source or the target of an edge is not a node.</summary>
    NodeOutOfRange,

    /// <summary>An edge of an undirected graph has no reverse of its own.</summary>
    MissingReverse,

    /// <summary>A class has no name though others have, or the name of another class.</summary>
    ClassNameUnclear,

    /// <summary>A column was disposed by other than the graphs that own it.</summary>
    DisposedColumn,

    /// <summary>The sign of an edge is neither 1 nor -1.</summary>
    SignOutOfRange,

    /// <summary>An edge of an undirected graph has no reverse of its own with the same sign.</summary>
    MissingReverseSign,

    /// <summary>Hyperedge weights are not floating with one axis.</summary>
    HyperedgeWeightFormat,

    /// <summary>A hyperedge weight is negative.</summary>
    NegativeHyperedgeWeight,

    /// <summary>Times are not Int64 with one axis.</summary>
    TimeFormat,
}

namespace Gnn.Graphs.Building;

/// <summary>What becomes of edges that repeat the source and the target of an earlier one.</summary>
/// <remarks>Repeats that are merged become one edge at the place of the first of them.</remarks>
public enum DuplicatePolicy
{
    /// <summary>Every edge stays.</summary>
    Keep,

    /// <summary>One edge stays, with the data of the first.</summary>
    First,

    /// <summary>One edge stays, with the data of the last.</summary>
    Last,

    /// <summary>One edge stays, with the sum of the data. Edges without weights count as 1 each, so that the sum is how often an edge was there.</summary>
    Sum,

    /// <summary>One edge stays, with the mean of the data.</summary>
    Mean,

    /// <summary>One edge stays, with the largest of the data, element by element.</summary>
    Max,

    /// <summary>A repeat is an error, which names both edges.</summary>
    Error,
}

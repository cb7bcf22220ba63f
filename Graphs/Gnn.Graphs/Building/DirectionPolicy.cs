namespace Gnn.Graphs.Building;

/// <summary>Whether the graph is directed, and if not, whether its edges come with their reverses.</summary>
public enum DirectionPolicy
{
    /// <summary>The graph is directed.</summary>
    Directed,

    /// <summary>The graph is undirected, and both directions of every edge are given; one without its reverse is an error, which names it.</summary>
    Undirected,

    /// <summary>The graph is undirected, and reverses that are not given are added after all edges, with the data of the edges they reverse.</summary>
    AddReverses,
}

using System.Globalization;
using QuikGraph;

namespace Gnn.QuikGraph;

/// <summary>An edge of a <see cref="GraphView"/> or an <see cref="UndirectedGraphView"/>: two nodes, and the edge's id in the graph.</summary>
/// <remarks>The id tells parallel edges apart and leads to the edge's columns: weights are looked up by it, without a dictionary
/// (<see cref="QuikGraphExport.EdgeWeightFunction"/>).</remarks>
/// <param name="Source">The source, in [0, N).</param>
/// <param name="Target">The target, in [0, N).</param>
/// <param name="Id">The edge's id in the graph, in [0, E); -1 for an edge that an algorithm added.</param>
public readonly record struct GraphEdge(int Source, int Target, int Id) : IEdge<int>
{
    /// <summary>An edge that an algorithm adds to a copy of a graph, as maximum flow adds reversed edges. It is not the graph's: its id is -1, and its weight
    /// and capacity are 0.</summary>
    /// <param name="source">The source.</param>
    /// <param name="target">The target.</param>
    /// <returns>The edge; QuikGraph takes this method as its <c>EdgeFactory</c>.</returns>
    public static GraphEdge Added(int source, int target) => new(source, target, Id: -1);

    /// <summary>The id, which no two edges of a graph share; of an added edge a mix of its ends.</summary>
    /// <returns>The hash.</returns>
    public override int GetHashCode() => Id >= 0 ? Id : HashCode.Combine(Source, Target);

    /// <summary>The nodes and the id, for example <c>3 -> 7 (edge 12)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Id < 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Source} -> {Target} (added)")
        : string.Create(CultureInfo.InvariantCulture, $"{Source} -> {Target} (edge {Id})");
}

using System.Globalization;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Transforms;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Heterogeneous;

/// <summary>What a layer over several types of nodes propagates over: an adjacency for each edge type.</summary>
/// <remarks>Made once by <see cref="IHeteroConvolution.Prepare(HeteroGraph)"/> and given to every step; it owns the adjacencies.</remarks>
public sealed class HeteroAdjacency : IDisposable
{
    private readonly (EdgeType Type, Adjacency Edges)[] _edges;
    private readonly Dictionary<string, int> _sourceCounts = [];
    private readonly Dictionary<string, int> _targetCounts = [];
    private readonly Dictionary<string, JointEdges> _joint = [];

    /// <summary>Creates it from the adjacencies of the edge types, which it owns from here on.</summary>
    /// <param name="edges">The edge types, each once; rows are nodes of the target type, columns of the source type, of which targets of the same type are the
    /// first.</param>
    /// <exception cref="ArgumentException">A type is there twice, or two adjacencies have different numbers of nodes of a type.</exception>
    public HeteroAdjacency(IReadOnlyList<(EdgeType Type, Adjacency Edges)> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        _edges = [.. edges];
        EdgeTypes = Array.AsReadOnly(Array.ConvertAll(_edges, pair => pair.Type));
        var seen = new HashSet<EdgeType>();
        foreach ((EdgeType type, Adjacency adjacency) in _edges)
        {
            if (!seen.Add(type))
            {
                throw new ArgumentException($"The edge type {type} is there twice.", nameof(edges));
            }

            Count(_sourceCounts, type, type.Source, adjacency.Structure.ColumnCount, "sources");
            Count(_targetCounts, type, type.Target, adjacency.Structure.RowCount, "targets");
        }

        TargetTypes = [.. EdgeTypes.Select(type => type.Target).Distinct()];
    }

    /// <summary>The edge types, in the order of the layer.</summary>
    public IReadOnlyList<EdgeType> EdgeTypes { get; }

    /// <summary>The node types that an edge type leads to: those for which a layer computes rows.</summary>
    public IReadOnlyList<string> TargetTypes { get; }

    /// <summary>The edges of a type.</summary>
    /// <param name="edgeType">The type.</param>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    public Adjacency this[EdgeType edgeType] => Array.Find(_edges, pair => pair.Type == edgeType).Edges
        ?? throw new KeyNotFoundException($"There is no edge type {edgeType}; there is: {string.Join(", ", EdgeTypes)}.");

    /// <summary>The number of targets of a node type.</summary>
    /// <param name="nodeType">One of <see cref="TargetTypes"/>.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="KeyNotFoundException">No edge type leads to it.</exception>
    public int TargetCount(string nodeType) => _targetCounts[nodeType];

    /// <summary>Ends the adjacencies of all edge types.</summary>
    public void Dispose()
    {
        Array.ForEach(_edges, pair => pair.Edges.Dispose());
        foreach (JointEdges joint in _joint.Values)
        {
            joint.Dispose();
        }
    }

    /// <summary>The edge types with their sizes.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => "HeteroAdjacency: " + string.Join(
        ", ", _edges.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Edges.Structure.EntryCount} {pair.Type}")));

    /// <summary>The edges of a graph as they are.</summary>
    internal static HeteroAdjacency Of(HeteroGraph graph, IReadOnlyList<EdgeType> types, Func<EdgeType, SparseStructure, Adjacency> prepare)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Of(types, graph.InEdges, prepare);
    }

    /// <summary>The edges of a sampled block as they are.</summary>
    internal static HeteroAdjacency Of(HeteroBlock block, IReadOnlyList<EdgeType> types, Func<EdgeType, SparseStructure, Adjacency> prepare)
    {
        ArgumentNullException.ThrowIfNull(block);
        return block.Direction == EdgeDirection.Incoming
            ? Of(types, type => block[type].Structure, prepare)
            : throw new ArgumentException("A layer takes the edges that lead to its targets: sample with EdgeDirection.Incoming.", nameof(block));
    }

    /// <summary>The number of nodes of a type: of its sources, or of its targets if no edge comes from it.</summary>
    internal int NodeCount(string nodeType) => _sourceCounts.TryGetValue(nodeType, out int count) ? count : _targetCounts[nodeType];

    /// <summary>Adds structures that join all edges into the targets of a type.</summary>
    internal HeteroAdjacency Join()
    {
        foreach (string target in TargetTypes)
        {
            _joint.Add(target, new JointEdges([.. _edges.Where(pair => pair.Type.Target == target).Select(pair => (pair.Type, pair.Edges.Structure))]));
        }

        return this;
    }

    /// <summary>All edges into the targets of a type.</summary>
    internal JointEdges Joint(string target) => _joint.TryGetValue(target, out JointEdges? joint)
        ? joint
        : throw new ArgumentException($"{this} was prepared for a layer that takes each edge type by itself: use what this layer prepared.");

    /// <summary>Checks that the adjacency has exactly the edge types of a layer.</summary>
    internal static void Check(HeteroAdjacency adjacency, IReadOnlyList<EdgeType> types)
    {
        ArgumentNullException.ThrowIfNull(adjacency);
        if (!adjacency.EdgeTypes.SequenceEqual(types))
        {
            throw new ArgumentException($"The layer has the edge types {string.Join(", ", types)}, got {adjacency}.", nameof(adjacency));
        }
    }

    private static HeteroAdjacency Of(IReadOnlyList<EdgeType> types, Func<EdgeType, SparseStructure> structure, Func<EdgeType, SparseStructure, Adjacency> prepare)
    {
        var edges = new List<(EdgeType Type, Adjacency Edges)>(types.Count);
        try
        {
            foreach (EdgeType type in types)
            {
                edges.Add((type, prepare(type, structure(type))));
            }

            return new HeteroAdjacency(edges);
        }
        catch
        {
            edges.ForEach(pair => pair.Edges.Dispose());
            throw;
        }
    }

    private static void Count(Dictionary<string, int> counts, EdgeType type, string nodeType, int count, string what)
    {
        if (counts.TryGetValue(nodeType, out int known) && known != count)
        {
            throw new ArgumentException($"The edges {type} have {count} {what} of '{nodeType}', but others have {known}: prepare all of one graph.");
        }

        counts[nodeType] = count;
    }
}

using System.Globalization;
using QuikGraph;

namespace Gnn.QuikGraph;

/// <summary>Reads a QuikGraph graph in two passes, vertices and then edges, into arrays that are made once.</summary>
internal sealed class QuikGraphReader<TVertex, TEdge>
    where TVertex : notnull
    where TEdge : IEdge<TVertex>
{
    private readonly IEdgeListGraph<TVertex, TEdge> _graph;
    private int[] _sources = [];
    private int[] _targets = [];
    private double[] _weights = [];
    private int _count;

    public QuikGraphReader(IEdgeListGraph<TVertex, TEdge> graph)
    {
        _graph = graph;
        Vertices = new TVertex[graph.VertexCount];
        Ids = new Dictionary<TVertex, int>(graph.VertexCount);
        foreach (TVertex vertex in graph.Vertices)
        {
            int id = Ids.Count;
            CheckCount(id, Vertices.Length, "vertices");
            if (!Ids.TryAdd(vertex, id))
            {
                throw Wrong($"The graph lists the vertex '{vertex}' twice, as {Ids[vertex]} and {id}: vertices are compared by default equality.");
            }

            Vertices[id] = vertex;
        }

        CheckCount(Ids.Count - 1, Vertices.Length, "vertices", isEnd: true);
    }

    public TVertex[] Vertices { get; }

    public Dictionary<TVertex, int> Ids { get; }

    public ReadOnlySpan<int> Sources => _sources.AsSpan(0, _count);

    public ReadOnlySpan<int> Targets => _targets.AsSpan(0, _count);

    public ReadOnlySpan<double> Weights => _weights.AsSpan(0, _count);

    /// <summary>Reads the edges, and their weights if any.</summary>
    /// <param name="weights">The weight of an edge, null for one that has none; or null not to read weights.</param>
    /// <param name="largest">The largest weight that the column can hold.</param>
    public void ReadEdges(Func<TEdge, double?>? weights, double largest)
    {
        int expected = _graph.EdgeCount;
        int directions = _graph.IsDirected ? 1 : 2;
        _sources = new int[checked(directions * expected)];
        _targets = new int[_sources.Length];
        _weights = weights is null ? [] : new double[_sources.Length];
        int position = 0;
        foreach (TEdge edge in _graph.Edges)
        {
            CheckCount(position, expected, "edges");
            int source = Id(edge.Source, edge, position);
            int target = Id(edge.Target, edge, position);
            double weight = weights is null ? 0 : Weight(edge, position, weights(edge), largest);
            Add(source, target, weight);
            if (directions == 2 && source != target)
            {
                Add(target, source, weight);
            }

            position++;
        }

        CheckCount(position - 1, expected, "edges", isEnd: true);
    }

    private static string Name(TEdge edge, int position) => string.Create(CultureInfo.InvariantCulture, $"Edge {position} ({edge.Source} -> {edge.Target})");

    private static ArgumentException Wrong(string message) => new(message);

    private static double Weight(TEdge edge, int position, double? weight, double largest)
    {
        if (weight is not { } value)
        {
            throw Wrong($"{Name(edge, position)} has no weight, its tag is null: give every edge a number, or pass a function for weight.");
        }

        return Math.Abs(value) <= largest
            ? value
            : throw Wrong(string.Create(
                CultureInfo.InvariantCulture,
                $"{Name(edge, position)} has the weight {value}; a weight must be a finite number of at most {largest:G9}: correct the edge, or pass a function for weight."));
    }

    // A graph that counts wrongly, or changes while it is read, would otherwise give a graph with parts missing.
    private static void CheckCount(int last, int expected, string what, bool isEnd = false)
    {
        if (isEnd ? last + 1 != expected : last >= expected)
        {
            throw Wrong(string.Create(
                CultureInfo.InvariantCulture,
                $"The graph says that it has {expected} {what}, but lists {(isEnd ? "only " : "at least ")}{last + 1}: do not change it while it is read."));
        }
    }

    private int Id(TVertex vertex, TEdge edge, int position) => Ids.TryGetValue(vertex, out int id)
        ? id
        : throw Wrong($"{Name(edge, position)} has the end '{vertex}', which is not among the graph's vertices: vertices are compared by default equality.");

    private void Add(int source, int target, double weight)
    {
        _sources[_count] = source;
        _targets[_count] = target;
        if (_weights.Length > 0)
        {
            _weights[_count] = weight;
        }

        _count++;
    }
}

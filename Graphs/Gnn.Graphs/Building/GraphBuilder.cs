using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Building;

/// <summary>Takes edges as they come, unsorted, repeated, with self-loops and with ids that have gaps, and makes a graph of them.</summary>
/// <remarks>
/// <para>Edges come one by one or in spans, with or without weights; further columns are given for all edges at once. The order of the graph's edges is that
/// in which they came; nodes are ids in ascending order, so a graph does not hang on the order in which ids were seen.</para>
/// <para>Self-loops are seen to first, then duplicates, then reverses. Policies that merge combine the weights and every further column, unless the column
/// has a policy of its own. Cost: O(N + E log d) for d edges into a node; 8 bytes an edge while edges come (16 with ids of 2^31 or more), and 8 for weights.</para>
/// </remarks>
/// <example><code>
/// using var builder = new GraphBuilder(new GraphBuilderOptions { Duplicates = DuplicatePolicy.Sum, Direction = DirectionPolicy.AddReverses });
/// builder.AddEdge(1007, 88, weight: 2.5);
/// (Graph graph, NodeIds ids, GraphBuildReport report) = builder.Build();
/// </code></example>
public sealed partial class GraphBuilder : IDisposable
{
    private readonly GraphBuilderOptions _options;
    private readonly IdList _sources = new();
    private readonly IdList _targets = new();
    private readonly IdList _nodes = new();
    private readonly SegmentedList<double> _weights = new();
    private readonly List<EdgeColumnBuffer> _columns = [];
    private bool _isDisposed;

    /// <summary>Creates a builder without edges.</summary>
    /// <param name="options">The policies; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The node count is negative, or a policy is none of its enumeration.</exception>
    public GraphBuilder(GraphBuilderOptions? options = null)
    {
        _options = options ?? new GraphBuilderOptions();
        if (_options.NodeCount is { } count)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(options));
        }

        CheckPolicy(_options.Duplicates, nameof(options));
        CheckPolicy(_options.SelfLoops, nameof(options));
        CheckPolicy(_options.Direction, nameof(options));
    }

    /// <summary>The edges so far.</summary>
    public long EdgeCount => _targets.Count;

    /// <summary>Adds an edge.</summary>
    /// <param name="source">The id of its source.</param>
    /// <param name="target">The id of its target.</param>
    /// <param name="weight">Its weight, or null; either all edges have one or none has.</param>
    /// <exception cref="ArgumentException">The edges before it have weights and it has none, or the other way round.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative, or not below the node count if there is one.</exception>
    /// <exception cref="ObjectDisposedException">The builder was disposed.</exception>
    public void AddEdge(long source, long target, double? weight = null) =>
        AddEdges<long>([source], [target], weight is { } value ? [value] : default);

    /// <summary>Adds edges.</summary>
    /// <param name="sources">The id of each source.</param>
    /// <param name="targets">The id of each target.</param>
    /// <param name="weights">The weight of each edge, or nothing; either all edges have one or none has.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or the edges before have weights and these have none, or the other way round.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative, or not below the node count if there is one; the message names the edge, and none of
    /// these is added.</exception>
    /// <exception cref="ObjectDisposedException">The builder was disposed.</exception>
    public void AddEdges(ReadOnlySpan<long> sources, ReadOnlySpan<long> targets, ReadOnlySpan<double> weights = default) =>
        AddEdges<long>(sources, targets, weights);

    /// <inheritdoc cref="AddEdges(ReadOnlySpan{long}, ReadOnlySpan{long}, ReadOnlySpan{double})"/>
    public void AddEdges(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<double> weights = default) =>
        AddEdges<int>(sources, targets, weights);

    /// <summary>Adds a node, which may have no edges. Nodes that edges name need not be added.</summary>
    /// <param name="id">Its id; one that is there already changes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id is negative, or not below the node count if there is one.</exception>
    /// <exception cref="ObjectDisposedException">The builder was disposed.</exception>
    public void AddNode(long id)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!IsAllowed(id))
        {
            throw new ArgumentOutOfRangeException(nameof(id), id, $"A node's id must be in {Range()}, got {Text(id)}: check the ids.");
        }

        _nodes.Add([id]);
    }

    /// <summary>Gives the values of a further column of all edges, in the order in which the edges were or will be added.</summary>
    /// <typeparam name="T">float, double, int or long.</typeparam>
    /// <param name="name">The column's name; not <c>weight</c>, which edges bring with them.</param>
    /// <param name="values">The values, as many for each edge as the width says.</param>
    /// <param name="width">Values an edge, for a column <c>[E, width]</c>; 0 for <c>[E]</c>.</param>
    /// <param name="merge">How values of repeated edges are merged, if not as the edges are: First, Last, Sum, Mean or Max.</param>
    /// <exception cref="ArgumentException">The name is empty or taken, the number of values is not a multiple of the width, the policy does not merge, or
    /// integers are to be averaged.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The width is negative.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    /// <exception cref="ObjectDisposedException">The builder was disposed.</exception>
    public void SetEdgeColumn<T>(string name, ReadOnlySpan<T> values, int width = 0, DuplicatePolicy? merge = null)
        where T : unmanaged, INumber<T>
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        if (default(T) is not (float or double or int or long))
        {
            throw new NotSupportedException($"An edge column holds float, double, int or long, got {typeof(T).Name}: convert the values.");
        }

        if (name == ColumnNames.EdgeWeights || _columns.Exists(column => column.Name == name))
        {
            throw new ArgumentException($"There is an edge column '{name}' already, or edges bring it with them: choose another name.", nameof(name));
        }

        if (width > 0 && values.Length % width != 0)
        {
            throw new ArgumentException($"The column '{name}' has {width} values an edge, but {values.Length} values are not a multiple of that.", nameof(values));
        }

        if (merge is DuplicatePolicy.Keep or DuplicatePolicy.Error)
        {
            throw new ArgumentException($"The column '{name}' can be merged as First, Last, Sum, Mean or Max, got {merge}.", nameof(merge));
        }

        var added = new NumberColumnBuffer<T>(name, width, merge, new NativeArray<T>(values));
        if (PolicyOf(added) == DuplicatePolicy.Mean && !added.IsFloating)
        {
            added.Dispose();
            throw new ArgumentException($"The column '{name}' holds integers, which have no mean: give floating numbers, or merge: DuplicatePolicy.First.", nameof(merge));
        }

        _columns.Add(added);
    }

    /// <summary>Ends what the builder holds; graphs that it made live on.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _sources.Dispose();
        _targets.Dispose();
        _nodes.Dispose();
        _weights.Dispose();
        _columns.ForEach(column => column.Dispose());
        _columns.Clear();
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static void CheckPolicy<T>(T policy, string name)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(policy))
        {
            throw new ArgumentOutOfRangeException(name, policy, $"{typeof(T).Name} is one of {string.Join(", ", Enum.GetNames<T>())}, got {policy}.");
        }
    }

    private void AddEdges<T>(ReadOnlySpan<T> sources, ReadOnlySpan<T> targets, ReadOnlySpan<double> weights)
        where T : unmanaged, IBinaryInteger<T>
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (sources.Length != targets.Length)
        {
            throw new ArgumentException($"Every edge needs a source and a target: got {sources.Length} sources and {targets.Length} targets.", nameof(targets));
        }

        if (sources.Length == 0)
        {
            return;
        }

        if (weights.Length != 0 && weights.Length != sources.Length)
        {
            throw new ArgumentException($"There must be a weight for each of the {sources.Length} edges or none at all, got {weights.Length}.", nameof(weights));
        }

        if (EdgeCount > 0 && weights.Length > 0 != _weights.Count > 0)
        {
            throw new ArgumentException(
                $"Edge {Text(EdgeCount)} has {(weights.Length > 0 ? "a" : "no")} weight, but the edges before it have {(_weights.Count > 0 ? "one each" : "none")}: "
                + "give all edges a weight or none.",
                nameof(weights));
        }

        for (int edge = 0; edge < sources.Length; edge++)
        {
            CheckId(long.CreateTruncating(sources[edge]), nameof(sources), "source", edge);
            CheckId(long.CreateTruncating(targets[edge]), nameof(targets), "target", edge);
        }

        Append(_sources, sources);
        Append(_targets, targets);
        _weights.Add(weights);
    }

    private static void Append<T>(IdList list, ReadOnlySpan<T> ids)
        where T : unmanaged
    {
        if (typeof(T) == typeof(int))
        {
            list.Add(MemoryMarshal.Cast<T, int>(ids));
        }
        else
        {
            list.Add(MemoryMarshal.Cast<T, long>(ids));
        }
    }

    private void CheckId(long id, string list, string end, int edge)
    {
        if (!IsAllowed(id))
        {
            throw new ArgumentOutOfRangeException(
                list, id, $"The {end} of edge {Text(EdgeCount + edge)} must be in {Range()}, got {Text(id)}: check {(_options.NodeCount is null ? "" : "the node count or ")}the ids.");
        }
    }

    private bool IsAllowed(long id) => id >= 0 && id < (_options.NodeCount ?? long.MaxValue);

    private string Range() => $"[0, {(_options.NodeCount is { } count ? Text(count) : "2^63 - 1")})";

    private DuplicatePolicy PolicyOf(EdgeColumnBuffer column) => column.Merge ?? _options.Duplicates;
}

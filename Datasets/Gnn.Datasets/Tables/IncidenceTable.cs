using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>The memberships of a hypergraph read from a table, one a row: node <c>NodeIndices[k]</c> is in hyperedge <c>HyperedgeIndices[k]</c>.</summary>
public sealed class IncidenceTable
{
    private readonly int[] _nodes;
    private readonly int[] _hyperedges;
    private readonly float[] _weights;

    private IncidenceTable(IdMap nodes, IdMap hyperedges, int[] nodeIndices, int[] hyperedgeIndices, float[] weights)
    {
        (Nodes, Hyperedges) = (nodes, hyperedges);
        (_nodes, _hyperedges, _weights) = (nodeIndices, hyperedgeIndices, weights);
    }

    /// <summary>The nodes: those of the node table, if one went before, then others by first appearance.</summary>
    public IdMap Nodes { get; }

    /// <summary>The hyperedges, by first appearance.</summary>
    public IdMap Hyperedges { get; }

    /// <summary>The number of memberships, M.</summary>
    public int MembershipCount => _nodes.Length;

    /// <summary>The node of each membership, <c>[M]</c>.</summary>
    public ReadOnlySpan<int> NodeIndices => _nodes;

    /// <summary>The hyperedge of each membership, <c>[M]</c>.</summary>
    public ReadOnlySpan<int> HyperedgeIndices => _hyperedges;

    /// <summary>The weight of each membership, <c>[M]</c>; empty if there is no column of weights.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>The rows left out because a value was missing.</summary>
    public long DroppedCount { get; private init; }

    /// <summary>The rows left out because they named a node that is not known.</summary>
    public long UnknownCount { get; private init; }

    /// <summary>The rows left out because they repeated a membership.</summary>
    public long DuplicateCount { get; private init; }

    /// <summary>Reads a table of memberships.</summary>
    /// <param name="path">The file, .csv or .tsv.</param>
    /// <param name="options">Which columns mean what; null for the defaults.</param>
    /// <param name="nodes">The nodes of the node table, if one goes before; null if the memberships name the nodes.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">The file is not such a table; the message names line and column.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <remarks>Cost: O(M), and O(M log M) where duplicates are not kept.</remarks>
    public static IncidenceTable Read(string path, IncidenceTableOptions? options = null, IdMap? nodes = null, CancellationToken cancellation = default)
    {
        options ??= new IncidenceTableOptions();
        using var scan = new TableScan(path, options.Format);
        return Read(scan, options, nodes, cancellation);
    }

    /// <summary>Reads a table of memberships that is kept by columns.</summary>
    /// <param name="source">The columns; the caller closes it.</param>
    /// <param name="options">Which columns mean what; null for the defaults.</param>
    /// <param name="nodes">The nodes of the node table, if one goes before; null if the memberships name the nodes.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">The source is not such a table; the message names row and column.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static IncidenceTable Read(ColumnSource source, IncidenceTableOptions? options = null, IdMap? nodes = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= new IncidenceTableOptions();
        using var scan = new ColumnScan(source, options.Format);
        return Read(scan, options, nodes, cancellation);
    }

    private static IncidenceTable Read(RowSource scan, IncidenceTableOptions options, IdMap? nodes, CancellationToken cancellation)
    {
        bool isIndex = options.Ids == IdKind.Index;
        if (isIndex && nodes?.Table is not null)
        {
            throw new ArgumentException("The node table has ids of its own, but the memberships are to be read as node numbers: read both with the same kind of ids.", nameof(options));
        }

        ColumnPlan plan = scan.Plan(options.Missing);
        int nodeSlot = plan.AddId(options.Node, options.Ids, "the nodes");
        int hyperedgeSlot = plan.AddId(options.Hyperedge, options.Ids, "the hyperedges");
        int weight = options.Weight is { } name ? plan.Add(name, ColumnKind.Number, "the weights") : -1;

        UnknownNodes unknown = nodes is null ? UnknownNodes.Add : options.UnknownNodes;
        IdTable? nodeIds = isIndex ? null : EdgeTable.Writable(nodes, unknown);
        IdTable? hyperedgeIds = isIndex ? null : new IdTable();
        var first = new EndIds(options.Node, nodeSlot, nodeIds, nodes?.Count ?? -1, unknown);
        var second = new EndIds(options.Hyperedge, hyperedgeSlot, hyperedgeIds, -1, UnknownNodes.Add);
        var rows = new PairRows(plan, scan, first, second, shared: null, timeSlot: -1, keepsPlaces: options.Duplicates == DuplicateEdges.Error, unknown);
        scan.Run(plan, rows, cancellation);
        first.CheckGaps(scan.Path, rows.Count);
        second.CheckGaps(scan.Path, rows.Count);
        rows.Numbers.FillMissing(options.Missing);

        IdMap nodeMap = isIndex ? IdMap.FromCount(Math.Max(0, first.NeededCount)) : nodeIds == nodes?.Table ? nodes! : new IdMap(nodeIds!);
        IdMap hyperedgeMap = isIndex ? IdMap.FromCount(Math.Max(0, second.NeededCount)) : new IdMap(hyperedgeIds!);
        var table = new IncidenceTable(nodeMap, hyperedgeMap, rows.TakeFirsts(), rows.TakeSeconds(), weight < 0 ? [] : rows.Numbers.TakeColumn(weight))
        {
            DroppedCount = scan.DroppedCount,
            UnknownCount = rows.UnknownCount,
        };
        return options.Duplicates == DuplicateEdges.Keep ? table : table.WithoutDuplicates(options.Duplicates, scan, rows.Places);
    }

    /// <summary>The hypergraph of the memberships; weights become the incidence column <c>weight</c>.</summary>
    /// <param name="engine">Where the column is made; the default engine if null.</param>
    /// <returns>The hypergraph, owned by the caller; its incidences are in the order of hyperedges and their nodes.</returns>
    /// <exception cref="ArgumentException">A membership repeats another, which <see cref="DuplicateEdges.Keep"/> lets pass.</exception>
    public Hypergraph ToHypergraph(Engine? engine = null)
    {
        Hypergraph bare = Hypergraph.FromPairs(Nodes.Count, Hyperedges.Count, _nodes, _hyperedges, new HypergraphPolicy { AllowEmptyHyperedges = true });
        if (_weights.Length == 0)
        {
            return bare;
        }

        long[] keys = [.. _nodes.Select((node, row) => ((long)_hyperedges[row] << 32) | (uint)node)];
        float[] weights = [.. _weights];
        Array.Sort(keys, weights);
        using (bare)
        {
            return bare.WithIncidenceColumn(ColumnNames.EdgeWeights, Tensor.Create(weights, weights.Length, engine));
        }
    }

    /// <summary>The counts, for example <c>IncidenceTable: 89 memberships of 18 nodes in 14 hyperedges</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"IncidenceTable: {MembershipCount} memberships of {Nodes.Count} nodes in {Hyperedges.Count} hyperedges");

    private IncidenceTable WithoutDuplicates(DuplicateEdges duplicates, RowSource source, ReadOnlySpan<long> places)
    {
        if (duplicates == DuplicateEdges.Error)
        {
            PairDuplicates.Refuse(source, _nodes, _hyperedges, isUndirected: false, places, "membership", node => Nodes[node], hyperedge => Hyperedges[hyperedge]);
            return this;
        }

        bool sums = duplicates == DuplicateEdges.Sum && _weights.Length > 0;
        int[] rows = PairDuplicates.FirstRows(_nodes, _hyperedges, isUndirected: false, sums ? SumWeights : null);
        return new IncidenceTable(Nodes, Hyperedges, Pick(_nodes, rows), Pick(_hyperedges, rows), _weights.Length == 0 ? [] : Pick(_weights, rows))
        {
            DroppedCount = DroppedCount,
            UnknownCount = UnknownCount,
            DuplicateCount = MembershipCount - rows.Length,
        };
    }

    private void SumWeights(int[] order, int start, int end)
    {
        double sum = 0;
        for (int i = start; i < end; i++)
        {
            sum += _weights[order[i]];
        }

        _weights[order[start]] = (float)sum;
    }

    private static T[] Pick<T>(T[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);
}

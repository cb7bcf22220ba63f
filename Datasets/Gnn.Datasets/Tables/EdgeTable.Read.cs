using System.Globalization;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

public sealed partial class EdgeTable
{
    /// <summary>Reads an edge table.</summary>
    /// <param name="path">The file, .csv or .tsv.</param>
    /// <param name="options">Which columns mean what; null for the defaults.</param>
    /// <param name="nodes">The nodes of the node table, if one goes before; null if the edges name the nodes.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">The file is not such a table; the message names line and column, what was expected and what is there.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <remarks>Cost: O(R), and O(R log R) where duplicates are not kept. A few blocks of 1 MB of the text are in memory, never all of it. The result is the
    /// same at any number of threads.</remarks>
    public static EdgeTable Read(string path, EdgeTableOptions? options = null, IdMap? nodes = null, CancellationToken cancellation = default)
    {
        options ??= new EdgeTableOptions();
        using var scan = new TableScan(path, options.Format);
        return Read(scan, options, nodes, cancellation);
    }

    /// <summary>Reads an edge table that is kept by columns.</summary>
    /// <param name="source">The columns; the caller closes it.</param>
    /// <param name="options">Which columns mean what; null for the defaults.</param>
    /// <param name="nodes">The nodes of the node table, if one goes before; null if the edges name the nodes.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">The source is not such a table; the message names row and column, what was expected and what is there.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <remarks>Cost: O(R), and O(R log R) where duplicates are not kept. One batch of the source is in memory at a time.</remarks>
    public static EdgeTable Read(ColumnSource source, EdgeTableOptions? options = null, IdMap? nodes = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= new EdgeTableOptions();
        using var scan = new ColumnScan(source, options.Format);
        return Read(scan, options, nodes, cancellation);
    }

    private static EdgeTable Read(RowSource scan, EdgeTableOptions options, IdMap? nodes, CancellationToken cancellation)
    {
        DuplicateEdges duplicates = options.DuplicatesOrDefault;
        (EdgeTable table, PairRows rows) = ReadRows(scan, options, nodes, keepsPlaces: duplicates == DuplicateEdges.Error, cancellation);
        return duplicates == DuplicateEdges.Keep ? table : table.WithoutDuplicates(duplicates, scan, rows.Places, node => table.Nodes[node]);
    }

    /// <summary>Reads all rows, repeated or not, and the places that they are in, if asked.</summary>
    internal static (EdgeTable Table, PairRows Rows) ReadRows(RowSource scan, EdgeTableOptions options, IdMap? nodes, bool keepsPlaces, CancellationToken cancellation)
    {
        CheckOptions(options, nodes);
        ColumnPlan plan = scan.Plan(options.Missing, options.TimeNotation);
        int source = plan.AddId(options.Source, options.Ids, "the sources");
        int target = plan.AddId(options.Target, options.Ids, "the targets");
        EdgeColumns columns = EdgeColumns.Add(plan, options);
        bool isIndex = options.Ids == IdKind.Index;
        UnknownNodes unknown = nodes is null && !isIndex ? UnknownNodes.Add : options.UnknownNodes;
        IdTable? ids = isIndex ? null : Writable(nodes, unknown);
        int count = nodes is not null ? nodes.Count : options.NodeCount ?? -1;
        var sources = new EndIds(options.Source, source, ids, count, unknown);
        var targets = new EndIds(options.Target, target, ids, count, unknown);
        var rows = new PairRows(plan, scan, sources, targets, ids, columns.Time, keepsPlaces, unknown);
        scan.Run(plan, rows, cancellation);
        sources.CheckGaps(scan.Path, rows.Count);
        targets.CheckGaps(scan.Path, rows.Count);
        IdMap map = isIndex ? IdMap.FromCount(Math.Max(0, Math.Max(sources.NeededCount, targets.NeededCount))) : ids == nodes?.Table ? nodes! : new IdMap(ids!);
        return (Take(scan, options, map, rows, columns), rows);
    }

    /// <summary>Reads the rows of edges whose ends are each known by a scope and an id there; their numbers are those of <paramref name="ids"/>.</summary>
    /// <param name="scan">Where the rows come from.</param>
    /// <param name="options">Which columns mean what.</param>
    /// <param name="ids">The nodes so far.</param>
    /// <param name="scopes">The columns of scopes, of the source and of the target.</param>
    /// <param name="relation">The column that says of what sort an edge is, if there is one, and what the sorts may be named.</param>
    /// <param name="hasNodes">Whether a node table went before.</param>
    /// <param name="keepsPlaces">Whether the places of rows are kept.</param>
    /// <param name="cancellation">Stops the reading.</param>
    internal static (EdgeTable Table, PairRows Rows) ReadRows(
        RowSource scan, EdgeTableOptions options, ScopedIds ids, (string Source, string Target) scopes, (string Column, NameLimit Names)? relation, bool hasNodes, bool keepsPlaces,
        CancellationToken cancellation)
    {
        ColumnPlan plan = scan.Plan(options.Missing, options.TimeNotation);
        int sourceScope = plan.Add(scopes.Source, ids.ScopeKind, $"the {ids.ScopeName} of the sources");
        int targetScope = scopes.Target == scopes.Source ? sourceScope : plan.Add(scopes.Target, ids.ScopeKind, $"the {ids.ScopeName} of the targets");
        ScopedEnd[] ends =
        [
            new ScopedEnd(scopes.Source, sourceScope, options.Source, plan.Add(options.Source, ids.IdColumnKind, "the sources")),
            new ScopedEnd(scopes.Target, targetScope, options.Target, plan.Add(options.Target, ids.IdColumnKind, "the targets")),
        ];
        CategoryRows? relations = relation is not { } named ? null : new CategoryRows(plan.Add(named.Column, ColumnKind.TextId, "the relations"), named.Names, named.Column);
        EdgeColumns columns = EdgeColumns.Add(plan, options);
        var rows = new PairRows(plan, scan, ids, ends, relations, columns.Time, keepsPlaces, hasNodes ? options.UnknownNodes : UnknownNodes.Add);
        scan.Run(plan, rows, cancellation);
        ids.CheckGaps(scan.Path, options.Source, rows.Count);
        return (Take(scan, options, IdMap.FromCount(ids.Count), rows, columns), rows);
    }

    private static EdgeTable Take(RowSource scan, EdgeTableOptions options, IdMap nodes, PairRows rows, EdgeColumns columns)
    {
        rows.Numbers.FillMissing(options.Missing);
        (float[] values, bool[]? mask) = rows.Numbers.TakeColumns(columns.FirstFeature, columns.Features.Length);
        return new EdgeTable(
            nodes, options.IsUndirected, rows.TakeFirsts(), rows.TakeSeconds(), columns.Weight < 0 ? [] : rows.Numbers.TakeColumn(columns.Weight),
            columns.Time < 0 ? [] : rows.TakeTimes(), columns.Sign < 0 ? [] : rows.Numbers.TakeColumn(columns.Sign), values, mask, columns.Features)
        {
            DroppedCount = scan.DroppedCount,
            UnknownCount = rows.UnknownCount,
        };
    }

    // The table that the edges may add nodes to: a copy where it is the caller's.
    internal static IdTable Writable(IdMap? nodes, UnknownNodes unknown)
    {
        if (nodes?.Table is { } known && unknown != UnknownNodes.Add)
        {
            return known;
        }

        var table = new IdTable();
        for (int node = 0; node < (nodes?.Count ?? 0); node++)
        {
            table.GetOrAdd(nodes!.ToUtf8(node));
        }

        return table;
    }

    private static void CheckOptions(EdgeTableOptions options, IdMap? nodes)
    {
        if (options.NodeCount is { } count)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(options));
        }

        if (options.Ids == IdKind.Index && nodes?.Table is not null)
        {
            throw new ArgumentException("The node table has ids of its own, but the edges are to be read as node numbers: read both with the same kind of ids.", nameof(options));
        }

        if (options.NodeCount is not null && (options.Ids != IdKind.Index || nodes is not null))
        {
            throw new ArgumentException("A node count is for ids that are node numbers, where no node table goes before.", nameof(options));
        }
    }

    /// <summary>The table without rows that repeat an edge.</summary>
    internal EdgeTable WithoutDuplicates(DuplicateEdges duplicates, RowSource source, ReadOnlySpan<long> places, Func<int, string> nameOf)
    {
        if (duplicates == DuplicateEdges.Error)
        {
            PairDuplicates.Refuse(source, _sources, _targets, IsUndirected, places, "edge", nameOf, nameOf);
            return this;
        }

        bool sums = duplicates == DuplicateEdges.Sum && _weights.Length > 0;
        int[] rows = PairDuplicates.FirstRows(_sources, _targets, IsUndirected, sums ? SumWeights : null);
        return rows.Length == RowCount ? this : Pick(rows);
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

    /// <summary>The table of some of the rows, in their order.</summary>
    internal EdgeTable Pick(int[] rows) => new(
        Nodes, IsUndirected, Pick(_sources, rows, 1), Pick(_targets, rows, 1), Pick(_weights, rows, 1), Pick(_times, rows, 1), Pick(_signs, rows, 1),
        Pick(_features, rows, FeatureNames.Count), _featureMask is null ? null : Pick(_featureMask, rows, FeatureNames.Count), [.. FeatureNames])
    {
        DroppedCount = DroppedCount,
        UnknownCount = UnknownCount,
        DuplicateCount = DuplicateCount + RowCount - rows.Length,
    };

    /// <summary>Gives the ends other numbers, in place.</summary>
    internal void Renumber(ReadOnlySpan<int> numbers)
    {
        for (int row = 0; row < _sources.Length; row++)
        {
            (_sources[row], _targets[row]) = (numbers[_sources[row]], numbers[_targets[row]]);
        }
    }

    private static T[] Pick<T>(T[] values, int[] rows, int width)
    {
        if (values.Length == 0)
        {
            return values;
        }

        var picked = new T[rows.Length * width];
        for (int i = 0; i < rows.Length; i++)
        {
            Array.Copy(values, (long)rows[i] * width, picked, (long)i * width, width);
        }

        return picked;
    }
}

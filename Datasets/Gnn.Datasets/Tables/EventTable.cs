using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>Events read from a table: source, target, time and features of each, in the order of time.</summary>
public sealed class EventTable
{
    private readonly EdgeTable _rows;

    private EventTable(EdgeTable rows) => _rows = rows;

    /// <summary>The nodes, numbered by first appearance in the file, sources first, after those of the node table, if one went before.</summary>
    public IdMap Nodes => _rows.Nodes;

    /// <summary>The number of events, E.</summary>
    public int EventCount => _rows.RowCount;

    /// <summary>The source of each event, <c>[E]</c>.</summary>
    public ReadOnlySpan<int> Sources => _rows.Sources;

    /// <summary>The target of each event, <c>[E]</c>.</summary>
    public ReadOnlySpan<int> Targets => _rows.Targets;

    /// <summary>The time of each event, ascending, <c>[E]</c>, as the notation says.</summary>
    public ReadOnlySpan<long> Times => _rows.Times;

    /// <summary>The names of the features, D.</summary>
    public IReadOnlyList<string> FeatureNames => _rows.FeatureNames;

    /// <summary>The features of each event, <c>[E, D]</c>, row-major.</summary>
    public ReadOnlySpan<float> Features => _rows.Features;

    /// <summary>Where features were known, <c>[E, D]</c>; empty if none was missing.</summary>
    public ReadOnlySpan<bool> FeatureMask => _rows.FeatureMask;

    /// <summary>The rows left out because a value was missing.</summary>
    public long DroppedCount => _rows.DroppedCount;

    /// <summary>The rows left out because they named a node that is not known.</summary>
    public long UnknownCount => _rows.UnknownCount;

    /// <summary>Reads an event table.</summary>
    /// <param name="path">The file, .csv or .tsv.</param>
    /// <param name="options">Which columns mean what; null for the defaults.</param>
    /// <param name="nodes">The nodes of the node table, if one goes before; null if the events name the nodes.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">The file is not such a table, or an event is before its predecessor; the message names the line.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <remarks>Cost: O(E), and O(E log E) where events are to be sorted and are not.</remarks>
    public static EventTable Read(string path, EventTableOptions? options = null, IdMap? nodes = null, CancellationToken cancellation = default)
    {
        options ??= new EventTableOptions();
        using var scan = new TableScan(path, options.Format);
        return Read(scan, options, nodes, cancellation);
    }

    /// <summary>Reads an event table that is kept by columns.</summary>
    /// <param name="source">The columns; the caller closes it.</param>
    /// <param name="options">Which columns mean what; null for the defaults. A column of times is milliseconds since 1970 in any notation.</param>
    /// <param name="nodes">The nodes of the node table, if one goes before; null if the events name the nodes.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">The source is not such a table, or an event is before its predecessor; the message names the row.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static EventTable Read(ColumnSource source, EventTableOptions? options = null, IdMap? nodes = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= new EventTableOptions();
        using var scan = new ColumnScan(source, options.Format);
        return Read(scan, options, nodes, cancellation);
    }

    private static EventTable Read(RowSource scan, EventTableOptions options, IdMap? nodes, CancellationToken cancellation)
    {
        var edges = new EdgeTableOptions
        {
            Source = options.Source,
            Target = options.Target,
            Time = options.Time,
            TimeNotation = options.TimeNotation,
            Features = options.Features,
            Ids = options.Ids,
            UnknownNodes = options.UnknownNodes,
            Missing = options.Missing,
            Format = options.Format,
        };
        (EdgeTable rows, PairRows pairs) = EdgeTable.ReadRows(scan, edges, nodes, keepsPlaces: !options.SortsByTime, cancellation);
        int late = FindLate(rows.Times);
        if (late < 0)
        {
            return new EventTable(rows);
        }

        if (!options.SortsByTime)
        {
            throw new DataFormatException(
                scan.Path, $"{scan.NameOf(pairs.Places[late])}, column '{options.Time}'",
                string.Create(CultureInfo.InvariantCulture, $"expected a time of at least {rows.Times[late - 1]}, that of the event before, got {rows.Times[late]}"),
                "Sort the table by time, or let it be sorted.");
        }

        long[] times = rows.Times.ToArray();
        int[] order = [.. Enumerable.Range(0, times.Length)];
        Array.Sort(order, (one, other) => times[one] != times[other] ? times[one].CompareTo(times[other]) : one.CompareTo(other));
        return new EventTable(rows.Pick(order));
    }

    /// <summary>The graph of the events; features become the event column <c>edge_attr</c>.</summary>
    /// <param name="engine">Where the column is made; the default engine if null.</param>
    /// <returns>A graph of <c>Nodes.Count</c> nodes whose event i is row i, owned by the caller.</returns>
    public TemporalGraph ToTemporalGraph(Engine? engine = null)
    {
        TemporalGraph bare = TemporalGraph.FromEvents(Nodes.Count, Sources, Targets, Times);
        if (FeatureNames.Count == 0)
        {
            return bare;
        }

        using (bare)
        {
            return bare.WithEventColumn(ColumnNames.EdgeFeatures, Tensor.Create(Features.ToArray(), new Shape(EventCount, FeatureNames.Count), engine));
        }
    }

    /// <summary>The counts, for example <c>EventTable: 672 events, 25 nodes, 4 features</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"EventTable: {EventCount} events, {Nodes.Count} nodes, {FeatureNames.Count} features");

    private static int FindLate(ReadOnlySpan<long> times)
    {
        for (int row = 1; row < times.Length; row++)
        {
            if (times[row] < times[row - 1])
            {
                return row;
            }
        }

        return -1;
    }
}

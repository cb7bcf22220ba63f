using System.Runtime.InteropServices;
using Gnn.Graphs.Heterogeneous;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

public sealed partial class HeteroTable
{
    private const int MostTypes = 10_000;

    /// <summary>Reads the tables of a heterogeneous graph. The nodes come first, so that an edge whose end is not among them is found.</summary>
    /// <param name="edgePath">The edge table, .csv or .tsv.</param>
    /// <param name="nodePath">The node table; null if the edges name the nodes.</param>
    /// <param name="options">Which columns mean what; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">A file is not such a table, or names more than 10,000 types; the message names file, line and column, what was
    /// expected and what is there.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <remarks>Cost: O(N F + R), and O(R log R) where duplicates are not kept. The texts are never in memory as a whole; the result is the same at any number of
    /// threads.</remarks>
    public static HeteroTable Read(string edgePath, string? nodePath = null, HeteroTableOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new HeteroTableOptions();
        using TableScan? nodes = nodePath is null ? null : new TableScan(nodePath, ScopedTables.NodesOf(options.Nodes, options.Edges).Format);
        using var edges = new TableScan(edgePath, options.Edges.Format);
        return Read(edges, nodes, options, cancellation);
    }

    /// <summary>Reads the tables of a heterogeneous graph from sources that are kept by columns. The nodes come first, so that an edge whose end is not among
    /// them is found.</summary>
    /// <param name="edgeSource">The edge table; the caller closes it.</param>
    /// <param name="nodeSource">The node table, which the caller closes; null if the edges name the nodes.</param>
    /// <param name="options">Which columns mean what; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">A source is not such a table, or names more than 10,000 types; the message names file, row and column.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static HeteroTable Read(ColumnSource edgeSource, ColumnSource? nodeSource = null, HeteroTableOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(edgeSource);
        options ??= new HeteroTableOptions();
        using ColumnScan? nodes = nodeSource is null ? null : new ColumnScan(nodeSource, ScopedTables.NodesOf(options.Nodes, options.Edges).Format);
        using var edges = new ColumnScan(edgeSource, options.Edges.Format);
        return Read(edges, nodes, options, cancellation);
    }

    private static HeteroTable Read(RowSource edgeScan, RowSource? nodeScan, HeteroTableOptions options, CancellationToken cancellation)
    {
        NodeTableOptions nodeOptions = ScopedTables.NodesOf(options.Nodes, options.Edges);
        ScopedTables.Check(options.Edges, nodeOptions);
        if (options.Edges.IsUndirected || nodeOptions.StandardizesFeatures)
        {
            throw new ArgumentException(
                options.Edges.IsUndirected
                    ? "Edges between types are directed: give the way back a relation of its own."
                    : "Features of several types are not standardized together: standardize those of each type.",
                nameof(options));
        }

        var ids = new ScopedIds("node type", IdKind.Text, options.Edges.Ids, MostTypes);
        NodeTable? nodes = nodeScan is null ? null : NodeTable.Read(
            nodeScan, nodeOptions, cancellation,
            plan => new ScopeRows(ids, options.NodeType, plan.Add(options.NodeType, ids.ScopeKind, "the node types"), label: null, labelSlot: -1));
        int rowCount = ids.Count;
        DuplicateEdges duplicates = options.Edges.DuplicatesOrDefault;
        (EdgeTable all, PairRows rows) = EdgeTable.ReadRows(
            edgeScan, options.Edges, ids, (options.SourceType, options.TargetType), (options.Relation, new NameLimit("relation", MostTypes)), nodes is not null,
            keepsPlaces: duplicates == DuplicateEdges.Error, cancellation);

        string[] nodeTypes = [.. Enumerable.Range(0, ids.Scopes.Count).Select(ids.NameOfScope)];
        IdMap[] maps = MapsOf(ids, ids.Count);
        (EdgeType[] edgeTypes, int[][] rowsOf) = ByType(edgeScan.Path, options.Relation, all, ids, nodeTypes, rows.Relations!);
        var edges = new EdgeTable[edgeTypes.Length];
        for (int type = 0; type < edges.Length; type++)
        {
            EdgeTable part = all.Pick(rowsOf[type]);
            long[] places = duplicates == DuplicateEdges.Error ? Array.ConvertAll(rowsOf[type], row => rows.Places[row]) : [];
            edges[type] = duplicates == DuplicateEdges.Keep ? part : part.WithoutDuplicates(duplicates, edgeScan, places, ids.Describe);
            edges[type].Renumber(ids.NumberOf);
        }

        long kept = edges.Sum(part => (long)part.RowCount);
        return new HeteroTable(nodeTypes, maps, PartsOf(nodes, ids, rowCount, maps), edgeTypes, edges)
        {
            DroppedCount = all.DroppedCount + (nodes?.DroppedCount ?? 0),
            UnknownCount = all.UnknownCount,
            DuplicateCount = all.RowCount - kept + (nodes?.DuplicateCount ?? 0),
        };
    }

    // The edge types by first appearance, and the rows of each in the order of the file.
    private static (EdgeType[] Types, int[][] Rows) ByType(string path, string column, EdgeTable edges, ScopedIds ids, string[] nodeTypes, CategoryRows relations)
    {
        var places = new Dictionary<(int Source, int Relation, int Target), int>();
        var types = new List<EdgeType>();
        int[] typeOf = new int[edges.RowCount];
        var counts = new List<int>();
        (int, int, int) last = (-1, -1, -1);
        for (int row = 0; row < typeOf.Length; row++)
        {
            (int source, int relation, int target) = (ids.ScopeOf[edges.Sources[row]], relations.Values[row], ids.ScopeOf[edges.Targets[row]]);
            if (row > 0 && (source, relation, target) == last)
            {
                typeOf[row] = typeOf[row - 1];
                counts[typeOf[row]]++;
                continue;
            }

            last = (source, relation, target);
            ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, last, out bool isKnown);
            if (!isKnown)
            {
                place = types.Count;
                types.Add(new EdgeType(nodeTypes[source], relations.NameOf(relation), nodeTypes[target]));
                counts.Add(0);
            }

            if (place >= MostTypes)
            {
                throw new DataFormatException(path, $"column '{column}'", $"expected at most {MostTypes} edge types, got more", "Name the columns of types and relations, not those of ids.");
            }

            typeOf[row] = place;
            counts[place]++;
        }

        int[][] rows = [.. counts.Select(count => new int[count])];
        int[] next = new int[rows.Length];
        for (int row = 0; row < typeOf.Length; row++)
        {
            rows[typeOf[row]][next[typeOf[row]]++] = row;
        }

        return ([.. types], rows);
    }

    // The ids of each type, of the first nodes alone.
    private static IdMap[] MapsOf(ScopedIds ids, int nodes)
    {
        if (ids.Kind == IdKind.Index)
        {
            int[] counts = nodes == ids.Count ? ids.Counts.ToArray() : new int[ids.Counts.Length];
            for (int node = 0; node < nodes; node++)
            {
                int type = ids.ScopeOf[node];
                counts[type] = Math.Max(counts[type], ids.NumberOf[node] + 1);
            }

            return Array.ConvertAll(counts, IdMap.FromCount);
        }

        IdTable[] tables = [.. Enumerable.Range(0, ids.Scopes.Count).Select(_ => new IdTable())];
        for (int node = 0; node < nodes; node++)
        {
            tables[ids.ScopeOf[node]].GetOrAdd(ids.IdOf(node));
        }

        return Array.ConvertAll(tables, table => new IdMap(table));
    }

    private static NodeTable?[] PartsOf(NodeTable? nodes, ScopedIds ids, int rowCount, IdMap[] maps)
    {
        var parts = new NodeTable?[maps.Length];
        if (nodes is null)
        {
            return parts;
        }

        // Where edges added nodes, the table's own come first in each type.
        IdMap[] known = rowCount == ids.Count ? maps : MapsOf(ids, rowCount);
        int[][] rows = Array.ConvertAll(known, map => new int[map.Count]);
        for (int row = 0; row < rowCount; row++)
        {
            rows[ids.ScopeOf[row]][ids.NumberOf[row]] = row;
        }

        for (int type = 0; type < parts.Length; type++)
        {
            parts[type] = rows[type].Length == 0 ? null : nodes.Part(rows[type], known[type]);
        }

        return parts;
    }
}

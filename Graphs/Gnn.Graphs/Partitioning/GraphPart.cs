using System.Globalization;
using System.Text.Json.Nodes;
using Gnn.Graphs.Files;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Partitioning;

/// <summary>A part of a partitioned graph: its own nodes with all their in-edges and columns, and the halo, the nodes of other parts that those edges come from.</summary>
/// <remarks>
/// <para>Nodes have local numbers: own nodes first, in the order of the whole graph, then the halo by owner and in that order. A halo node has no in-edges here and no
/// columns: its owner has them.</para>
/// <para>Arrays lie in the part's file, which stays mapped until the part is disposed of and as long as columns that were taken from it live.</para>
/// </remarks>
public sealed class GraphPart : IDisposable
{
    private const string PropertiesKey = "part";
    private const string ColumnsPrefix = "own";
    private const string NodesName = "part/nodes";
    private const string OwnersName = "part/owners";
    private const string EdgesName = "part/edges";

    private readonly NativeArray<int> _nodeIds;
    private readonly NativeArray<int> _haloOwners;
    private readonly NativeArray<int> _edgeIds;
    private int _isDisposed;

    private GraphPart(int index, Graph graph, ColumnTable nodes, NativeArray<int> nodeIds, NativeArray<int> haloOwners, NativeArray<int> edgeIds)
    {
        Index = index;
        Graph = graph;
        Nodes = nodes;
        _nodeIds = nodeIds;
        _haloOwners = haloOwners;
        _edgeIds = edgeIds;
    }

    /// <summary>The number of the part.</summary>
    public int Index { get; }

    /// <summary>The number of own nodes.</summary>
    public int OwnCount => (int)Nodes.RowCount;

    /// <summary>The number of halo nodes.</summary>
    public int HaloCount => (int)_haloOwners.Length;

    /// <summary>The edges by local numbers, in the order of the whole graph, with their columns, the whole graph's columns and its class names; owned by this. It is
    /// directed, because the reverse of an edge from the halo is another part's.</summary>
    public Graph Graph { get; }

    /// <summary>The columns of the own nodes: features, labels and whatever else the whole graph's nodes have.</summary>
    public ColumnTable Nodes { get; }

    /// <summary>The whole graph's number of each node, own nodes first, <c>[own + halo]</c>; valid while this lives.</summary>
    public ReadOnlySpan<int> NodeIds => _nodeIds.Span();

    /// <summary>The part that owns each halo node, never falling, <c>[halo]</c>; valid while this lives.</summary>
    public ReadOnlySpan<int> HaloOwners => _haloOwners.Span();

    /// <summary>The whole graph's id of each edge, ascending; valid while this lives.</summary>
    public ReadOnlySpan<int> EdgeIds => _edgeIds.Span();

    /// <summary>Lets the part go.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Graph.Dispose();
            Nodes.Release();
            _nodeIds.Dispose();
            _haloOwners.Dispose();
            _edgeIds.Dispose();
        }
    }

    /// <summary>The sizes, for example <c>Part 0: 677 nodes and 210 of other parts, 2710 edges</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"Part {Index}: {OwnCount} nodes and {HaloCount} of other parts, {_edgeIds.Length} edges");

    /// <summary>Writes a part: a file of kind graph, with the columns of own nodes and the maps beside.</summary>
    /// <param name="graph">The whole graph.</param>
    /// <param name="partOf">The part of each of its nodes.</param>
    /// <param name="part">The number of the part.</param>
    /// <param name="nodes">Its own nodes, ascending.</param>
    /// <param name="edges">The edges into them, ascending.</param>
    /// <param name="localIds">A number for each node of the whole graph, all -1 before and after.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <returns>The number of halo nodes.</returns>
    internal static int Write(
        Graph graph, int[] partOf, int part, int[] nodes, ReadOnlySpan<int> edges, int[] localIds, string path, CancellationToken cancellation)
    {
        ReadOnlySpan<int> sources = graph.Sources;
        ReadOnlySpan<int> targets = graph.Targets;
        for (int node = 0; node < nodes.Length; node++)
        {
            localIds[nodes[node]] = node;
        }

        var halo = new List<int>();
        foreach (int edge in edges)
        {
            if (localIds[sources[edge]] < 0)
            {
                localIds[sources[edge]] = nodes.Length;
                halo.Add(sources[edge]);
            }
        }

        halo.Sort((one, other) => partOf[one] != partOf[other] ? partOf[one].CompareTo(partOf[other]) : one.CompareTo(other));
        int[] nodeIds = [.. nodes, .. halo];
        for (int node = nodes.Length; node < nodeIds.Length; node++)
        {
            localIds[nodeIds[node]] = node;
        }

        int[] localSources = EdgeOrders.Pick(localIds, EdgeOrders.Pick(sources, edges));
        int[] localTargets = EdgeOrders.Pick(localIds, EdgeOrders.Pick(targets, edges));
        foreach (int node in nodeIds)
        {
            localIds[node] = -1;
        }

        using Graph local = graph.Rewire(
            localSources, localTargets, isUndirected: false, TableRows.Take(graph.Edges, edges), new ColumnTable("node", nodeIds.Length));
        ColumnTable columns = TableRows.Take(graph.Nodes, nodes);
        try
        {
            var file = new SectionWriter(Graph.FileKind);
            local.WriteTo(file);
            file.Properties[PropertiesKey] = new JsonObject { ["index"] = part, ["graph"] = graph.ContentHash, ["own"] = nodes.Length, ["halo"] = halo.Count };
            file.Add(columns, ColumnsPrefix);
            file.Add(NodesName, nodeIds);
            file.Add(OwnersName, [.. halo.Select(node => partOf[node])]);
            file.Add(EdgesName, edges.ToArray());
            file.Write(path, cancellation);
        }
        finally
        {
            columns.Release();
        }

        return halo.Count;
    }

    /// <summary>Opens a part and holds its maps against the parts of the nodes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="manifest">What the folder says of the part.</param>
    /// <param name="part">The number of the part.</param>
    /// <param name="partOf">The part of each node.</param>
    /// <param name="engineOf">Where a column of a type is made.</param>
    /// <param name="check">How much of the file is checked first.</param>
    /// <exception cref="DataFormatException">The file is not the part's.</exception>
    internal static GraphPart Open(string path, PartitionManifest manifest, int part, int[] partOf, Func<DataType, Engine> engineOf, GraphFileCheck check)
    {
        using SectionFile file = SectionFile.Open(path);
        StructureKind.Check<Graph>(file);
        GraphFileVerifier.Check(file, check);
        (_, int own, int halo, long edges) = manifest.Parts[part];
        SectionProperties properties = file.Properties.Object(PropertiesKey);
        if (properties.Integer("index") != part || properties.Text("graph") != manifest.ContentHash)
        {
            throw Wrong(path, "table", $"part {part} of graph {manifest.ContentHash}", $"part {properties.Integer("index")} of graph {properties.Text("graph")}");
        }

        using var made = new PartList();
        Graph graph = made.Add(Graph.ReadFrom(file, engineOf));
        if (properties.Integer("own") != own || properties.Integer("halo") != halo || graph.NodeCount != own + (long)halo || graph.EdgeCount != edges)
        {
            throw Wrong(
                path, "table", $"{own} nodes, {halo} halo nodes and {edges} edges", $"{properties.Integer("own")}, {properties.Integer("halo")} and {graph.EdgeCount}");
        }

        ColumnTable nodes = made.Add(file.Table("node", own, engineOf, ColumnsPrefix));
        NativeArray<int> nodeIds = made.Add(file.Array<int>(NodesName, own + (long)halo));
        NativeArray<int> owners = made.Add(file.Array<int>(OwnersName, halo));
        NativeArray<int> edgeIds = made.Add(file.Array<int>(EdgesName, edges));
        CheckNodes(path, part, partOf, nodeIds.Span(), owners.Span());
        if (check == GraphFileCheck.Contents)
        {
            var defects = new List<string>();
            StructureCheck.CheckColumns(nodes, ColumnsPrefix, defects, CancellationToken.None);
            if (defects.Count > 0)
            {
                throw new DataFormatException(path, "", string.Join("; ", defects), PartitionManifest.Again);
            }
        }

        return made.GiveTo(new GraphPart(part, graph, nodes, nodeIds, owners, edgeIds));
    }

    // Own nodes that rise, are of the part and are as many as the part has are all of them.
    private static void CheckNodes(string path, int part, int[] partOf, ReadOnlySpan<int> nodeIds, ReadOnlySpan<int> owners)
    {
        int own = nodeIds.Length - owners.Length;
        for (int node = 0; node < nodeIds.Length; node++)
        {
            int id = nodeIds[node];
            bool isHalo = node >= own;
            int owner = isHalo ? owners[node - own] : part;
            bool follows = node == 0 || node == own || (isHalo && owner > owners[node - own - 1]) || ((!isHalo || owner == owners[node - own - 1]) && id > nodeIds[node - 1]);
            if ((uint)id >= (uint)partOf.Length || partOf[id] != owner || (isHalo && owner == part) || !follows)
            {
                throw Wrong(
                    path,
                    $"section '{(isHalo ? OwnersName : NodesName)}', node {node}",
                    isHalo ? "nodes of other parts by owner and number, each once" : $"the nodes of part {part}, ascending",
                    $"{id} of part {owner}");
            }
        }
    }

    private static DataFormatException Wrong(string path, string place, string expected, string got) =>
        new(path, place, $"expected {expected}, got {got}", PartitionManifest.Again);
}

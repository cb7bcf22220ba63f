using System.Globalization;
using Gnn.Graphs.Files;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;

namespace Gnn.Graphs.Partitioning;

public sealed partial class PartitionedGraph
{
    /// <summary>Puts the whole graph together from its parts.</summary>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The graph, owned by the caller: equal to the one that was partitioned, but for floating columns that the engine has in another type.</returns>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="DataFormatException">A part was altered, or the parts do not hold every edge once; the message names the file.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public Graph Join(Engine? engine = null, CancellationToken cancellation = default)
    {
        Engine target = engine ?? Engine.Default;
        return Join(_ => target, GraphFileCheck.Layout, cancellation);
    }

    private void CheckContents(CancellationToken cancellation)
    {
        // The hash is of columns in the types that they were written in.
        using var singles = new CpuEngine(threads: 1);
        using var doubles = new ReferenceEngine();
        using Graph graph = Join(type => type == DataType.Float64 ? doubles : singles, GraphFileCheck.Contents, cancellation);
        if (graph.ContentHash != ContentHash)
        {
            throw new DataFormatException(Folder, "", $"expected parts of a graph with the content hash {ContentHash}, got {graph.ContentHash}", PartitionManifest.Again);
        }
    }

    private Graph Join(Func<DataType, Engine> engineOf, GraphFileCheck check, CancellationToken cancellation)
    {
        using var open = new PartList();
        var parts = new GraphPart[PartCount];
        int[] sources = new int[EdgeCount];
        int[] targets = new int[EdgeCount];
        int[] nodePlaces = new int[NodeCount];
        int[] edgePlaces = new int[EdgeCount];
        Array.Fill(edgePlaces, -1);
        (int nodes, int edges) = (0, 0);
        for (int part = 0; part < parts.Length; part++)
        {
            cancellation.ThrowIfCancellationRequested();
            parts[part] = open.Add(Part(part, engineOf, check));
            TakeEdges(parts[part], sources, targets, edgePlaces, ref edges);
            foreach (int node in parts[part].NodeIds[..parts[part].OwnCount])
            {
                nodePlaces[node] = nodes++;
            }
        }

        CheckColumns(parts);
        using var tables = new PartList();
        using Graph bare = MakeGraph(sources, targets);
        ColumnTable nodeTable = tables.Add(Take(parts, part => part.Nodes, "node", nodePlaces));
        ColumnTable edgeTable = tables.Add(Take(parts, part => part.Graph.Edges, "edge", edgePlaces));
        return tables.GiveTo(bare.WithTables(nodeTable, edgeTable, parts[0].Graph.Globals.Share(), parts[0].Graph.ClassNames));
    }

    private void TakeEdges(GraphPart part, int[] sources, int[] targets, int[] places, ref int found)
    {
        ReadOnlySpan<int> nodeIds = part.NodeIds;
        ReadOnlySpan<int> localSources = part.Graph.Sources;
        ReadOnlySpan<int> localTargets = part.Graph.Targets;
        for (int edge = 0; edge < part.EdgeIds.Length; edge++)
        {
            int id = part.EdgeIds[edge];
            (int source, int target) = (localSources[edge], localTargets[edge]);
            if ((uint)id >= (uint)places.Length || places[id] >= 0 || (uint)source >= (uint)nodeIds.Length || (uint)target >= (uint)part.OwnCount)
            {
                throw new DataFormatException(
                    PathOf(part.Index),
                    string.Create(CultureInfo.InvariantCulture, $"edge {edge}"),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"expected an edge of the {places.Length} that no part had yet, into one of {part.OwnCount} own nodes, got edge {id} from node {source} to node {target}"),
                    PartitionManifest.Again);
            }

            places[id] = found++;
            (sources[id], targets[id]) = (nodeIds[source], nodeIds[target]);
        }
    }

    private void CheckColumns(GraphPart[] parts)
    {
        foreach (GraphPart part in parts)
        {
            try
            {
                ColumnRows.CheckAlike(parts[0].Nodes, part.Nodes, part.Index, nameof(parts));
                ColumnRows.CheckAlike(parts[0].Graph.Edges, part.Graph.Edges, part.Index, nameof(parts));
            }
            catch (ArgumentException exception)
            {
                throw new DataFormatException(PathOf(part.Index), "table", $"expected the columns of part 0: {exception.Message}", PartitionManifest.Again, exception);
            }
        }
    }

    private Graph MakeGraph(int[] sources, int[] targets)
    {
        try
        {
            return Graph.FromEdges(NodeCount, sources, targets, IsUndirected);
        }
        catch (ArgumentException exception)
        {
            throw new DataFormatException(Folder, "", $"expected the edges of a graph, got others: {exception.Message}", PartitionManifest.Again, exception);
        }
    }

    private static ColumnTable Take(GraphPart[] parts, Func<GraphPart, ColumnTable> table, string rowName, int[] places)
    {
        ColumnTable all = ColumnRows.Concatenate([.. parts.Select(table)], rowName);
        try
        {
            return TableRows.Take(all, places);
        }
        finally
        {
            all.Release();
        }
    }
}

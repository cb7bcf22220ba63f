namespace Gnn.Datasets.Tables;

/// <summary>What is asked of the options of tables whose ids hold within a graph or a type.</summary>
internal static class ScopedTables
{
    /// <summary>How nodes are read: as they say, else with the edges' kind of ids.</summary>
    internal static NodeTableOptions NodesOf(NodeTableOptions? nodes, EdgeTableOptions edges) => nodes ?? new NodeTableOptions { Ids = edges.Ids };

    /// <summary>Passes if the options of both tables go together.</summary>
    internal static void Check(EdgeTableOptions edges, NodeTableOptions nodes)
    {
        if (edges.Ids != nodes.Ids)
        {
            throw new ArgumentException($"The ids are {edges.Ids} in the edge table and {nodes.Ids} in the node table: read both alike.", nameof(nodes));
        }

        if (nodes.Id is null)
        {
            throw new ArgumentException("Nodes of several graphs or types need ids of their own: name the column of ids.", nameof(nodes));
        }

        if (edges.NodeCount is not null)
        {
            throw new ArgumentException("A node count is for one graph: the rows of the tables say how many nodes each graph or type has.", nameof(edges));
        }
    }
}

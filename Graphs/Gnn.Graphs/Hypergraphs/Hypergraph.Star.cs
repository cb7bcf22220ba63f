using Gnn.Tensors;

namespace Gnn.Graphs.Hypergraphs;

public sealed partial class Hypergraph
{
    /// <summary>The node column of a star expansion that says which nodes are hyperedges.</summary>
    private const string IsHyperedge = "is_hyperedge";

    private const string NodePrefix = "node.";
    private const string HyperedgePrefix = "hyperedge.";

    /// <summary>The bipartite graph of nodes and hyperedges with an edge for each incidence, from which <see cref="FromStarExpansion"/> makes this hypergraph again.</summary>
    /// <returns>
    /// An undirected graph of N + M nodes: nodes first, then hyperedges, with 2 I edges: incidence k is edge k from node to hyperedge and edge I + k back. Node
    /// columns: <c>is_hyperedge</c> (Bool), <c>node.</c> and <c>hyperedge.</c> with the names of the columns of each, zero in the rows of the other; edge columns:
    /// those of incidences. Nothing is lost.
    /// </returns>
    /// <exception cref="InvalidOperationException">There are 2^31 nodes and hyperedges or more.</exception>
    public Projection StarExpansion()
    {
        int incidences = checked((int)IncidenceCount);
        if ((long)NodeCount + HyperedgeCount > int.MaxValue || 2L * incidences > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"The star expansion would have {(long)NodeCount + HyperedgeCount} nodes and {2L * incidences} edges; a graph has fewer than 2^31 of each here.");
        }

        int[] sources = new int[2 * incidences];
        int[] targets = new int[2 * incidences];
        for (int hyperedge = 0, k = 0; hyperedge < HyperedgeCount; hyperedge++)
        {
            foreach (int node in Members.Row(hyperedge))
            {
                (sources[k], targets[k]) = (node, NodeCount + hyperedge);
                (sources[incidences + k], targets[incidences + k]) = (NodeCount + hyperedge, node);
                k++;
            }
        }

        bool[] isHyperedge = new bool[NodeCount + HyperedgeCount];
        isHyperedge.AsSpan(NodeCount).Fill(true);
        ColumnTable nodes = ColumnRows.Pad(Nodes, "node", 0, HyperedgeCount, NodePrefix);
        nodes = ColumnRows.Join(nodes, ColumnRows.Pad(Hyperedges, "node", NodeCount, 0, HyperedgePrefix));
        using Graph bare = Graph.FromCheckedEdges(NodeCount + HyperedgeCount, sources, targets, isUndirected: true);
        using Graph graph = bare.WithTables(nodes, ColumnRows.Concatenate([Incidences, Incidences], "edge"), classNames: ClassNames);
        Graph star = graph.WithNodeColumn(IsHyperedge, Tensor.Create(isHyperedge, isHyperedge.Length, ColumnEngine));
        return new Projection(star, new ProjectionLoss { Projection = "star expansion", SetName = "hyperedge", MemberName = "node" });
    }

    /// <summary>The hypergraph of a bipartite graph of nodes and hyperedges: the inverse of <see cref="StarExpansion"/>.</summary>
    /// <param name="star">A graph whose nodes are those of the hypergraph first, then its hyperedges, as the Bool node column <c>is_hyperedge</c> says; every
    /// edge from a node to a hyperedge is an incidence, with the edge columns, and the edges back are not read.</param>
    /// <param name="policy">What is accepted; null accepts nodes without edges among the hyperedges (empty ones), but no repeated edges.</param>
    /// <returns>The hypergraph, with the columns whose names begin with <c>node.</c> and <c>hyperedge.</c>.</returns>
    /// <exception cref="ArgumentException">There is no such column, hyperedges do not come last, an edge does not join a node and a hyperedge, or the policy
    /// refuses what there is.</exception>
    public static Hypergraph FromStarExpansion(Graph star, HypergraphPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(star);
        int nodeCount = CountNodes(star);
        List<int> nodes = [], hyperedges = [], edges = [];
        ReadOnlySpan<int> sources = star.Sources, targets = star.Targets;
        for (int edge = 0; edge < sources.Length; edge++)
        {
            if (sources[edge] < nodeCount == targets[edge] < nodeCount)
            {
                throw new ArgumentException(
                    $"Every edge must join a node (below {nodeCount}) and a hyperedge (from {nodeCount} on), but edge {edge} is {sources[edge]} -> {targets[edge]}.", nameof(star));
            }

            if (sources[edge] < nodeCount)
            {
                nodes.Add(sources[edge]);
                hyperedges.Add(targets[edge] - nodeCount);
                edges.Add(edge);
            }
            else if (!star.IsUndirected)
            {
                throw new ArgumentException(
                    $"Edges of a directed graph must run from nodes to hyperedges, but edge {edge} is {sources[edge]} -> {targets[edge]}: turn it round, or make the graph undirected.",
                    nameof(star));
            }
        }

        int hyperedgeCount = star.NodeCount - nodeCount;
        HypergraphBuild built = IncidenceSort.Sort(
            nodeCount, hyperedgeCount, nodes.ToArray(), hyperedges.ToArray(), policy ?? new HypergraphPolicy { AllowEmptyHyperedges = true });
        using Hypergraph bare = built.Hypergraph;
        return bare.Derive(
            ColumnRows.Unpad(star.Nodes, "node", 0, nodeCount, NodePrefix),
            ColumnRows.Unpad(star.Nodes, "hyperedge", nodeCount, hyperedgeCount, HyperedgePrefix),
            ColumnRows.Gather(star.Edges, Array.ConvertAll(built.PairOfIncidence.ToArray(), pair => edges[pair]), "incidence"),
            star.ClassNames);
    }

    private static int CountNodes(Graph star)
    {
        if (!star.Nodes.TryGet(IsHyperedge, out Tensor? column) || column.DataType != DataType.Bool || column.Shape.Rank != 1)
        {
            throw new ArgumentException($"The graph must have the node column '{IsHyperedge}', Bool [{star.NodeCount}], that says which nodes are hyperedges.", nameof(star));
        }

        bool[] isHyperedge = column.ToArray<bool>();
        int nodeCount = Array.IndexOf(isHyperedge, true) is >= 0 and int first ? first : isHyperedge.Length;
        int late = Array.LastIndexOf(isHyperedge, false);
        return late < nodeCount
            ? nodeCount
            : throw new ArgumentException($"Nodes must come before hyperedges, but {nodeCount} is a hyperedge and {late} is a node: number the nodes first.", nameof(star));
    }
}

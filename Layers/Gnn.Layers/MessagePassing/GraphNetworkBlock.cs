using Gnn.Layers.Aggregations;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Layers.MessagePassing;

/// <summary>A full block of a graph network: new edges from both their ends, new nodes from their edges, new globals from all of them.</summary>
/// <remarks>
/// <code>
/// e'_ji = edge network([v_j | v_i | e_ji | u])                                        [E, C]
/// v'_i  = node network([v_i | aggregate over edges j -> i of e'_ji | u])              [N, C']
/// u'    = global network([u | aggregate of the graph's v' | aggregate of its e'])     [B, C'']
/// </code>
/// <para>Paper: P. W. Battaglia and others, "Relational inductive biases, deep learning, and graph networks", 2018. A network that is left out leaves its part as
/// it is; a part that is null takes no room in the concatenations.</para>
/// <para>Difference from PyTorch Geometric's MetaLayer: its models are any modules that take all parts; here they are networks of a row and the aggregations
/// are options.</para>
/// <para>Where the edge network begins with a linear map (<see cref="ILinearFirst"/>), it is taken of nodes, edges and globals before they meet, so that the
/// concatenation of [E, ...] is not made. Parameters: those of the networks under <c>edge_model</c>, <c>node_model</c>, <c>global_model</c>, and of aggregations that are
/// modules under <c>edges_of_node</c>, <c>edges_of_graph</c>, <c>nodes_of_graph</c>. Cost: that of the networks, with arrays of [E, C].</para>
/// </remarks>
public sealed class GraphNetworkBlock : Module
{
    private readonly IFeatureMap? _edges;
    private readonly IFeatureMap? _nodes;
    private readonly IFeatureMap? _globals;
    private readonly GraphNetworkOptions _options;

    /// <summary>Creates a block; networks that are modules are owned from here on.</summary>
    /// <param name="edges">What makes new edges; null to leave them as they are.</param>
    /// <param name="nodes">What makes new nodes; null to leave them as they are.</param>
    /// <param name="globals">What makes new globals; null to leave them as they are.</param>
    /// <param name="options">The aggregations; sums if null.</param>
    public GraphNetworkBlock(IFeatureMap? edges, IFeatureMap? nodes, IFeatureMap? globals = null, GraphNetworkOptions? options = null)
    {
        (_edges, _nodes, _globals, _options) = (edges, nodes, globals, options ?? new GraphNetworkOptions());
        Own("edge_model", edges);
        Own("node_model", nodes);
        Own("global_model", globals);
        Own("edges_of_node", _options.EdgesOfNode);
        Own("edges_of_graph", _options.EdgesOfGraph);
        Own("nodes_of_graph", _options.NodesOfGraph);
    }

    /// <summary>Makes new edges, nodes and globals.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="state">What nodes, edges and graphs hold.</param>
    /// <param name="topology">The edges, and the parts of graphs.</param>
    /// <returns>What they hold then; a part without a network is the one given.</returns>
    /// <exception cref="ArgumentException">A part does not have a row for each node, edge or graph, or does not fit its network.</exception>
    public GraphNetworkState Forward(in ForwardContext context, GraphNetworkState state, GraphNetworkTopology topology)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(topology);
        Check(state.Nodes, topology.Edges.RowCount, "nodes");
        Check(state.Edges, topology.Edges.EntryCount, "edges");
        Check(state.Globals, topology.NodesOfGraphs.RowCount, "graphs");

        Tensor? edges = _edges is null ? state.Edges : NewEdges(context, _edges, state, topology);
        Tensor nodes = _nodes is null ? state.Nodes : NewNodes(context, _nodes, state, edges, topology);
        Tensor? globals = state.Globals;
        if (_globals is not null)
        {
            Tensor ofNodes = _options.NodesOfGraph.Forward(context, topology.NodesOfGraphs, nodes);
            Tensor? ofEdges = edges is null ? null : _options.EdgesOfGraph.Forward(context, topology.EdgesOfGraphs, edges);
            globals = _globals.Forward(context, SideBySide(state.Globals, ofNodes, ofEdges));
        }

        return new GraphNetworkState(nodes, edges, globals);
    }

    private static Tensor NewEdges(in ForwardContext context, IFeatureMap network, GraphNetworkState state, GraphNetworkTopology topology)
    {
        Tensor nodes = state.Nodes;
        if (network is not ILinearFirst { First: { } first } map)
        {
            Tensor source = Tensor.ExpandRows(topology.Edges, nodes, transposed: true), target = Tensor.ExpandRows(topology.Edges, nodes);
            Tensor? global = state.Globals is null ? null : Tensor.ExpandRows(topology.Edges, Tensor.ExpandRows(topology.NodesOfGraphs, state.Globals));
            return network.Forward(context, SideBySide(source, target, state.Edges, global));
        }

        long ofNode = nodes.Shape[1], ofEdge = state.Edges?.Shape[1] ?? 0, ofGlobal = state.Globals?.Shape[1] ?? 0;
        if (first.Inputs != (2 * ofNode) + ofEdge + ofGlobal)
        {
            throw new ArgumentException(
                $"The edge network takes {first.Inputs} columns, but both nodes, edge and globals have 2 * {ofNode} + {ofEdge} + {ofGlobal}.", nameof(state));
        }

        Tensor sources = Map(nodes, first, start: 0);
        Tensor targets = Map(nodes, first, ofNode);
        if (state.Globals is not null)
        {
            targets += Tensor.ExpandRows(topology.NodesOfGraphs, Map(state.Globals, first, (2 * ofNode) + ofEdge));
        }

        Tensor sum = Tensor.Sddmm(topology.Edges, EntryOperation.Add, targets, sources);
        if (state.Edges is not null)
        {
            sum += Map(state.Edges, first, 2 * ofNode);
        }

        return map.ForwardRest(context, sum);
    }

    private Tensor NewNodes(in ForwardContext context, IFeatureMap network, GraphNetworkState state, Tensor? edges, GraphNetworkTopology topology)
    {
        Tensor? ofEdges = edges is null ? null : _options.EdgesOfNode.Forward(context, topology.Edges.Entries, edges);
        Tensor? global = state.Globals is null ? null : Tensor.ExpandRows(topology.NodesOfGraphs, state.Globals);
        return network.Forward(context, SideBySide(state.Nodes, ofEdges, global));
    }

    /// <summary>x times a run of the weight's columns.</summary>
    private static Tensor Map(Tensor x, Linear first, long start)
    {
        using Tensor weight = first.Weight.Columns(start, x.Shape[1]);
        return x.MatMul(weight, transposeThis: false, transposeOther: true);
    }

    private static Tensor SideBySide(params ReadOnlySpan<Tensor?> parts)
    {
        var present = new List<Tensor>(parts.Length);
        foreach (Tensor? part in parts)
        {
            if (part is not null)
            {
                present.Add(part);
            }
        }

        return present.Count == 1 ? present[0] : Tensor.Concatenate(present.ToArray(), -1);
    }

    private static void Check(Tensor? part, long rows, string what)
    {
        if (part is not null && (part.Shape.Rank != 2 || part.Shape[0] != rows))
        {
            throw new ArgumentException($"The state must have [{rows}, C] for the {what} of the topology, got {part.Shape}.", nameof(part));
        }
    }

    private void Own(string name, object? part)
    {
        if (part is Module module)
        {
            AddModule(name, module);
        }
    }
}

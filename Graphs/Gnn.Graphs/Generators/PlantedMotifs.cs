using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Graphs.Generators;

/// <summary>Graphs with motifs planted in them, and the edges that an explanation must find.</summary>
/// <remarks>
/// BA-Shapes, Tree-Cycles and Tree-Grid are of Ying, Bourgeois, You, Zitnik and Leskovec, "GNNExplainer: generating explanations for graph neural networks",
/// 2019; BA-2motifs is of Luo et al., "Parameterized explainer for graph neural network", 2020. Every graph has the Bool edge column <see cref="MotifColumn"/>,
/// true for the edges inside a motif, both directions. Graphs are undirected, each edge followed by its reverse, and are owned by the caller.
/// </remarks>
public static class PlantedMotifs
{
    /// <summary>The Bool edge column <c>[E]</c> that is true for the edges inside a motif.</summary>
    public const string MotifColumn = "motif";

    // A square (0, 1, 2, 3) below a roof (4): 1 and 0 are the middle, 2 and 3 the bottom.
    private static readonly (int One, int Other)[] House = [(0, 1), (1, 2), (2, 3), (3, 0), (0, 4), (1, 4)];
    private static readonly int[] HouseRoles = [1, 1, 2, 2, 3];
    private static readonly (int One, int Other)[] Pentagon = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)];
    private static readonly (int One, int Other)[] Hexagon = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 0)];

    private static readonly (int One, int Other)[] Square3 =
        [(0, 1), (1, 2), (3, 4), (4, 5), (6, 7), (7, 8), (0, 3), (3, 6), (1, 4), (4, 7), (2, 5), (5, 8)];

    /// <summary>BA-Shapes: houses on a scale-free base; the label of a node is its place.</summary>
    /// <param name="source">Where the draw comes from; the same source draws the same graph.</param>
    /// <param name="baseNodeCount">The nodes of the base, more than <paramref name="edgesPerNode"/>; 300 in the paper.</param>
    /// <param name="houseCount">The number of houses of five nodes, at least 0; 80 in the paper.</param>
    /// <param name="edgesPerNode">How many nodes a new node of the base joins; 5 in the paper.</param>
    /// <param name="noiseShare">How many random edges are added for each node, at least 0; 0.1 in the paper.</param>
    /// <returns>
    /// The graph: labels 0 base, 1 middle, 2 bottom and 3 top of a house; features <c>[N, 1]</c> of ones. Nodes of the base come first, then house by house.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <exception cref="InsufficientMemoryException">The edges do not fit the machine's memory.</exception>
    /// <remarks>A house hangs by its first middle node from a random node of the base, houses spread over the base evenly; a noise edge repeats none that is
    /// there.</remarks>
    public static Graph BaShapes(RandomSource source, int baseNodeCount = 300, int houseCount = 80, int edgesPerNode = 5, double noiseShare = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(edgesPerNode, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(baseNodeCount, edgesPerNode);
        ArgumentOutOfRangeException.ThrowIfNegative(houseCount);
        ArgumentOutOfRangeException.ThrowIfNegative(noiseShare);
        int nodeCount = checked(baseNodeCount + (houseCount * House.Max(pair => pair.Other + 1)));
        double pairs = ((double)edgesPerNode * baseNodeCount) + (houseCount * (House.Length + 1.0)) + (noiseShare * nodeCount);
        var plan = new MotifPlan(nodeCount, pairs, nameof(baseNodeCount));
        BarabasiAlbert.AddTo(plan.Edges, baseNodeCount, edgesPerNode, source);
        plan.Plant(House, HouseRoles, baseNodeCount, houseCount, source);
        plan.AddNoise((int)(noiseShare * nodeCount), source);
        return plan.ToGraph();
    }

    /// <summary>Tree-Cycles: six-cycles on a balanced binary tree; a node is labelled 1 in a cycle and 0 in the tree.</summary>
    /// <param name="source">Where the draw comes from; the same source draws the same graph.</param>
    /// <param name="depth">The depth of the tree, at least 0; 8 in the paper.</param>
    /// <param name="motifCount">The number of cycles, at least 0; 80 in the paper's data, one of its tables says 60.</param>
    /// <param name="noiseShare">How many random edges are added for each node, at least 0; 0.1 in the paper.</param>
    /// <returns>The graph with labels and features <c>[N, 1]</c> of ones.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <exception cref="InsufficientMemoryException">The edges do not fit the machine's memory.</exception>
    public static Graph TreeCycles(RandomSource source, int depth = 8, int motifCount = 80, double noiseShare = 0.1) =>
        OnTree(Hexagon, source, depth, motifCount, noiseShare);

    /// <summary>Tree-Grid: grids of three by three on a balanced binary tree; a node is labelled 1 in a grid and 0 in the tree.</summary>
    /// <param name="source">Where the draw comes from; the same source draws the same graph.</param>
    /// <param name="depth">The depth of the tree, at least 0; 8 in the paper.</param>
    /// <param name="motifCount">The number of grids, at least 0; 80 in the paper.</param>
    /// <param name="noiseShare">How many random edges are added for each node, at least 0; 0.1 in the paper.</param>
    /// <returns>The graph with labels and features <c>[N, 1]</c> of ones.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <exception cref="InsufficientMemoryException">The edges do not fit the machine's memory.</exception>
    public static Graph TreeGrid(RandomSource source, int depth = 8, int motifCount = 80, double noiseShare = 0.1) =>
        OnTree(Square3, source, depth, motifCount, noiseShare);

    /// <summary>BA-2motifs: scale-free trees with a house in every even graph, class 0, and a five-cycle in every odd one, class 1.</summary>
    /// <param name="graphCount">The number of graphs, at least 0; 1000 in the paper.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same graphs.</param>
    /// <param name="baseNodeCount">The nodes of the base, at least 2; 20 in the paper.</param>
    /// <returns>The graphs, each with the class as the Int32 column <c>y [1]</c> of the graph and features <c>[N, 10]</c> of 0.1, as published.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <remarks>Graph i depends on the source and on i alone. A new node of the base joins one other; the motif hangs by one edge from a random node.</remarks>
    public static IReadOnlyList<Graph> BaTwoMotifs(int graphCount, RandomSource source, int baseNodeCount = 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(graphCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(baseNodeCount, 2);
        const int motifNodes = 5;
        const int featureCount = 10;
        var graphs = new Graph[graphCount];
        for (int i = 0; i < graphCount; i++)
        {
            RandomSource own = source.Stream("ba-2motifs").Stream((ulong)i);
            var plan = new MotifPlan(baseNodeCount + motifNodes, baseNodeCount + House.Length + 1.0, nameof(baseNodeCount));
            BarabasiAlbert.AddTo(plan.Edges, baseNodeCount, 1, own);
            plan.Plant(i % 2 == 0 ? House : Pentagon, [1, 1, 1, 1, 1], baseNodeCount, 1, own);
            using Graph graph = plan.ToGraph();
            using Graph bare = graph.WithoutNodeColumn(ColumnNames.Labels);
            using Graph labeled = bare.WithGlobalColumn(ColumnNames.Labels, Tensor.Create([i % 2], 1));
            graphs[i] = labeled.WithFeatures(Tensor.Full((baseNodeCount + motifNodes, featureCount), 0.1f));
        }

        return graphs;
    }

    private static Graph OnTree((int One, int Other)[] motif, RandomSource source, int depth, int motifCount, double noiseShare)
    {
        const int deepest = 28;
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, deepest);
        ArgumentOutOfRangeException.ThrowIfNegative(motifCount);
        ArgumentOutOfRangeException.ThrowIfNegative(noiseShare);
        int treeNodes = (2 << depth) - 1;
        int motifNodes = motif.Max(pair => Math.Max(pair.One, pair.Other)) + 1;
        int nodeCount = checked(treeNodes + (motifCount * motifNodes));
        var plan = new MotifPlan(nodeCount, treeNodes + (motifCount * (motif.Length + 1.0)) + (noiseShare * nodeCount), nameof(depth));
        for (int node = 1; node < treeNodes; node++)
        {
            plan.Edges.Add((node - 1) / 2, node);
        }

        int[] roles = new int[motifNodes];
        Array.Fill(roles, 1);
        plan.Plant(motif, roles, treeNodes, motifCount, source);
        plan.AddNoise((int)(noiseShare * nodeCount), source);
        return plan.ToGraph();
    }
}

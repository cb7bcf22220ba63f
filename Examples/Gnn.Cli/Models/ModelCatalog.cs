using Gnn.Graphs;
using Gnn.Graphs.Transforms;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Heterogeneous;
using Gnn.Layers.Models;
using Gnn.Layers.Sheaf;
using Gnn.Tensors;

namespace Gnn.Cli.Models;

/// <summary>The models that <c>gnn node</c> trains.</summary>
internal static class ModelCatalog
{
    internal const string Heads = "--heads";
    internal const string OutputHeads = "--output-heads";
    internal const string AttentionDropout = "--attention-dropout";
    internal const string Aggregation = "--aggregation";
    internal const string Bases = "--bases";
    internal const string Hops = "--hops";
    internal const string Alpha = "--alpha";
    internal const string Theta = "--theta";
    internal const string Normalization = "--norm";
    internal const string Residual = "--residual";
    internal const string Jumping = "--jumping";
    internal const string InputMap = "--input-map";
    internal const string InputDropout = "--input-dropout";
    internal const string DecayAll = "--decay-all";
    internal const string MetapathNames = "--metapaths";
    internal const string NodeType = "--node-type";
    internal const string Stalk = "--stalk";
    internal const string SecondLinear = "--second-linear";
    internal const string LowPass = "--low-pass";
    internal const string HighPass = "--high-pass";
    internal const string SumStalks = "--sum-stalks";
    internal const string SheafDecay = "--sheaf-decay";
    internal const string NoLeftWeights = "--no-left-weights";
    internal const string NoRightWeights = "--no-right-weights";
    internal const string NoEdgeWeights = "--no-edge-weights";
    internal const string Cayley = "--cayley";

    private static readonly string[] Stack = [Normalization, Residual, Jumping, InputMap, InputDropout, DecayAll];

    internal static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        new GraphModelEntry("gcn", "graph convolutional network", "Kipf and Welling, ICLR 2017", new(), Stack,
            (g, a, d) => new Gcn(Inputs(g), d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout, stack: a.Stack)),
        new GraphModelEntry("sage", "GraphSAGE", "Hamilton, Ying and Leskovec, NeurIPS 2017", new(), [Aggregation, .. Stack],
            (g, a, d) => new GraphSage(Inputs(g), d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout, new SageOptions { Aggregations = [a.Aggregation] }, a.Stack)),
        new GraphModelEntry("gin", "graph isomorphism network", "Xu, Hu, Leskovec and Jegelka, ICLR 2019", new(), Stack,
            (g, a, d) => new Gin(Inputs(g), d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout, stack: a.Stack)),
        new GraphModelEntry("gat", "graph attention network", "Velickovic et al., ICLR 2018", new(), [Heads, OutputHeads, AttentionDropout, .. Stack], (g, a, d) => GatOf(g, a, d, isSecond: false)),
        new GraphModelEntry("gatv2", "graph attention network with dynamic attention", "Brody, Alon and Yahav, ICLR 2022", new(), [Heads, OutputHeads, AttentionDropout, .. Stack],
            (g, a, d) => GatOf(g, a, d, isSecond: true)),
        new GraphModelEntry("gcn2", "GCNII, very deep", "Chen et al., ICML 2020", new(Hidden: 64, Layers: 64, Dropout: 0.6), [Alpha, Theta],
            (g, a, d) => new Gcn2(Inputs(g), d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout, a.Alpha ?? 0.1, a.Theta ?? 0.5)),
        new GraphModelEntry("appnp", "predictions spread by personalised PageRank", "Gasteiger, Bojchevski and Guennemann, ICLR 2019", new(Hidden: 64), [Hops, Alpha],
            (g, a, d) => new Appnp(Inputs(g), d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout, a.Hops ?? 10, a.Alpha ?? 0.1)),
        new GraphModelEntry("dagnn", "predictions spread, hops gated", "Liu, Gao and Ji, KDD 2020", new(Hidden: 64, Dropout: 0.8), [Hops],
            (g, a, d) => new Dagnn(Inputs(g), d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout, a.Hops ?? 10)),
        new GraphModelEntry("pna", "principal neighbourhood aggregation", "Corso et al., NeurIPS 2020", new(), Stack,
            (g, a, d) => new Pna(Inputs(g), d.Hidden, a.Outputs, AverageDegrees.Of(g.InEdges), a.Random, d.Layers, d.Dropout, stack: a.Stack)),
        new GraphModelEntry("deepgcn", "deep GCN of residual blocks", "Li et al. 2020", new(Hidden: 64, Layers: 7, Dropout: 0.1), [],
            (g, a, d) => new DeepGcn(Inputs(g), d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout)),
        new GraphModelEntry("transformer", "graph transformer, attention along edges", "Shi et al., IJCAI 2021; Platonov et al., ICLR 2023", new(Hidden: 64, Dropout: 0.2), [Heads, AttentionDropout],
            (g, a, d) => new GraphTransformer(
                Inputs(g), d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout,
                new GraphTransformerOptions { Heads = a.Heads ?? 8, AttentionDropout = a.AttentionDropout ?? 0 })),
        new GraphModelEntry("residual-gcn", "GCN in residual blocks", "Platonov et al., ICLR 2023", new(Hidden: 512, Dropout: 0.2), [], (g, a, d) => ResidualOf(g, a, d, ResidualGnnKind.Gcn)),
        new GraphModelEntry("residual-sage", "GraphSAGE in residual blocks", "Platonov et al., ICLR 2023", new(Hidden: 512, Dropout: 0.2), [], (g, a, d) => ResidualOf(g, a, d, ResidualGnnKind.Sage)),
        new GraphModelEntry("residual-mlp", "residual blocks, a baseline that sees no edges", "Platonov et al., ICLR 2023", new(Hidden: 512, Dropout: 0.2), [],
            (g, a, d) => ResidualOf(g, a, d, ResidualGnnKind.Perceptron)),
        new GraphModelEntry("rgcn", "relational GCN, for graphs with edge types; inverse relations are added", "Schlichtkrull et al., ESWC 2018", new(Dropout: 0), [Bases, .. Stack],
            (g, a, d) => new Rgcn(
                Inputs(g), d.Hidden, a.Outputs, RelationCount(g), a.Random, d.Layers, d.Dropout, new RgcnOptions { Bases = a.Bases }, a.Stack))
        {
            Adapt = graph => WithInverses(graph, relations: null),
        },
        new GraphModelEntry("linkx", "adjacency and features apart", "Lim et al., NeurIPS 2021", new(Hidden: 64), [],
            (g, a, d) => new Linkx(g.NodeCount, Inputs(g), d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout)),
        SheafEntry("sheaf-diag", "sheaf diffusion with diagonal maps; edges are taken both ways", SheafForm.Diagonal),
        SheafEntry("sheaf-o", "sheaf diffusion with orthogonal maps; edges are taken both ways", SheafForm.Orthogonal),
        SheafEntry("sheaf-general", "sheaf diffusion with any maps; edges are taken both ways", SheafForm.General),
        new GraphModelEntry("mlp", "perceptron, a baseline that sees no edges", "", new(), [], MlpOf),
        new LabelPropagationEntry("label-propagation", "known labels spread along edges, a baseline that sees no features", "Zhu and Ghahramani 2002; Zhou et al., NeurIPS 2003", [Hops, Alpha]),
        new GraphModelEntry("correct-and-smooth", "perceptron, whose errors and then known labels are spread along edges", "Huang et al., ICLR 2021", new(Hidden: 64), [], MlpOf)
        {
            Mending = new CorrectAndSmooth(),
        },
        new HeteroModelEntry(
            "han", "attention along metapaths, then over them, for heterogeneous graphs", "Wang et al., WWW 2019", new(Hidden: 64, Layers: 1, Dropout: 0.6), [Heads, MetapathNames, NodeType],
            (types, edges, target, a, d) => d.Layers == 1
                ? new Han(types, d.Hidden, a.Outputs, edges, target, a.Random, new HanOptions { Heads = a.Heads ?? 8, Dropout = d.Dropout })
                : throw new UsageException($"han has one layer, and --layers asks for {d.Layers}."))
        {
            Paths = (graph, target, a) => Metapaths.Add(graph, target, a.Metapaths),
        },
        new HeteroModelEntry(
            "hgt", "heterogeneous graph transformer; reverse edges are added", "Hu et al., WWW 2020", new(Hidden: 64, Dropout: 0.2), [Heads, NodeType],
            (types, edges, target, a, d) => new Hgt(types, d.Hidden, a.Outputs, edges, target, a.Random, d.Layers, d.Dropout, new HgtOptions { Heads = a.Heads ?? 8 })),
    ];

    internal static ModelEntry Find(string name) => Entries.Single(entry => entry.Name == name);

    /// <summary>Makes of a graph what a trained model takes, as training did, and ends the graph.</summary>
    internal static Graph Adapt(GraphModel model, Graph graph) => model switch
    {
        Rgcn trained => WithInverses(graph, trained.Relations / 2),
        NeuralSheafDiffusion => BothWays(graph),
        _ => graph,
    };

    private static int Inputs(Graph graph) => checked((int)graph.Features.Shape[1]);

    private static Mlp MlpOf(Graph graph, ModelArguments a, ModelDefaults d) => new(Inputs(graph), d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout);

    private static Graph WithInverses(Graph graph, int? relations)
    {
        using Graph one = graph;
        return one.WithInverseRelations(relations ?? RelationCount(one));
    }

    private static int RelationCount(Graph graph) => graph.Edges.TryGet(ColumnNames.EdgeType, out Tensor? types)
        ? types.ToArray<int>().DefaultIfEmpty(-1).Max() + 1
        : throw new UsageException($"rgcn takes a graph with edge types, and this one has none: {graph}. 'gnn datasets' lists aifb and mutag-rdf, for example.");

    private static GraphModelEntry SheafEntry(string name, string title, SheafForm form) => new(
        name,
        title,
        "Bodnar et al., NeurIPS 2022",
        new(),
        [
            Stalk, InputDropout, SecondLinear, LowPass, HighPass, SumStalks, SheafDecay, NoLeftWeights, NoRightWeights,
            .. form == SheafForm.Orthogonal ? (string[])[NoEdgeWeights, Cayley] : [],
        ],
        (g, a, d) => new NeuralSheafDiffusion(Inputs(g), d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout, a.Sheaf with
        {
            InputDropout = a.Stack.InputDropout ?? 0,
            Sheaf = a.Sheaf.Sheaf with { Form = form, Stalk = StalkOf(a, form) },
        }))
    {
        Adapt = BothWays,
    };

    private static int StalkOf(ModelArguments a, SheafForm form)
    {
        int stalk = a.Stalk ?? 3;
        int least = form == SheafForm.Orthogonal ? 2 : 1;
        return stalk >= least && stalk <= 32 ? stalk : throw new UsageException($"{Stalk} must be {least} to 32 for maps of this form, got {stalk}.");
    }

    private static Graph BothWays(Graph graph)
    {
        using Graph one = graph;
        return one.Symmetrize();
    }

    private static ResidualGnn ResidualOf(Graph g, ModelArguments a, ModelDefaults d, ResidualGnnKind kind) =>
        new(Inputs(g), d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout, new ResidualGnnOptions { Kind = kind });

    private static Gat GatOf(Graph g, ModelArguments a, ModelDefaults d, bool isSecond) => new(
        Inputs(g),
        d.Hidden,
        a.Outputs,
        a.Random,
        d.Layers,
        d.Dropout,
        a.Heads ?? 8,
        new GatModelOptions { OutputHeads = a.OutputHeads ?? 1, AttentionDropout = a.AttentionDropout, IsDynamic = isSecond },
        a.Stack);
}

using Gnn.Graphs;
using Gnn.Graphs.Transforms;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
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

    private static readonly string[] Stack = [Normalization, Residual, Jumping, InputMap, InputDropout, DecayAll];

    internal static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        new("gcn", "graph convolutional network", "Kipf and Welling, ICLR 2017", new(), Stack,
            (a, d) => new Gcn(a.Inputs, d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout, stack: a.Stack)),
        new("sage", "GraphSAGE", "Hamilton, Ying and Leskovec, NeurIPS 2017", new(), [Aggregation, .. Stack],
            (a, d) => new GraphSage(a.Inputs, d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout, new SageOptions { Aggregations = [a.Aggregation] }, a.Stack)),
        new("gin", "graph isomorphism network", "Xu, Hu, Leskovec and Jegelka, ICLR 2019", new(), Stack,
            (a, d) => new Gin(a.Inputs, d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout, stack: a.Stack)),
        new("gat", "graph attention network", "Velickovic et al., ICLR 2018", new(), [Heads, OutputHeads, AttentionDropout, .. Stack], (a, d) => GatOf(a, d, isSecond: false)),
        new("gatv2", "graph attention network with dynamic attention", "Brody, Alon and Yahav, ICLR 2022", new(), [Heads, OutputHeads, AttentionDropout, .. Stack],
            (a, d) => GatOf(a, d, isSecond: true)),
        new("gcn2", "GCNII, very deep", "Chen et al., ICML 2020", new(Hidden: 64, Layers: 64, Dropout: 0.6), [Alpha, Theta],
            (a, d) => new Gcn2(a.Inputs, d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout, a.Alpha ?? 0.1, a.Theta ?? 0.5)),
        new("appnp", "predictions spread by personalised PageRank", "Gasteiger, Bojchevski and Guennemann, ICLR 2019", new(Hidden: 64), [Hops, Alpha],
            (a, d) => new Appnp(a.Inputs, d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout, a.Hops ?? 10, a.Alpha ?? 0.1)),
        new("dagnn", "predictions spread, hops gated", "Liu, Gao and Ji, KDD 2020", new(Hidden: 64, Dropout: 0.8), [Hops],
            (a, d) => new Dagnn(a.Inputs, d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout, a.Hops ?? 10)),
        new("pna", "principal neighbourhood aggregation", "Corso et al., NeurIPS 2020", new(), Stack,
            (a, d) => new Pna(a.Inputs, d.Hidden, a.Outputs, AverageDegrees.Of(a.Graph.InEdges), a.Random, d.Layers, d.Dropout, stack: a.Stack)),
        new("deepgcn", "deep GCN of residual blocks", "Li et al. 2020", new(Hidden: 64, Layers: 7, Dropout: 0.1), [],
            (a, d) => new DeepGcn(a.Inputs, d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout)),
        new("transformer", "graph transformer, attention along edges", "Shi et al., IJCAI 2021; Platonov et al., ICLR 2023", new(Hidden: 64, Dropout: 0.2), [Heads, AttentionDropout],
            (a, d) => new GraphTransformer(
                a.Inputs, d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout,
                new GraphTransformerOptions { Heads = a.Heads ?? 8, AttentionDropout = a.AttentionDropout ?? 0 })),
        new("residual-gcn", "GCN in residual blocks", "Platonov et al., ICLR 2023", new(Hidden: 512, Dropout: 0.2), [], (a, d) => ResidualOf(a, d, ResidualGnnKind.Gcn)),
        new("residual-sage", "GraphSAGE in residual blocks", "Platonov et al., ICLR 2023", new(Hidden: 512, Dropout: 0.2), [], (a, d) => ResidualOf(a, d, ResidualGnnKind.Sage)),
        new("residual-mlp", "residual blocks, a baseline that sees no edges", "Platonov et al., ICLR 2023", new(Hidden: 512, Dropout: 0.2), [],
            (a, d) => ResidualOf(a, d, ResidualGnnKind.Perceptron)),
        new("rgcn", "relational GCN, for graphs with edge types; inverse relations are added", "Schlichtkrull et al., ESWC 2018", new(Dropout: 0), [Bases, .. Stack],
            (a, d) => new Rgcn(
                a.Inputs, d.Hidden, a.Outputs, RelationCount(a.Graph), a.Random, d.Layers, d.Dropout, new RgcnOptions { Bases = a.Bases }, a.Stack))
        {
            Adapt = WithInverses,
        },
        new("linkx", "adjacency and features apart", "Lim et al., NeurIPS 2021", new(Hidden: 64), [],
            (a, d) => new Linkx(a.Graph.NodeCount, a.Inputs, d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout)),
        new("mlp", "perceptron, a baseline that sees no edges", "", new(), [],
            (a, d) => new Mlp(a.Inputs, d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout)),
    ];

    internal static ModelEntry Find(string name) => Entries.Single(entry => entry.Name == name);

    private static Graph WithInverses(Graph graph)
    {
        using Graph one = graph;
        return one.WithInverseRelations(RelationCount(one));
    }

    private static int RelationCount(Graph graph) => graph.Edges.TryGet(ColumnNames.EdgeType, out Tensor? types)
        ? types.ToArray<int>().DefaultIfEmpty(-1).Max() + 1
        : throw new UsageException($"rgcn takes a graph with edge types, and this one has none: {graph}. 'gnn datasets' lists aifb and mutag-rdf, for example.");

    private static ResidualGnn ResidualOf(ModelArguments a, ModelDefaults d, ResidualGnnKind kind) =>
        new(a.Inputs, d.Hidden, a.Outputs, a.Random, d.Layers, d.Dropout, new ResidualGnnOptions { Kind = kind });

    private static Gat GatOf(ModelArguments a, ModelDefaults d, bool isSecond) => new(
        a.Inputs,
        d.Hidden,
        a.Outputs,
        a.Random,
        d.Layers,
        d.Dropout,
        a.Heads ?? 8,
        new GatModelOptions { OutputHeads = a.OutputHeads ?? 1, AttentionDropout = a.AttentionDropout, IsDynamic = isSecond },
        a.Stack);
}

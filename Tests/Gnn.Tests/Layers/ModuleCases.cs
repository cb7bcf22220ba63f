using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Attention;
using Gnn.Layers.Encodings;
using Gnn.Layers.Links;
using Gnn.Layers.Models;
using Gnn.Layers.Normalization;
using Gnn.Layers.Recurrent;
using Gnn.Layers.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Tests.Layers;

/// <summary>Every public module that is not a convolution or a model, with options that together use all of its formula.</summary>
internal static class ModuleCases
{
    // Nodes out of order and a graph of one node. They live as long as the process, as the cases do.
    private static readonly SparseStructure Graphs = SparseStructure.FromEdges(3, 7, [1, 0, 2, 1, 1, 0, 1], [0, 1, 2, 3, 4, 5, 6]);
    private static readonly SparseStructure Pairs = SparseStructure.FromEdges(3, 4, [0, 0, 2, 2, 2], [1, 3, 0, 2, 3]);
    private static readonly bool[] Allowed = [true, false, true, true, false, false, false, false, false, true, true, true];
    private static readonly int[] Lengths = [3, 1];

    internal static IReadOnlyList<ModuleCase> All { get; } = [.. Dense(), .. Normalizations(), .. Sequences(), .. Attentions(), .. LinkScores()];

    private static IEnumerable<ModuleCase> Dense()
    {
        yield return ModuleCase.Of("linear", random => new Linear(3, 2, random), (layer, context, x) => layer.Forward(context, x[0]), (5, 3));
        yield return ModuleCase.Of(
            "sequential",
            random => new Sequential(new Linear(3, 4, random), new BatchNorm(4), new ActivationMap(Activation.Tanh), new Linear(4, 2, random)),
            (layer, context, x) => layer.Forward(context, x[0]),
            (5, 3));
        yield return ModuleCase.Of(
            "residual", random => new Residual(new Linear(3, 2, random), 3, 2, random.Stream("r")), (layer, context, x) => layer.Forward(context, x[0]), (5, 3));
        yield return ModuleCase.Of(
            "embedding", random => new Embedding(4, 3, random), (layer, _, x) => layer.Forward(Tensor.Create([2, 0, 2, 3], 4, x[0].Engine)) * x[0], (4, 3));
        yield return ModuleCase.Of("degrees", random => new DegreeEncoding(3, 2, random), (layer, _, x) =>
        {
            (Tensor incoming, Tensor outgoing) = layer.Prepare(TestGraphs.Random(5, 9), x[0].Engine);
            return layer.Forward(incoming, outgoing) * x[0];
        }, (5, 2));
        foreach (JumpingKnowledgeMode mode in Enum.GetValues<JumpingKnowledgeMode>())
        {
            yield return ModuleCase.Of(
                $"jumping_{mode}", random => new JumpingKnowledge(mode, 3, 3, random), (layer, context, x) => layer.Forward(context, x), (4, 3), (4, 3), (4, 3));
        }
        yield return ModuleCase.Of("time_geometric", random => new TimeEncoding(3, random, TimeFrequencies.Geometric), (layer, _, x) => layer.Forward(x[0]), 5);
        yield return ModuleCase.Of(
            "tgn_attention",
            random => new TgnAttention(3, 2, 4, random, heads: 2),
            (layer, context, x) => layer.Forward(context, x[0], layer.Prepare(Pairs, x[1])),
            (4, 3),
            (5, 2));
        yield return ModuleCase.Of("time", random => new TimeEncoding(3, random), (layer, _, x) => layer.Forward(x[0]), 5);
    }

    private static IEnumerable<ModuleCase> Normalizations()
    {
        foreach (bool isTraining in new[] { true, false })
        {
            string mode = isTraining ? "training" : "inference";
            yield return Norm($"batch_{mode}", _ => new BatchNorm(3)) with { IsTraining = isTraining };
            yield return Norm($"groups_{mode}", random => new DiffGroupNorm(3, 2, random, new DiffGroupNormOptions { Share = 0.5 })) with { IsTraining = isTraining };
            yield return Norm($"instance_tracked_{mode}", _ => new InstanceNorm(3, new InstanceNormOptions { Affine = true, TrackRunningStatistics = true })) with
            {
                IsTraining = isTraining,
            };
        }

        yield return Norm("layer_graph", _ => new LayerNorm(3));
        yield return Norm("layer_node", _ => new LayerNorm(3, new LayerNormOptions { Mode = LayerNormMode.Node }));
        yield return Norm("graph", _ => new GraphNorm(3));
        yield return Norm("instance", _ => new InstanceNorm(3));
        yield return Norm("pair", _ => new PairNorm(new PairNormOptions { Scale = 1.5 }));
        yield return Norm("pair_single", _ => new PairNorm(new PairNormOptions { ScaleIndividually = true }));
        yield return Norm("size", _ => new GraphSizeNorm());
        yield return Norm("subtraction", _ => new MeanSubtractionNorm());
        foreach (double power in new[] { 1.0, 2, 3 })
        {
            yield return ModuleCase.Of(
                FormattableString.Invariant($"message_{power}"),
                _ => new MessageNorm(new MessageNormOptions { LearnScale = true, Power = power }),
                (layer, _, x) => layer.Forward(x[0], x[1]),
                (4, 3),
                (4, 2));
        }
    }

    private static ModuleCase Norm(string name, Func<RandomSource, INormalization> create) => new(
        name, random => (Module)create(random), (module, context, x) => ((INormalization)module).Forward(context, x[0], Graphs), (7, 3));

    private static IEnumerable<ModuleCase> Sequences()
    {
        var both = new RecurrentOptions { Layers = 2, IsBidirectional = true };
        yield return ModuleCase.Of("gru_cell", random => new GruCell(3, 2, random), (layer, _, x) => layer.Forward(x[0], x[1]), (4, 3), (4, 2));
        yield return ModuleCase.Of("lstm_cell", random => new LstmCell(3, 2, random), (layer, _, x) =>
        {
            (Tensor h, Tensor c) = layer.Forward(x[0], x[1], x[2]);
            return Tensor.Concatenate([h, c], axis: 1);
        }, (4, 3), (4, 2), (4, 2));
        yield return ModuleCase.Of("gru", random => new Gru(3, 2, random, both), (layer, context, x) =>
        {
            (Tensor output, Tensor h) = layer.Forward(context, x[0], x[1], Lengths);
            return Joined(output, h);
        }, (3, 2, 3), (4, 2, 2));
        yield return ModuleCase.Of("lstm", random => new Lstm(3, 2, random, both with { Dropout = 0.3 }), (layer, context, x) =>
        {
            (Tensor output, Tensor h, Tensor c) = layer.Forward(context, x[0], x[1], x[2], Lengths);
            return Joined(output, h, c);
        }, (3, 2, 3), (4, 2, 2), (4, 2, 2));
    }

    private static IEnumerable<ModuleCase> LinkScores()
    {
        yield return Decoder("dot", _ => new DotDecoder());
        yield return Decoder("cosine", _ => new CosineDecoder());
        yield return Decoder("dist_mult", _ => new DistMultDecoder(3));
        yield return Decoder("mlp_pairs", random => new MlpDecoder(3, 4, random, dropout: 0.3));
        yield return Link("gae", random => new Gae(new Gcn(3, 4, 2, random), new MlpDecoder(2, 3, random)));
        yield return Link("vgae", random => new Vgae(3, 4, 2, random, dropout: 0.2));
        yield return Link("ncn", random => new Ncn(3, random, new NcnOptions { Hidden = 4, Layers = 2, FeatureDropout = 0.2, EmbeddingDropout = 0.2, NeighborDropout = 0.2, DeepHead = true }));
    }

    private static ModuleCase Decoder(string name, Func<RandomSource, IPairDecoder> create) => new(
        name, random => (Module)create(random), (module, context, x) => ((IPairDecoder)module).Forward(context, x[0], x[1]), (4, 3), (4, 3));

    private static ModuleCase Link(string name, Func<RandomSource, ILinkModel> create) => new(
        name,
        random => (Module)create(random),
        (module, context, x) =>
        {
            var model = (ILinkModel)module;
            using Graph graph = Graph.FromEdges(7, [0, 1, 1, 2, 2, 0, 3, 0, 4, 5], [1, 0, 2, 1, 0, 2, 0, 3, 5, 4], isUndirected: true);
            Adjacency adjacency = TensorScope.Current!.Own(model.Prepare(graph));
            return model.Score(context, model.Embed(context, x[0], adjacency), adjacency, [0, 1, 3, 4], [2, 3, 2, 6]);
        },
        (7, 3));

    private static IEnumerable<ModuleCase> Attentions()
    {
        var options = new MultiHeadAttentionOptions { Dropout = 0.2 };
        yield return ModuleCase.Of("attention", random => new MultiHeadAttention(4, 2, random, options), (layer, context, x) =>
        {
            (Tensor output, Tensor weights) = layer.ForwardWithWeights(context, x[0], x[1], x[2], Tensor.Create(Allowed, (3, 4), x[0].Engine), x[3]);
            return Joined(output, weights);
        }, (2, 3, 4), (2, 4, 4), (2, 4, 4), new Shape([2, 2, 3, 4]));
        yield return ModuleCase.Of(
            "attention_pairs",
            random => new MultiHeadAttention(4, 2, random, options),
            (layer, context, x) => layer.Forward(context, x[0], x[1], x[2], Pairs, x[3]),
            (3, 4),
            (4, 4),
            (4, 4),
            (5, 2));
    }

    private static Tensor Joined(params ReadOnlySpan<Tensor> tensors)
    {
        var flat = new Tensor[tensors.Length];
        for (int i = 0; i < flat.Length; i++)
        {
            flat[i] = tensors[i].Reshape(tensors[i].Shape.Count);
        }

        return Tensor.Concatenate(flat, axis: 0);
    }
}

using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Links;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Training;
using Gnn.Training.Links;

namespace Gnn.Cli.Links;

/// <summary>The models of <c>gnn link</c> and the settings that they have where the command line says nothing.</summary>
internal static class LinkModels
{
    /// <summary>The layers of sage.</summary>
    internal const int SageLayers = 2;

    /// <summary>The model that llp learns of, with the settings of llp.</summary>
    internal const string Teacher = "sage";

    internal static IReadOnlyList<string> Names { get; } = ["gae", "vgae", "sage", "mlp", "llp", "ncn", "ncnc", "seal", "walkpool"];

    /// <summary>The settings of a model on a data set.</summary>
    /// <remarks>Those of ncn and ncnc are their authors' own; of walkpool, too, but for 20 epochs at four times the rate where they have 50. On usair it
    /// has their 50 epochs and labels, which were the best of three by the validation links of five splits that are not in the table. Those of
    /// seal are the best of a few by the validation links of one to three splits of the four smaller sets. Those of gae and vgae are the best of a dozen by the validation links of Citeseer, of four by those
    /// of Cora, and of eight by those of PubMed, where weight decay costs one to two points.</remarks>
    internal static LinkSettings DefaultsOf(string model, string dataset) => model switch
    {
        "ncn" or "ncnc" => Neighbors(dataset, isCompleted: model == "ncnc"),
        "seal" => new LinkSettings(
            Hidden: 32, Outputs: 1, Dropout: 0.5, LearningRate: 1e-3, WeightDecay: 0, Epochs: 30, BatchSize: 64, LinkMetric.RocAuc, TrainShare: 0.81, ValidationShare: 0.09, NormalizeFeatures: false)
        {
            TestsWithValidationLinks = true,
            HidesLinks = false,
            Hops = dataset switch { "power" => 5, "celegans" => 2, _ => 1 },
        },
        "walkpool" => new LinkSettings(
            Hidden: 32, Outputs: 1, Dropout: 0.5, LearningRate: dataset == "usair" ? 5e-5 : 2e-4, WeightDecay: 0, Epochs: dataset == "usair" ? 50 : 20, BatchSize: 16, LinkMetric.RocAuc, TrainShare: 0.855, ValidationShare: 0.045, NormalizeFeatures: false)
        {
            TestsWithValidationLinks = true,
            HidesLinks = false,
            Hops = dataset == "power" ? 3 : 2,
            MaxNodesPerHop = dataset is "ecoli" or "pb" or "pubmed" ? 100 : null,
            UsesLabels = dataset == "usair",
        },
        _ => new LinkSettings(
            Hidden: 128, Outputs: 64, Dropout: 0.5, LearningRate: 0.003, WeightDecay: dataset == "pubmed" ? 0 : 5e-4, Epochs: 400, BatchSize: null, LinkMetric.RocAuc, TrainShare: 0.85, ValidationShare: 0.05, NormalizeFeatures: false),
    };

    /// <summary>A new model with random weights.</summary>
    internal static Module Create(string model, LinkSettings settings, Graph graph, EdgeSplit split, RandomSource random)
    {
        int inputs = (int)graph.Features.Shape[1];
        return model switch
        {
            "vgae" => new Vgae(inputs, settings.Hidden, settings.Outputs, random, settings.Dropout),
            "sage" => new Gae(new GraphSage(inputs, settings.Hidden, settings.Outputs, random, SageLayers, settings.Dropout)),
            "mlp" or "llp" => new Gae(new Mlp(inputs, settings.Hidden, settings.Outputs, random, dropout: settings.Dropout)),
            "seal" => CreateSeal(settings, inputs, graph, split, random),
            "walkpool" => new WalkPool(
                inputs,
                random,
                new WalkPoolOptions
                {
                    Hidden = settings.Hidden,
                    Dropout = settings.Dropout,
                    Hops = settings.Hops,
                    MaxNodesPerHop = settings.MaxNodesPerHop,
                    UseLabels = settings.UsesLabels,
                }),
            "ncn" or "ncnc" => new Ncn(inputs, random, settings.Neighbors! with { Hidden = settings.Hidden }),
            _ => new Gae(new Gcn(inputs, settings.Hidden, settings.Outputs, random, dropout: settings.Dropout)),
        };
    }

    private static Seal CreateSeal(LinkSettings settings, int inputs, Graph graph, EdgeSplit split, RandomSource random)
    {
        var options = new SealOptions { Hidden = settings.Hidden, Dropout = settings.Dropout, Hops = settings.Hops };
        return new Seal(inputs, random, options with { KeptNodes = Seal.KeptNodesFor(graph, split, options, random.Stream("kept")) });
    }

    private static LinkSettings Neighbors(string dataset, bool isCompleted)
    {
        (NcnOptions options, NeighborCompletion completion, double rate, int batch) = dataset switch
        {
            "citeseer" => (
                new NcnOptions { FeatureDropout = 0.4, HiddenDropout = 0.75, PredictorDropout = 0.55, DeepHead = true, EmbeddingRateScale = 0.0085 / 0.0078 },
                new NeighborCompletion { Prior = 0.75, Scale = 6.5, Offset = 4.4, Most = 0.4 },
                0.0078,
                384),
            "pubmed" => (
                new NcnOptions { FeatureDropout = 0.3, HiddenDropout = 0.1, PredictorDropout = 0.05, EmbeddingRateScale = 0.0097 / 0.002 },
                new NeighborCompletion { Prior = 0.5, Scale = 5.3, Offset = 0.5, Most = 0.3 },
                0.002,
                2048),
            _ => (
                new NcnOptions { FeatureDropout = 0.7, HiddenDropout = 0.05, EmbeddingDropout = 0.3, PredictorDropout = 0.05, NeighborDropout = 0.4, EmbeddingRateScale = 0.0043 / 0.0024 },
                new NeighborCompletion { Prior = 0.75, Scale = 4.3, Offset = 2.8, Most = 1 },
                0.0024,
                1152),
        };
        return new LinkSettings(
            Hidden: 256,
            Outputs: 256,
            Dropout: 0,
            rate,
            WeightDecay: 0,
            Epochs: 100,
            batch,
            LinkMetric.Hits,
            TrainShare: 0.7,
            ValidationShare: 0.1,
            NormalizeFeatures: false,
            isCompleted ? options with { Completion = completion } : options);
    }
}

using Gnn.Tensors;
using Gnn.Training.Optimizers;
using Gnn.Training.Schedules;

namespace Gnn.Training;

/// <summary>The protocol of <see cref="LinkPredictionTrainer"/>.</summary>
public sealed record LinkPredictionOptions
{
    /// <summary>The largest number of epochs, at least 1; an epoch asks for every training link once.</summary>
    public int Epochs { get; init; } = 200;

    /// <summary>After how many epochs the validation links are measured, each time; at least 1.</summary>
    public int EvaluateEvery { get; init; } = 1;

    /// <summary>After how many measurements without a better one training stops, at least 1; null to run all epochs.</summary>
    public int? Patience { get; init; }

    /// <summary>The number of links of a step, at least 1; null for all training links in one step.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The number of negatives of each link, at least 1, drawn anew in each epoch from the pairs that training does not know an edge of.</summary>
    public int NegativesPerLink { get; init; } = 1;

    /// <summary>Whether the negatives of a link have its source, instead of two nodes of their own.</summary>
    public bool NegativesShareSource { get; init; }

    /// <summary>What is minimised.</summary>
    public LinkLoss Loss { get; init; } = LinkLoss.BinaryCrossEntropy;

    /// <summary>The margin of <see cref="LinkLoss.Margin"/>, above 0.</summary>
    public double Margin { get; init; } = 1;

    /// <summary>The temperature of <see cref="LinkLoss.Softmax"/> and <see cref="LinkLoss.SelfAdversarial"/>, above 0.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Whether a step's links, their reverses and their repeats pass no messages in it (the default), so that a model is not shown what it is asked. A step of all training links
    /// would have no messages left and hides nothing.</summary>
    public bool HideLinks { get; init; } = true;

    /// <summary>
    /// How many edges each node draws at each hop around the ends of a step's pairs, the ends' hop first: one for each layer of the encoder, -1 for all. Null, the default, for steps on all
    /// nodes. The model must be a <see cref="Gnn.Layers.Links.Gae"/> whose encoder can work on a sample without the degrees of the whole graph, as GraphSAGE can and GCN cannot. The links of
    /// a step are hidden from its sample as they are from its messages; what is measured is computed on the whole graph.
    /// </summary>
    public IReadOnlyList<int>? Fanouts { get; init; }

    /// <summary>Whether messages pass over the validation links too while testing. Not by default: a table that compares models says which. Of an inductive
    /// split they always do, with the links that are observed of new nodes.</summary>
    public bool TestWithValidationLinks { get; init; }

    /// <summary>The number by which the validation links choose the epoch.</summary>
    public LinkMetric Metric { get; init; } = LinkMetric.RocAuc;

    /// <summary>K of <see cref="LinkMetric.Hits"/>, at least 1 and, where that metric chooses the epoch, at most the number of negatives that a link ranks among.</summary>
    public int HitsAt { get; init; } = 100;

    /// <summary>How many pairs are scored at once where nothing is learnt, at least 1; it changes no score.</summary>
    public int ScoringBatch { get; init; } = 1 << 13;

    /// <summary>How the learning rate changes from epoch to epoch; null for the optimiser's own throughout.</summary>
    public ILearningRateSchedule? Schedule { get; init; }

    /// <summary>How gradients are bounded before each step; null for not at all.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>Where the random numbers come from: epoch e (from 1) draws the order of links from the stream <c>"order"</c>, then e, negatives from <c>"negatives"</c>, then e, samples from <c>"sampling"</c>, then e; step s of it
    /// dropout and the model's own draws from <c>"dropout"</c>, then e, then s. Scores that nothing is learnt from draw from <c>"scoring"</c>.</summary>
    public RandomSource Random { get; init; } = new(0);

    internal void Check()
    {
        OptionChecks.AtLeastOne(Epochs, nameof(Epochs), "Training needs at least 1 epoch");
        OptionChecks.AtLeastOne(EvaluateEvery, nameof(EvaluateEvery), "Validation links are measured after at least 1 epoch");
        OptionChecks.AtLeastOne(Patience ?? 1, nameof(Patience), "The patience must be at least 1 measurement");
        OptionChecks.AtLeastOne(BatchSize ?? 1, nameof(BatchSize), "A step needs at least 1 link");
        OptionChecks.AtLeastOne(NegativesPerLink, nameof(NegativesPerLink), "A link needs at least 1 negative");
        OptionChecks.AtLeastOne(HitsAt, nameof(HitsAt), "Hits are counted among the first 1 or more");
        OptionChecks.AtLeastOne(ScoringBatch, nameof(ScoringBatch), "At least 1 pair is scored at once");
        Positive(Margin, nameof(Margin));
        Positive(Temperature, nameof(Temperature));
        if (!Enum.IsDefined(Loss))
        {
            throw new ArgumentOutOfRangeException(nameof(Loss), Loss, "There is no such loss.");
        }

        if (!Enum.IsDefined(Metric))
        {
            throw new ArgumentOutOfRangeException(nameof(Metric), Metric, "There is no such metric.");
        }
    }

    private static void Positive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be above 0 and finite, got {value}.");
        }
    }
}

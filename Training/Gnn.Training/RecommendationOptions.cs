using Gnn.Tensors;
using Gnn.Training.Schedules;

namespace Gnn.Training;

/// <summary>The protocol of <see cref="RecommendationTrainer"/>.</summary>
public sealed record RecommendationOptions
{
    /// <summary>How many epochs are trained, at least 1; at most so many if held-out interactions choose the epoch. An epoch takes each training interaction once, or as many
    /// draws: see <see cref="EqualUsers"/>.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>The share of each user's training items that is held out to choose the epoch, in [0, 1); 0 to fix the epochs in advance. A user keeps at least one item.</summary>
    /// <remarks>A split with a validation part of its own holds out that, where this is above 0; it trains, where this is 0.</remarks>
    public double ValidationShare { get; init; }

    /// <summary>After how many epochs the held-out interactions are measured, each time; at least 1.</summary>
    public int EvaluateEvery { get; init; } = 1;

    /// <summary>After how many measurements without a better one training stops, at least 1; null to run all epochs.</summary>
    public int? Patience { get; init; }

    /// <summary>By what the held-out interactions choose the epoch.</summary>
    public RecommendationMetric Metric { get; init; } = RecommendationMetric.Ndcg;

    /// <summary>Whether the model is trained anew on all training interactions and the test interactions are read. If not, the run ends with the curve of the held-out interactions, on
    /// which the baselines are measured too: this is for finding settings.</summary>
    public bool Test { get; init; } = true;

    /// <summary>K, how many recommendations are measured, at least 1.</summary>
    public int K { get; init; } = 20;

    /// <summary>Interactions of a step, at least 1.</summary>
    public int BatchSize { get; init; } = 8192;

    /// <summary>Whether each interaction of an epoch is drawn, with replacement: a user of all that have one, each with equal chance, and one of the user's items. If not, the epoch
    /// takes each interaction once.</summary>
    /// <remarks>A mean over users, as recall is, counts users with few items as much as those with many, and training by draws does too. It is what the authors of LightGCN do in their
    /// program; their paper does not say it.</remarks>
    public bool EqualUsers { get; init; }

    /// <summary>What is learnt from an interaction.</summary>
    public RecommendationLoss Loss { get; init; } = RecommendationLoss.Softmax;

    /// <summary>Items that are drawn with equal chance: for each interaction by <see cref="RecommendationLoss.Bpr"/>, 1 in its paper; for each step by
    /// <see cref="RecommendationLoss.Softmax"/>, hundreds or thousands. At least 1. None is a training item of the user that it is held against.</summary>
    public int Negatives { get; init; } = 2048;

    /// <summary>How embeddings become scores, in training and in ranking.</summary>
    public RecommendationSimilarity Similarity { get; init; } = RecommendationSimilarity.Cosine;

    /// <summary>How embeddings become scores in ranking, if not as in training; null for as in training.</summary>
    /// <remarks>A cosine says nothing of an item's popularity, the length of its row does: after training by cosine the inner product ranks better in the first epochs, not in later ones.</remarks>
    public RecommendationSimilarity? Ranking { get; init; }

    /// <summary>What scores are divided by in the softmax, above 0.</summary>
    public double Temperature { get; init; } = 0.1;

    /// <summary>lambda: half the squared rows of the model's table that a batch uses, over the batch size, count so much; at least 0. 1e-4 in LightGCN's paper.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>How much the contrast of two views counts, for models that have a second view; at least 0.</summary>
    public double ContrastWeight { get; init; } = 0.2;

    /// <summary>The temperature of the contrast, above 0.</summary>
    public double ContrastTemperature { get; init; } = 0.2;

    /// <summary>How many users, and how many items, of a batch are held against one another in the contrast, at least 2.</summary>
    public int ContrastSize { get; init; } = 1024;

    /// <summary>How the learning rate changes from epoch to epoch; null for the optimiser's own throughout.</summary>
    public ILearningRateSchedule? Schedule { get; init; }

    /// <summary>What stands beside the model.</summary>
    public RecommendationBaselineOptions Baselines { get; init; } = new();

    /// <summary>Where an interrupted run goes on from; null for nowhere. Training anew after an epoch was chosen has a file of its own beside it, with <c>.final</c> after its name.</summary>
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>Where the random numbers come from: the held-out part from the stream <c>"validation"</c>, then the user; what the model prepares from <c>"prepare"</c>; epoch e (from 1)
    /// orders or draws the interactions by <c>"order"</c>, then e, and draws items from <c>"negatives"</c>, then e; dropout from <c>"dropout"</c>, then e, then the step.</summary>
    public RandomSource Random { get; init; } = new(0);

    internal void Check()
    {
        OptionChecks.AtLeastOne(Epochs, nameof(Epochs), "Training needs at least 1 epoch");
        OptionChecks.AtLeastOne(EvaluateEvery, nameof(EvaluateEvery), "Held-out interactions are measured after at least 1 epoch");
        OptionChecks.AtLeastOne(Patience ?? 1, nameof(Patience), "The patience must be at least 1 measurement");
        OptionChecks.AtLeastOne(K, nameof(K), "At least 1 recommendation is measured");
        OptionChecks.AtLeastOne(BatchSize, nameof(BatchSize), "A step needs at least 1 interaction");
        OptionChecks.AtLeastOne(Negatives, nameof(Negatives), "At least 1 item is drawn");
        Check(ValidationShare is >= 0 and < 1, nameof(ValidationShare), ValidationShare, "The share of a user's items that is held out must be in [0, 1).");
        Check(Temperature > 0 && double.IsFinite(Temperature), nameof(Temperature), Temperature, "The temperature must be above 0 and finite.");
        Check(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "The weight decay must be at least 0 and finite.");
        Check(ContrastWeight >= 0 && double.IsFinite(ContrastWeight), nameof(ContrastWeight), ContrastWeight, "The weight of the contrast must be at least 0 and finite.");
        Check(ContrastTemperature > 0 && double.IsFinite(ContrastTemperature), nameof(ContrastTemperature), ContrastTemperature, "The temperature of the contrast must be above 0 and finite.");
        Check(ContrastSize >= 2, nameof(ContrastSize), ContrastSize, "At least 2 users and items are held against one another.");
        Check(Enum.IsDefined(Metric), nameof(Metric), Metric, "The metric must be Ndcg or Recall.");
        Check(Enum.IsDefined(Loss), nameof(Loss), Loss, "The loss must be Bpr or Softmax.");
        Check(Enum.IsDefined(Similarity), nameof(Similarity), Similarity, "The similarity must be InnerProduct or Cosine.");
        Check(Ranking is null || Enum.IsDefined(Ranking.Value), nameof(Ranking), Ranking!, "The similarity of ranking must be InnerProduct or Cosine.");
        if (ValidationShare == 0 && !Test)
        {
            throw new ArgumentException("A run that does not test needs interactions to measure: give ValidationShare a value above 0.", nameof(ValidationShare));
        }

        ArgumentNullException.ThrowIfNull(Baselines);
        Baselines.Check();
        Checkpoint?.Check();
    }

    private static void Check(bool holds, string name, object value, string message)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, message);
        }
    }
}

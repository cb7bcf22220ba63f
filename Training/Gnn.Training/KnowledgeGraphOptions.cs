using Gnn.Tensors;
using Gnn.Training.Optimizers;
using Gnn.Training.Schedules;

namespace Gnn.Training;

/// <summary>The protocol of <see cref="KnowledgeGraphTrainer"/>.</summary>
public sealed record KnowledgeGraphOptions
{
    /// <summary>The largest number of epochs, at least 1; an epoch asks for the head and for the tail of every training fact once.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>The queries of a step, at least 1.</summary>
    public int BatchSize { get; init; } = 1000;

    /// <summary>What is minimised.</summary>
    public KnowledgeGraphLoss Loss { get; init; } = KnowledgeGraphLoss.Softmax;

    /// <summary>Whether a head is asked for as the tail of a relation of its own, number r + R: the model then has 2 R relations.</summary>
    public bool Reciprocal { get; init; } = true;

    /// <summary>Lambda of the N3 regulariser, at least 0: the loss gets lambda times the mean over queries of the cubes of both ends and of the relation. For models without a distance.</summary>
    public double Regularization { get; init; }

    /// <summary>K, the negatives of a query, at least 1; of no effect with <see cref="KnowledgeGraphLoss.Softmax"/>.</summary>
    public int Negatives { get; init; } = 256;

    /// <summary>The queries that share their negatives, at least 1: uniform entities, of which those that make a training fact of a query do not count for it.</summary>
    public int SharedBy { get; init; } = 128;

    /// <summary>Gamma of the losses with negatives, finite.</summary>
    public double Gamma { get; init; } = 9;

    /// <summary>Alpha of <see cref="KnowledgeGraphLoss.SelfAdversarial"/>, at least 0; 0 weighs all negatives alike.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>After how many epochs the validation facts are measured, each time; at least 1.</summary>
    public int EvaluateEvery { get; init; } = 1;

    /// <summary>How many validation facts choose the epoch, at least 1: the same facts each time, drawn from the seed; null for all.</summary>
    public int? ValidationSample { get; init; }

    /// <summary>After how many measurements without a better one training stops, at least 1; null to run all epochs.</summary>
    public int? Patience { get; init; }

    /// <summary>Training ends with the first epoch that ends later than this after its beginning, above zero; null for no limit. Where a run ends then depends on the machine; its
    /// epochs do not.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>How the learning rate changes from epoch to epoch; null for the optimiser's own throughout.</summary>
    public ILearningRateSchedule? Schedule { get; init; }

    /// <summary>How large gradients are made smaller before each step; null for not at all.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>Where the run is kept, so that it can go on after it was killed; null for nowhere.</summary>
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>The random numbers of training: the order of queries, negatives, dropout and the validation sample.</summary>
    public RandomSource Random { get; init; } = new(0);

    internal void Check()
    {
        OptionChecks.AtLeastOne(Epochs, nameof(Epochs), "Training needs at least 1 epoch");
        OptionChecks.AtLeastOne(BatchSize, nameof(BatchSize), "A step needs at least 1 query");
        OptionChecks.AtLeastOne(Negatives, nameof(Negatives), "A query needs at least 1 negative");
        OptionChecks.AtLeastOne(SharedBy, nameof(SharedBy), "Negatives are shared by at least 1 query");
        OptionChecks.AtLeastOne(EvaluateEvery, nameof(EvaluateEvery), "The validation facts are measured after at least 1 epoch");
        OptionChecks.AtLeastOne(ValidationSample ?? 1, nameof(ValidationSample), "The epoch is chosen by at least 1 validation fact");
        OptionChecks.AtLeastOne(Patience ?? 1, nameof(Patience), "Patience is at least 1 measurement");
        if (!Enum.IsDefined(Loss))
        {
            throw new ArgumentOutOfRangeException(nameof(Loss), Loss, "The loss must be Softmax, SelfAdversarial, BinaryCrossEntropy or Margin.");
        }

        if (!(Regularization >= 0 && double.IsFinite(Regularization)))
        {
            throw new ArgumentOutOfRangeException(nameof(Regularization), Regularization, "The weight of the regulariser must be at least 0 and finite.");
        }

        if (!double.IsFinite(Gamma))
        {
            throw new ArgumentOutOfRangeException(nameof(Gamma), Gamma, "Gamma must be finite.");
        }

        if (!(Temperature >= 0 && double.IsFinite(Temperature)))
        {
            throw new ArgumentOutOfRangeException(nameof(Temperature), Temperature, "Alpha must be at least 0 and finite.");
        }

        if (TimeLimit <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(TimeLimit), TimeLimit, "The time limit must be above zero.");
        }

        Checkpoint?.Check();
    }
}

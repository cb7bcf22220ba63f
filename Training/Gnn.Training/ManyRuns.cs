using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Training.Optimizers;

namespace Gnn.Training;

/// <summary>Repeats a training with several seeds, each with a new model, to tell a result from luck.</summary>
public static class ManyRuns
{
    /// <summary>Trains a new model for each seed, one after another.</summary>
    /// <typeparam name="TModel">The type of the model.</typeparam>
    /// <param name="createModel">Makes a model with initial weights from a source of random numbers; it is disposed after its run.</param>
    /// <param name="createOptimizer">Makes an optimiser; it is disposed after its run.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="split">Which nodes train, validate and test.</param>
    /// <param name="options">The protocol; its random numbers are replaced by those of each seed.</param>
    /// <param name="seeds">The seeds, 0 or more, at least one; initial weights and training draw from streams of the seed.</param>
    /// <param name="progress">Is given the report of each run; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>All reports, with mean and sample standard deviation.</returns>
    /// <exception cref="ArgumentException">There are no seeds.</exception>
    /// <remarks>Throws what <see cref="NodeClassificationTrainer"/> throws.</remarks>
    public static TrainingSummary Fit<TModel>(
        Func<RandomSource, TModel> createModel,
        Func<Optimizer> createOptimizer,
        Graph graph,
        NodeSplit split,
        NodeClassificationOptions options,
        IReadOnlyList<int> seeds,
        IProgress<TrainingReport>? progress = null,
        CancellationToken cancellationToken = default)
        where TModel : Module, IGraphModel
    {
        ArgumentNullException.ThrowIfNull(createModel);
        ArgumentNullException.ThrowIfNull(createOptimizer);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(seeds);
        if (seeds.Count == 0)
        {
            throw new ArgumentException("Name at least one seed.", nameof(seeds));
        }

        var reports = new List<TrainingReport>(seeds.Count);
        foreach (int seed in seeds)
        {
            var random = new RandomSource(seed);
            using TModel model = createModel(random);
            using Optimizer optimizer = createOptimizer();
            var trainer = new NodeClassificationTrainer(model, optimizer);
            reports.Add(trainer.Fit(graph, split, options with { Random = random }, progress: null, cancellationToken));
            progress?.Report(reports[^1]);
        }

        return new TrainingSummary(reports);
    }
}

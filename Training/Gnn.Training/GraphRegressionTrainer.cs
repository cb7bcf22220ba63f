using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Training.Optimizers;

namespace Gnn.Training;

/// <summary>Trains a model to give numbers of whole graphs, in batches of them.</summary>
/// <remarks>The protocol is that of <see cref="GraphClassificationTrainer"/>, with the squared difference for a loss unless another is given. Where a model
/// gives more outputs than there
/// are targets, as <see cref="Losses.GaussianNegativeLogLikelihood"/> takes them, the first are measured.</remarks>
/// <example><code>
/// var trainer = new GraphRegressionTrainer(model, new Adam(learningRate: 0.001));
/// GraphTrainingReport report = trainer.Fit(zinc, split, new GraphRegressionOptions { Loss = new MeanAbsoluteError() });
/// </code></example>
public sealed class GraphRegressionTrainer
{
    private readonly GraphTraining _training;

    /// <summary>Creates a trainer; model and optimiser stay the caller's.</summary>
    /// <param name="model">The model, an <see cref="IGraphLevelModel"/> with an output for each target; it is trained on the engine that its parameters are
    /// on.</param>
    /// <param name="optimizer">The optimiser; it is attached to the model's parameters while the model is trained, and detached after it.</param>
    /// <exception cref="ArgumentException">The model is not an <see cref="IGraphLevelModel"/>, or has no parameters.</exception>
    public GraphRegressionTrainer(Module model, Optimizer optimizer) => _training = new GraphTraining(model, optimizer);

    /// <summary>Trains the model and measures it.</summary>
    /// <param name="set">The graphs, with node features and a graph column of targets, on any engine.</param>
    /// <param name="split">Which graphs train, validate and test.</param>
    /// <param name="options">The protocol; the defaults if null.</param>
    /// <param name="progress">Is told after each epoch; null for nobody.</param>
    /// <param name="cancellationToken">Stops training between two steps.</param>
    /// <returns>What was done and reached; the model has the kept parameters.</returns>
    /// <exception cref="ArgumentException">The graphs have no features or no such column, or a feature is not finite; the split belongs to another set or has
    /// no training graph; a
    /// training or validation graph has no finite target; or the model does not have an output for each target.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="TrainingException">The loss or a gradient is not finite; the parameters are those after the last whole step.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; the parameters are those after the last whole step.</exception>
    public GraphTrainingReport Fit(
        GraphSet set,
        IndexSplit split,
        GraphRegressionOptions? options = null,
        IProgress<GraphEpochProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        _training.Fit(set, split, options ?? new GraphRegressionOptions(), progress, cancellationToken);
}

using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Training.Optimizers;

namespace Gnn.Training;

/// <summary>Trains a model to classify whole graphs, in batches of them.</summary>
/// <remarks>
/// <para>The protocol: an epoch takes every training graph once, in an order drawn anew, in batches of <see cref="GraphTrainingOptions.BatchSize"/> graphs,
/// each a step (forward, loss,
/// backward, optimiser); then the training and validation graphs are measured. A metric is computed once over all graphs of a part, never as a mean over
/// batches. The
/// parameters and buffers of the epoch that <see cref="GraphTrainingOptions.Selection"/> chooses are kept. Labels of test graphs are read once, after that
/// choice.</para>
/// <para>The same seed gives the same parameters to the bit, at any number of threads. Memory does not grow with the epochs. A trainer is for one thread.</para>
/// </remarks>
/// <example><code>
/// var trainer = new GraphClassificationTrainer(model, new Adam(learningRate: 0.01));
/// GraphTrainingReport report = trainer.Fit(mutag, split, new GraphClassificationOptions { Epochs = 100, BatchSize = 32 });
/// </code></example>
public sealed class GraphClassificationTrainer
{
    private readonly GraphTraining _training;

    /// <summary>Creates a trainer; model and optimiser stay the caller's.</summary>
    /// <param name="model">The model, an <see cref="IGraphLevelModel"/> with a logit for each class, or one for two classes where the loss takes that; it is
    /// trained on the engine
    /// that its parameters are on.</param>
    /// <param name="optimizer">The optimiser; it is attached to the model's parameters while the model is trained, and detached after it.</param>
    /// <exception cref="ArgumentException">The model is not an <see cref="IGraphLevelModel"/>, or has no parameters.</exception>
    public GraphClassificationTrainer(Module model, Optimizer optimizer) => _training = new GraphTraining(model, optimizer);

    /// <summary>Trains the model and measures it.</summary>
    /// <param name="set">The graphs, with node features and graph labels, on any engine.</param>
    /// <param name="split">Which graphs train, validate and test.</param>
    /// <param name="options">The protocol; the defaults if null.</param>
    /// <param name="progress">Is told after each epoch; null for nobody.</param>
    /// <param name="cancellationToken">Stops training between two steps.</param>
    /// <returns>What was done and reached; the model has the kept parameters.</returns>
    /// <exception cref="ArgumentException">The graphs have no features or labels, or a feature is not finite; the split belongs to another set, or has no
    /// training graph, or none of
    /// a class; a training or validation graph has no label; or the model does not have an output for each class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="TrainingException">The loss or a gradient is not finite; the parameters are those after the last whole step.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; the parameters are those after the last whole step.</exception>
    public GraphTrainingReport Fit(
        GraphSet set,
        IndexSplit split,
        GraphClassificationOptions? options = null,
        IProgress<GraphEpochProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        _training.Fit(set, split, options ?? new GraphClassificationOptions(), progress, cancellationToken);
}

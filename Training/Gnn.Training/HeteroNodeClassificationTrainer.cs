using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Tensors.Engines;
using Gnn.Training.Optimizers;
using Gnn.Training.Reports;

namespace Gnn.Training;

/// <summary>Trains a model to classify the nodes of one type of a heterogeneous graph, with the whole graph at every step.</summary>
/// <remarks>The protocol is that of <see cref="NodeClassificationTrainer"/>, on the nodes of <see cref="IHeteroModel.Target"/>: their labels are the node column
/// <see cref="ColumnNames.Labels"/>, and the split is of them. Features are the node columns <see cref="ColumnNames.Features"/> of all types that the model takes. A trainer is for
/// one thread.</remarks>
/// <example><code>
/// var trainer = new HeteroNodeClassificationTrainer(model, new Adam(learningRate: 0.005, weightDecay: 1e-3));
/// TrainingReport report = trainer.Fit(acm, split, new NodeClassificationOptions { Epochs = 200, Patience = 100 });
/// </code></example>
public sealed class HeteroNodeClassificationTrainer
{
    private readonly Module _module;
    private readonly IHeteroModel _model;
    private readonly Optimizer _optimizer;

    /// <summary>Creates a trainer; model and optimiser stay the caller's.</summary>
    /// <param name="model">The model, an <see cref="IHeteroModel"/> with a logit for each class; it is trained on the engine that its parameters are on.</param>
    /// <param name="optimizer">The optimiser; it is attached to the model's parameters while the model is trained, and detached after it.</param>
    /// <exception cref="ArgumentException">The model is not an <see cref="IHeteroModel"/>, or has no parameters.</exception>
    public HeteroNodeClassificationTrainer(Module model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        _module = model;
        _model = ModelChecks.As<IHeteroModel>(model, "gives the nodes of a type logits");
        _optimizer = optimizer;
        ModelChecks.HasParameters(model);
    }

    /// <summary>Trains the model and measures it, with the default protocol.</summary>
    /// <param name="graph">The graph, with features of all types that the model takes and labels of its target type, on any engine.</param>
    /// <param name="split">Which nodes of the target type train, validate and test.</param>
    /// <param name="epochs">The number of epochs, at least 1.</param>
    /// <param name="progress">Is told after each epoch; null for nobody.</param>
    /// <param name="cancellationToken">Stops training between two steps.</param>
    /// <returns>What was done and reached; the model has the kept parameters.</returns>
    /// <inheritdoc cref="Fit(HeteroGraph, NodeSplit, NodeClassificationOptions, IProgress{EpochProgress}?, CancellationToken)" path="/exception"/>
    public TrainingReport Fit(
        HeteroGraph graph, NodeSplit split, int epochs = 200, IProgress<EpochProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(graph, split, new NodeClassificationOptions { Epochs = epochs }, progress, cancellationToken);

    /// <summary>Trains the model and measures it.</summary>
    /// <param name="graph">The graph, with features of all types that the model takes and labels of its target type, on any engine.</param>
    /// <param name="split">Which nodes of the target type train, validate and test.</param>
    /// <param name="options">The protocol, without batches and without <see cref="NodeClassificationOptions.CorrectAndSmooth"/>.</param>
    /// <param name="progress">Is told after each epoch; null for nobody.</param>
    /// <param name="cancellationToken">Stops training between two steps.</param>
    /// <returns>What was done and reached; the model has the kept parameters. The graph's sizes are those of all types, its features those of the target type.</returns>
    /// <exception cref="ArgumentException">The target type has no features or labels, or a feature of it is not finite; the split is of other nodes, or has no training node, or none
    /// of a class; a training or validation node has no label; the model does not have an output for each class; or there are batches or a correction.</exception>
    /// <exception cref="KeyNotFoundException">The graph has not one of the model's types, or a type has no features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="TrainingException">The loss or a gradient is not finite; the parameters are those after the epoch before.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; the parameters are those after the last whole step.</exception>
    public TrainingReport Fit(
        HeteroGraph graph,
        NodeSplit split,
        NodeClassificationOptions options,
        IProgress<EpochProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(options);
        NodesOnly.CheckOptions(options, "heterogeneous graph", "Errors are spread along edges of one type of nodes, and there are several");
        using Graph targets = NodesOnly.Of(graph.NodeCount(_model.Target), graph.Nodes(_model.Target));
        Engine engine = _module.Parameters().First().Value.Engine;
        var standIn = new NodesOnlyModel(() => new PreparedHeteroNodes(_model, graph, engine));
        var trainer = new NodeClassificationTrainer(_module, standIn, _optimizer);
        TrainingReport report = trainer.Fit(targets, split, options, progress, cancellationToken);
        return report with
        {
            Model = _module.GetType().Name,
            Graph = new GraphSizes(checked((int)graph.TotalNodeCount), graph.TotalEdgeCount, report.Graph.Features, report.Graph.Classes),
        };
    }
}

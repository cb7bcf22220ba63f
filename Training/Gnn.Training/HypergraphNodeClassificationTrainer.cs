using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Training.Optimizers;
using Gnn.Training.Reports;

namespace Gnn.Training;

/// <summary>Trains a model to classify the nodes of a hypergraph, with the whole hypergraph at every step.</summary>
/// <remarks>The protocol is that of <see cref="NodeClassificationTrainer"/>. What the report calls edges are hyperedges. The split is of all nodes, those that are in no
/// hyperedge among them. A trainer is for one thread.</remarks>
/// <example><code>
/// var trainer = new HypergraphNodeClassificationTrainer(model, new Adam(learningRate: 0.01, weightDecay: 5e-4));
/// TrainingReport report = trainer.Fit(cocitation, split, new NodeClassificationOptions { Epochs = 200 });
/// </code></example>
public sealed class HypergraphNodeClassificationTrainer
{
    private readonly Module _module;
    private readonly IHypergraphModel _model;
    private readonly Optimizer _optimizer;

    /// <summary>Creates a trainer; model and optimiser stay the caller's.</summary>
    /// <param name="model">The model, an <see cref="IHypergraphModel"/> with a logit for each class; it is trained on the engine that its parameters are on.</param>
    /// <param name="optimizer">The optimiser; it is attached to the model's parameters while the model is trained, and detached after it.</param>
    /// <exception cref="ArgumentException">The model is not an <see cref="IHypergraphModel"/>, or has no parameters.</exception>
    public HypergraphNodeClassificationTrainer(Module model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        _module = model;
        _model = ModelChecks.As<IHypergraphModel>(model, "gives a hypergraph's nodes logits");
        _optimizer = optimizer;
        ModelChecks.HasParameters(model);
    }

    /// <summary>Trains the model and measures it, with the default protocol.</summary>
    /// <param name="hypergraph">The hypergraph, with features and labels of nodes, on any engine.</param>
    /// <param name="split">Which nodes train, validate and test.</param>
    /// <param name="epochs">The number of epochs, at least 1.</param>
    /// <param name="progress">Is told after each epoch; null for nobody.</param>
    /// <param name="cancellationToken">Stops training between two steps.</param>
    /// <returns>What was done and reached; the model has the kept parameters.</returns>
    /// <inheritdoc cref="Fit(Hypergraph, NodeSplit, NodeClassificationOptions, IProgress{EpochProgress}?, CancellationToken)" path="/exception"/>
    public TrainingReport Fit(
        Hypergraph hypergraph, NodeSplit split, int epochs = 200, IProgress<EpochProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(hypergraph, split, new NodeClassificationOptions { Epochs = epochs }, progress, cancellationToken);

    /// <summary>Trains the model and measures it.</summary>
    /// <param name="hypergraph">The hypergraph, with features and labels of nodes, on any engine.</param>
    /// <param name="split">Which nodes train, validate and test.</param>
    /// <param name="options">The protocol, without batches and without <see cref="NodeClassificationOptions.CorrectAndSmooth"/>.</param>
    /// <param name="progress">Is told after each epoch; null for nobody.</param>
    /// <param name="cancellationToken">Stops training between two steps.</param>
    /// <returns>What was done and reached; the model has the kept parameters.</returns>
    /// <exception cref="ArgumentException">The hypergraph has no incidences, features or labels, or a feature or weight is not finite; the split is of other nodes, or has
    /// no training node, or none of a class; a training or validation node has no label; the model does not have an output for each class; or there are batches or a
    /// correction.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="TrainingException">The loss or a gradient is not finite; the parameters are those after the epoch before.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; the parameters are those after the last whole step.</exception>
    public TrainingReport Fit(
        Hypergraph hypergraph,
        NodeSplit split,
        NodeClassificationOptions options,
        IProgress<EpochProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(hypergraph);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(options);
        NodesOnly.CheckOptions(options, "hypergraph", "Errors are spread along edges of two nodes, and there are hyperedges");
        if (hypergraph.IncidenceCount == 0 && _module is not Mlp)
        {
            throw new ArgumentException(
                $"The hypergraph has no incidences, which {_module.GetType().Name} passes messages along: give one with hyperedges, or use a model without messages (Mlp).",
                nameof(hypergraph));
        }

        using Graph nodes = NodesOnly.Of(hypergraph.NodeCount, hypergraph.Nodes, hypergraph.ClassNames);
        var standIn = new NodesOnlyModel(() => new PreparedHypergraphNodes(_model, hypergraph));
        TrainingReport report = new NodeClassificationTrainer(_module, standIn, _optimizer).Fit(nodes, split, options, progress, cancellationToken);
        return report with
        {
            Model = _module.GetType().Name,
            Graph = new GraphSizes(hypergraph.NodeCount, hypergraph.HyperedgeCount, report.Graph.Features, report.Graph.Classes),
        };
    }
}

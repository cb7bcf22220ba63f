using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Links;
using Gnn.Training.Links;
using Gnn.Training.Optimizers;

namespace Gnn.Training;

/// <summary>Trains a student to score pairs as a trained teacher does: a model of features alone learns what a graph neural network sees in the edges.</summary>
/// <remarks>
/// <code>
/// anchor v, context C(v): the nodes of random walks from v, and as many at random;   p student's, q teacher's probabilities of (v, i)
/// L = a L_links + b mean over v and i, j in C(v) of max(0, d - r (p_vi - p_vj)) where r = sign(q_vi - q_vj) if |q_vi - q_vj| > d, else the pair counts 0
///   + c mean over v of T^2 KL(softmax(q_v / T) || softmax(p_v / T))
/// </code>
/// <para>Paper: Z. Guo et al., "Linkless Link Prediction via Relational Distillation", ICML 2023. As in the authors' program distributions are made of probabilities, not of logits. Departures: a pair
/// that the teacher does not tell apart has no constant d in the loss, which has no gradient; the epoch is chosen as <see cref="LinkPredictionTrainer"/> does; gradients are not clipped
/// unless the protocol says so.</para>
/// <para>All is done as <see cref="LinkPredictionTrainer"/> does it, of which this is a use: the teacher sees the messages of training alone, walks take them, of an inductive split anchors and
/// context are training nodes. Each epoch has every node as an anchor once, in equal parts of its steps. A step of A anchors costs A (1 + RandomPerNear) Walks Hops pairs, and the square of
/// that number for each anchor.</para>
/// </remarks>
/// <example><code>
/// new LinkPredictionTrainer(teacher, new Adam(0.01)).Fit(graph, split);
/// var trainer = new LinkDistillationTrainer(new Gae(new Mlp(1433, 32, 16, random)), new Adam(0.01), teacher);
/// Console.WriteLine(trainer.Fit(graph, split).Test.RocAuc);
/// </code></example>
public sealed class LinkDistillationTrainer
{
    private readonly LinkPredictionTrainer _trainer;
    private readonly ILinkModel _teacher;

    /// <summary>Creates a trainer; models and optimiser stay the caller's.</summary>
    /// <param name="student">The model that is trained, an <see cref="ILinkModel"/>.</param>
    /// <param name="optimizer">The optimiser of the student's parameters.</param>
    /// <param name="teacher">The trained model, an <see cref="ILinkModel"/> on the student's engine; it is not changed.</param>
    /// <exception cref="ArgumentException">A model is not an <see cref="ILinkModel"/>, or has no parameters, or the two are one.</exception>
    public LinkDistillationTrainer(Module student, Optimizer optimizer, Module teacher)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        _trainer = new LinkPredictionTrainer(student, optimizer);
        _teacher = ModelChecks.As<ILinkModel>(teacher, "scores pairs of nodes");
        if (ReferenceEquals(student, teacher))
        {
            throw new ArgumentException("A model cannot be its own teacher: give a trained one.", nameof(teacher));
        }
    }

    /// <summary>Trains the student and measures it.</summary>
    /// <param name="graph">The graph, with features.</param>
    /// <param name="split">Which links train, validate and test, and their negatives: those that the teacher was trained on.</param>
    /// <param name="protocol">The protocol; the defaults if null. <see cref="LinkPredictionOptions.Random"/> draws anchors, walks and nodes at random from its streams <c>"anchors"</c>,
    /// <c>"walks"</c> and <c>"context"</c>, then the epoch.</param>
    /// <param name="distillation">What is learnt of the teacher; the defaults if null.</param>
    /// <param name="progress">Is told after each epoch; null for nobody.</param>
    /// <param name="cancellationToken">Stops training between two steps.</param>
    /// <returns>What was done and reached; the student has the parameters of the chosen epoch.</returns>
    /// <exception cref="ArgumentException">The graph has no features, the split is of another graph, a part of it has no links or no negatives, or fanouts are asked for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="TrainingException">The loss or a gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public LinkPredictionReport Fit(
        Graph graph,
        LinkSplit split,
        LinkPredictionOptions? protocol = null,
        LinkDistillationOptions? distillation = null,
        IProgress<LinkEpochRecord>? progress = null,
        CancellationToken cancellationToken = default)
    {
        distillation ??= new LinkDistillationOptions();
        distillation.Check();
        if (protocol?.Fanouts is not null)
        {
            throw new ArgumentException("Anchors take steps on all nodes: leave Fanouts out.", nameof(protocol));
        }

        return _trainer.Fit(graph, split, protocol, progress, (_teacher, distillation), cancellationToken);
    }
}

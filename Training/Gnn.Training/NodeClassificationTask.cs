using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers.Models;
using Gnn.Sampling.Loading;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Training.Losses;
using Gnn.Training.Metrics;

namespace Gnn.Training;

/// <summary>A graph and a split as the trainer needs them on an engine: the steps of an epoch, and what is measured.</summary>
/// <remarks>Labels of test nodes are not in here: <see cref="MeasureTest"/> reads them from the graph, once, when training is over.</remarks>
internal abstract class NodeClassificationTask : IDisposable
{
    private readonly Tensor _knownRows;
    private readonly Tensor _validationLabels;
    private readonly Loss _loss;
    private readonly Loss _validationLoss;
    private readonly int[] _knownLabels;

    private protected NodeClassificationTask(Graph graph, NodeSplit split, NodeClassificationOptions options, Engine engine)
    {
        Engine = engine;
        Split = split;
        Options = options;
        _knownLabels = Pick(graph.HostLabels, [.. split.Train, .. split.Validation]);
        Graph = graph.To(engine);
        _knownRows = Upload([.. split.Train, .. split.Validation]);
        _validationLabels = Upload(_knownLabels.AsSpan(split.Train.Length));
        _loss = options.TrainingLoss;
        _validationLoss = options.Loss ?? new CrossEntropy();
    }

    /// <summary>Where the model is.</summary>
    internal Engine Engine { get; }

    /// <summary>The graph, on the engine that the model is on.</summary>
    internal Graph Graph { get; }

    internal NodeSplit Split { get; }

    /// <summary>How long batches were waited for; null where there are none.</summary>
    internal virtual PrefetchStatistics? Loading => null;

    internal bool HasValidation => !Split.Validation.IsEmpty;

    private protected NodeClassificationOptions Options { get; }

    private protected ReadOnlySpan<int> TrainLabels => _knownLabels.AsSpan(0, Split.Train.Length);

    public virtual void Dispose()
    {
        _knownRows.Dispose();
        _validationLabels.Dispose();
        Graph.Dispose();
    }

    /// <summary>The steps of an epoch, each of which its taker disposes.</summary>
    internal abstract IEnumerable<NodeStep> Steps(int epoch);

    /// <summary>The logits of all nodes, for inference.</summary>
    protected abstract Tensor Logits();

    /// <summary>The loss of training nodes.</summary>
    internal Tensor TrainLoss(Tensor logits, Tensor labels) => _loss.Compute(logits, labels);

    /// <summary>Measures the model on the training and validation nodes, and on no others.</summary>
    internal EpochRecord Evaluate(int epoch, double trainLoss)
    {
        using NoGrad noGrad = NoGrad.Open();
        using var scope = new TensorScope();
        Tensor logits = Logits().GatherRows(_knownRows);
        int[] predictions = ClassificationMetrics.Predictions(logits);
        int train = Split.Train.Length;
        int validation = Split.Validation.Length;
        double validationLoss = validation == 0 ? double.NaN : _validationLoss.Compute(logits.Rows(train, validation), _validationLabels).Item();
        var record = new EpochRecord(epoch, trainLoss, Accuracy(predictions, 0, train), validationLoss, Accuracy(predictions, train, validation));
        if (Options.Metric == ClassificationMetric.Accuracy || !(validation == 0 || double.IsFinite(validationLoss)))
        {
            return record;
        }

        NodePredictions known = Predictions(logits, predictions);
        return record with { TrainScore = Score(known, 0, train), ValidationScore = Score(known, train, validation) };
    }

    /// <summary>The predicted class of every node, by one forward pass.</summary>
    internal NodePredictions Predict()
    {
        using NoGrad noGrad = NoGrad.Open();
        using var scope = new TensorScope();
        Tensor scores = Options.CorrectAndSmooth is { } mending ? Mended(Logits().Softmax(), mending) : Logits();
        return Predictions(scores, ClassificationMetrics.Predictions(scores));
    }

    internal ClassificationMetrics MeasureTrain(NodePredictions predictions) => Measure(predictions, Split.Train, _knownLabels.AsSpan(0, Split.Train.Length));

    internal ClassificationMetrics MeasureValidation(NodePredictions predictions) => Measure(predictions, Split.Validation, _knownLabels.AsSpan(Split.Train.Length));

    /// <summary>Measures the test nodes that have a label. Labels that the model has no output for count as one more class, which it cannot predict.</summary>
    internal ClassificationMetrics MeasureTest(NodePredictions predictions)
    {
        ReadOnlySpan<int> labels = Graph.HostLabels;
        var known = new List<int>(Split.Test.Length);
        var nodes = new List<int>(Split.Test.Length);
        int classes = predictions.ClassCount;
        foreach (int node in Split.Test)
        {
            if (labels[node] >= 0)
            {
                known.Add(Math.Min(labels[node], predictions.ClassCount));
                nodes.Add(node);
                classes = Math.Max(classes, known[^1] + 1);
            }
        }

        return Measure(predictions with { ClassCount = classes }, nodes.ToArray(), known.ToArray());
    }

    /// <summary>The class that is most frequent among the training and validation nodes, the first of several.</summary>
    internal int MajorityClass() => _knownLabels.GroupBy(label => label).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key;

    internal static int[] Pick(ReadOnlySpan<int> values, ReadOnlySpan<int> nodes)
    {
        int[] picked = new int[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            picked[i] = values[nodes[i]];
        }

        return picked;
    }

    /// <summary>A vector on the engine, which outlives the scope.</summary>
    private protected Tensor Upload(ReadOnlySpan<int> values) => Tensor.Create(values, values.Length, Engine).Keep();

    /// <summary>The label of each training node, and -1 of all others.</summary>
    private protected int[] KnownLabels()
    {
        int[] labels = new int[Graph.NodeCount];
        Array.Fill(labels, -1);
        for (int i = 0; i < Split.Train.Length; i++)
        {
            labels[Split.Train[i]] = _knownLabels[i];
        }

        return labels;
    }

    private Tensor Mended(Tensor probabilities, CorrectAndSmooth mending)
    {
        using Adjacency adjacency = CorrectAndSmooth.Prepare(Graph, Engine);
        return mending.Forward(probabilities, KnownLabels(), Split.Train, adjacency);
    }

    private static NodePredictions Predictions(Tensor logits, int[] classes)
    {
        int columns = checked((int)logits.Shape[1]);
        return new NodePredictions(classes, Math.Max(2, columns), columns > 2 ? null : ClassificationMetrics.BinaryScores(logits.ToArray<double>(), columns));
    }

    private static ClassificationMetrics Measure(NodePredictions predictions, ReadOnlySpan<int> nodes, ReadOnlySpan<int> labels)
    {
        int[] classes = Pick(predictions.Classes, nodes);
        if (predictions.Scores is not { } all || predictions.ClassCount != 2)
        {
            return ClassificationMetrics.Of(classes, labels, predictions.ClassCount);
        }

        double[] scores = new double[nodes.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = all[nodes[i]];
        }

        return ClassificationMetrics.Of(classes, labels, predictions.ClassCount, scores);
    }

    /// <summary>The metric that selection goes by, of a run of the nodes whose labels are known.</summary>
    private double Score(NodePredictions known, int start, int count)
    {
        ReadOnlySpan<int> labels = _knownLabels.AsSpan(start, count);
        ReadOnlySpan<int> classes = known.Classes.AsSpan(start, count);
        return count == 0 ? double.NaN : Options.Metric.Of(known.Scores is { } scores
            ? ClassificationMetrics.Of(classes, labels, known.ClassCount, scores.AsSpan(start, count))
            : ClassificationMetrics.Of(classes, labels, known.ClassCount));
    }

    private double Accuracy(int[] predictions, int start, int count)
    {
        int correct = 0;
        for (int i = start; i < start + count; i++)
        {
            correct += predictions[i] == _knownLabels[i] ? 1 : 0;
        }

        return count == 0 ? double.NaN : (double)correct / count;
    }
}

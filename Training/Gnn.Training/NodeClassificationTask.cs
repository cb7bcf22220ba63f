using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Sampling.Loading;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training.Losses;
using Gnn.Training.Metrics;

namespace Gnn.Training;

/// <summary>A graph and a split as the trainer needs them on an engine: the steps of an epoch, and what is measured.</summary>
/// <remarks>Labels of test nodes are not in here: <see cref="MeasureTest"/> reads them from the graph, once, when training is over.</remarks>
internal abstract class NodeClassificationTask : IDisposable
{
    private readonly Engine _engine;
    private readonly Tensor _knownRows;
    private readonly Tensor _validationLabels;
    private readonly Tensor? _classWeights;
    private readonly int[] _knownLabels;

    private protected NodeClassificationTask(Graph graph, NodeSplit split, NodeClassificationOptions options, Engine engine)
    {
        _engine = engine;
        Split = split;
        Options = options;
        _knownLabels = Pick(graph.HostLabels, [.. split.Train, .. split.Validation]);
        Graph = graph.To(engine);
        _knownRows = Upload([.. split.Train, .. split.Validation]);
        _validationLabels = Upload(_knownLabels.AsSpan(split.Train.Length));
        _classWeights = options.ClassWeights is { } weights ? Tensor.Create([.. weights], weights.Count, engine).Keep() : null;
    }

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
        _classWeights?.Dispose();
        Graph.Dispose();
    }

    /// <summary>The steps of an epoch, each of which its taker disposes.</summary>
    internal abstract IEnumerable<NodeStep> Steps(int epoch);

    /// <summary>The logits of all nodes, for inference.</summary>
    protected abstract Tensor Logits();

    /// <summary>The loss of training nodes.</summary>
    internal Tensor TrainLoss(Tensor logits, Tensor labels) => CrossEntropy.Of(logits, labels, rows: null, _classWeights, Options.LabelSmoothing);

    /// <summary>Measures the model on the training and validation nodes, and on no others.</summary>
    internal EpochRecord Evaluate(int epoch, double trainLoss)
    {
        using NoGrad noGrad = NoGrad.Open();
        using var scope = new TensorScope();
        Tensor logits = Logits().GatherRows(_knownRows);
        int[] predictions = ClassificationMetrics.Predictions(logits);
        int train = Split.Train.Length;
        int validation = Split.Validation.Length;
        double validationLoss = validation == 0 ? double.NaN : CrossEntropy.Of(logits.Rows(train, validation), _validationLabels).Item();
        return new EpochRecord(epoch, trainLoss, Accuracy(predictions, 0, train), validationLoss, Accuracy(predictions, train, validation));
    }

    /// <summary>The predicted class of every node, by one forward pass.</summary>
    internal int[] Predict(out int outputs)
    {
        using NoGrad noGrad = NoGrad.Open();
        using var scope = new TensorScope();
        Tensor logits = Logits();
        outputs = checked((int)logits.Shape[1]);
        return ClassificationMetrics.Predictions(logits);
    }

    internal ClassificationMetrics MeasureTrain(ReadOnlySpan<int> predictions, int outputs) =>
        ClassificationMetrics.Of(Pick(predictions, Split.Train), _knownLabels.AsSpan(0, Split.Train.Length), outputs);

    internal ClassificationMetrics MeasureValidation(ReadOnlySpan<int> predictions, int outputs) =>
        ClassificationMetrics.Of(Pick(predictions, Split.Validation), _knownLabels.AsSpan(Split.Train.Length), outputs);

    /// <summary>Measures the test nodes that have a label. Labels that the model has no output for count as one more class, which it cannot predict.</summary>
    internal ClassificationMetrics MeasureTest(ReadOnlySpan<int> predictions, int outputs)
    {
        ReadOnlySpan<int> labels = Graph.HostLabels;
        var known = new List<int>(Split.Test.Length);
        var predicted = new List<int>(Split.Test.Length);
        int classes = outputs;
        foreach (int node in Split.Test)
        {
            if (labels[node] >= 0)
            {
                known.Add(Math.Min(labels[node], outputs));
                predicted.Add(predictions[node]);
                classes = Math.Max(classes, known[^1] + 1);
            }
        }

        return ClassificationMetrics.Of(predicted.ToArray(), known.ToArray(), classes);
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
    private protected Tensor Upload(ReadOnlySpan<int> values) => Tensor.Create(values, values.Length, _engine).Keep();

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

using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Training;

/// <summary>A set of graphs and a split as training needs them on an engine: batches, the loss, and what is measured.</summary>
/// <remarks>Targets of test graphs are read by <see cref="Measure"/> of the test part alone, once, when training is over.</remarks>
internal abstract class GraphTask : IDisposable
{
    private readonly Dictionary<GraphPart, List<PreparedGraphs>> _kept = [];

    private protected GraphTask(GraphSet set, IndexSplit split, GraphTrainingOptions options, Engine engine)
    {
        Engine = engine;
        Split = split;
        Options = options;
        Set = set.To(engine);
    }

    /// <summary>The graphs, on the engine that the model is on.</summary>
    internal GraphSet Set { get; }

    internal IndexSplit Split { get; }

    internal GraphTrainingOptions Options { get; }

    /// <summary>The number of classes that the model tells apart, or of numbers that it gives; known once outputs were checked.</summary>
    internal int OutputCount { get; private protected set; }

    private protected Engine Engine { get; }

    public void Dispose()
    {
        foreach (PreparedGraphs batch in _kept.Values.SelectMany(batches => batches))
        {
            batch.Dispose();
        }

        Set.Dispose();
    }

    /// <summary>Checks, before the first step, that the outputs fit the targets.</summary>
    internal abstract void CheckOutputs(in Shape outputs, int graphs);

    /// <summary>The loss of some graphs.</summary>
    internal abstract Tensor Loss(Tensor outputs, ReadOnlySpan<int> graphs);

    /// <summary>Measures the outputs of a part, <c>[graphs, columns]</c> row by row; graphs of the test part without a target are left out.</summary>
    internal abstract GraphPartReport Measure(double[] outputs, int columns, ReadOnlySpan<int> graphs);

    internal abstract GraphBaseline Baseline();

    /// <summary>The batches of an epoch, each of which its taker disposes.</summary>
    internal IEnumerable<PreparedGraphs> Batches(int epoch, IGraphLevelModel model)
    {
        int[] order = Split.Train.ToArray();
        Options.Random.Stream("order").Stream((ulong)epoch).Sequence().Shuffle(order.AsSpan());
        return PreparedGraphs.Cut(Set, order, Options.BatchSize, Options.MaxBatchNodes).Select(graphs => PreparedGraphs.Create(Set, graphs, model));
    }

    /// <summary>Runs the model over a part and measures all its graphs at once.</summary>
    internal GraphPartReport Evaluate(GraphPart part, IGraphLevelModel model, CancellationToken cancellationToken = default)
    {
        using NoGrad noGrad = NoGrad.Open();
        int[] graphs = (part == GraphPart.Train ? Split.Train : part == GraphPart.Validation ? Split.Validation : Split.Test).ToArray();
        var outputs = new List<double>();
        int columns = 1;
        foreach (PreparedGraphs batch in Measured(part, graphs, model))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = new TensorScope();
            Tensor given = batch.Forward(ForwardContext.Inference, model);
            columns = given.Shape.Rank < 2 ? 1 : checked((int)given.Shape[1]);
            outputs.AddRange(given.ToArray<double>());
        }

        return Measure([.. outputs], columns, graphs);
    }

    private IEnumerable<PreparedGraphs> Measured(GraphPart part, int[] graphs, IGraphLevelModel model)
    {
        if (_kept.TryGetValue(part, out List<PreparedGraphs>? kept))
        {
            return kept;
        }

        IEnumerable<PreparedGraphs> batches = PreparedGraphs.Cut(Set, graphs, Options.BatchSize, Options.MaxBatchNodes).Select(cut => PreparedGraphs.Create(Set, cut, model));
        if (!Options.KeepsBatches || part == GraphPart.Test)
        {
            return OneByOne(batches);
        }

        // In the dictionary first, so that a batch that cannot be made leaves none behind.
        _kept[part] = kept = [];
        kept.AddRange(batches);
        return kept;
    }

    private static IEnumerable<PreparedGraphs> OneByOne(IEnumerable<PreparedGraphs> batches)
    {
        foreach (PreparedGraphs batch in batches)
        {
            using (batch)
            {
                yield return batch;
            }
        }
    }

    /// <summary>Outputs as a matrix again, for the loss of all of them.</summary>
    private protected Tensor Matrix(double[] outputs, int rows, int columns) => Tensor.Create(outputs, (rows, columns), Engine);
}

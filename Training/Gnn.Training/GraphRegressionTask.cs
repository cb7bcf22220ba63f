using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training.Losses;
using Gnn.Training.Metrics;

namespace Gnn.Training;

/// <summary>Graphs of numbers.</summary>
internal sealed class GraphRegressionTask : GraphTask
{
    private readonly GraphRegressionOptions _options;
    private readonly Loss _loss;
    private readonly double[] _targets;
    private readonly int _width;

    internal GraphRegressionTask(GraphSet set, IndexSplit split, GraphRegressionOptions options, Engine engine)
        : base(Checked(set, split, options, out double[] targets, out int width), split, options, engine)
    {
        _options = options;
        _loss = options.Loss ?? new MeanSquaredError();
        _targets = targets;
        _width = width;
    }

    internal override void CheckOutputs(in Shape outputs, int graphs)
    {
        // How many outputs a target takes is the loss's own matter, which it checks itself; a metric compares the first.
        if (outputs.Rank != 2 || outputs[0] != graphs || outputs[1] < _width)
        {
            throw new ArgumentException(
                $"The model must give numbers [{graphs}, {_width}], a row for each graph and one for each target, got {outputs}.", nameof(outputs));
        }

        OutputCount = _width;
    }

    internal override Tensor Loss(Tensor outputs, ReadOnlySpan<int> graphs) => _loss.Compute(outputs, Tensor.Create(Targets(graphs), (graphs.Length, _width), Engine));

    internal override GraphPartReport Measure(double[] outputs, int columns, ReadOnlySpan<int> graphs)
    {
        var known = new List<int>(graphs.Length);
        var all = new List<double>(outputs.Length);
        var given = new List<double>(outputs.Length);
        for (int i = 0; i < graphs.Length; i++)
        {
            if (IsKnown(graphs[i]))
            {
                known.Add(graphs[i]);
                all.AddRange(outputs.AsSpan(i * columns, columns));
                given.AddRange(outputs.AsSpan(i * columns, _width));
            }
        }

        double[] targets = Targets(known.ToArray());
        using var scope = new TensorScope();
        double loss = known.Count == 0
            ? double.NaN
            : _loss.Compute(Matrix([.. all], known.Count, columns), Tensor.Create(targets, (known.Count, _width), Engine)).Item();
        if (known.Count > 0 && !double.IsFinite(loss))
        {
            return new GraphPartReport(known.Count, loss, double.NaN, null, null);
        }

        RegressionMetrics metrics = RegressionMetrics.Of([.. given], targets);
        return new GraphPartReport(known.Count, loss, _options.Metric.Of(metrics), null, metrics);
    }

    internal override GraphBaseline Baseline()
    {
        double[] seen = Targets([.. Split.Train, .. Split.Validation]);
        double[] targets = Targets([.. Split.Test.ToArray().Where(IsKnown)]);
        double mean = seen.Sum() / seen.Length;
        double[] answers = new double[targets.Length];
        Array.Fill(answers, mean);
        return new GraphBaseline(mean, _options.Metric.Of(RegressionMetrics.Of(answers, targets)));
    }

    private static GraphSet Checked(GraphSet set, IndexSplit split, GraphRegressionOptions options, out double[] targets, out int width)
    {
        if (!set.Graphs.TryGet(options.Target, out Tensor? column))
        {
            throw new ArgumentException(
                $"The graphs have no column '{options.Target}' with targets: add it with set.WithGraphColumn, or name another ({string.Join(", ", set.Graphs.Names)}).",
                nameof(set));
        }

        if (!column!.DataType.IsFloating() || column.Shape.Rank > 2)
        {
            throw new ArgumentException(
                $"The graph column '{options.Target}' must hold floating targets [G] or [G, K], got {column.DataType} {column.Shape}: classes go to GraphClassificationTrainer.",
                nameof(set));
        }

        targets = column.ToArray<double>();
        width = column.Shape.Rank == 1 ? 1 : checked((int)column.Shape[1]);
        foreach (int graph in (int[])[.. split.Train, .. split.Validation])
        {
            foreach (double target in targets.AsSpan(graph * width, width))
            {
                if (!double.IsFinite(target))
                {
                    throw new ArgumentException(
                        $"Graph {graph} of the training or validation part of the split '{split.Name}' has the target {target}: give it a finite one, or leave it out of the split.",
                        nameof(split));
                }
            }
        }

        return set;
    }

    private bool IsKnown(int graph)
    {
        foreach (double target in _targets.AsSpan(graph * _width, _width))
        {
            if (!double.IsFinite(target))
            {
                return false;
            }
        }

        return true;
    }

    private double[] Targets(ReadOnlySpan<int> graphs)
    {
        double[] picked = new double[graphs.Length * _width];
        for (int i = 0; i < graphs.Length; i++)
        {
            _targets.AsSpan(graphs[i] * _width, _width).CopyTo(picked.AsSpan(i * _width));
        }

        return picked;
    }
}

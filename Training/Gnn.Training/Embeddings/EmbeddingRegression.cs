using Gnn.Tensors.Threading;
using Gnn.Training.Regression;

namespace Gnn.Training.Embeddings;

/// <summary>Labels of nodes by one logistic regression for each label, on rows of features such as an embedding.</summary>
/// <remarks>
/// <code>minimises over w and b, for each label,  sum over nodes i of log(1 + exp(-y_i (w . x_i + b))) + penalty / 2 (|w|^2 + b^2),  y = 1 or -1</code>
/// <para>The columns are as they are, neither centred nor scaled, and the penalty is on the intercept too: with a penalty of 1 this is liblinear's regression at C = 1, by which DeepWalk and
/// node2vec were measured. Labels are learned side by side; the result has the same bits at any number of threads.</para>
/// </remarks>
public sealed class EmbeddingRegression
{
    private readonly double[] _rows;
    private readonly int _columns;
    private readonly MultiLabels _labels;
    private readonly double _penalty;
    private readonly int? _threads;

    /// <summary>A regression on rows.</summary>
    /// <param name="rows">Features, <c>[N, D]</c> row by row. Copied.</param>
    /// <param name="columns">D, at least 1.</param>
    /// <param name="labels">The labels, of which only those of nodes to learn from are looked at.</param>
    /// <param name="penalty">The penalty, above 0.</param>
    /// <param name="threads">Threads, at least 1; null for as many as <c>GNN_THREADS</c> says, or else the processors.</param>
    /// <exception cref="ArgumentException">There are not D features for each node.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public EmbeddingRegression(ReadOnlySpan<float> rows, int columns, MultiLabels labels, double penalty = 1, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        if (!(penalty > 0 && double.IsFinite(penalty)))
        {
            throw new ArgumentOutOfRangeException(nameof(penalty), penalty, "The penalty must be above 0 and finite.");
        }

        if (rows.Length != (long)labels.NodeCount * columns)
        {
            throw new ArgumentException($"'{nameof(rows)}' must be [{labels.NodeCount}, {columns}] as there are {labels.NodeCount} nodes with labels, got {rows.Length} numbers.", nameof(rows));
        }

        _rows = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            _rows[i] = rows[i];
        }

        (_columns, _labels, _penalty, _threads) = (columns, labels, penalty, threads);
    }

    /// <summary>Learns from nodes: the logit of each label for each node.</summary>
    /// <param name="train">The nodes to learn from.</param>
    /// <returns>Scores <c>[N, L]</c> row by row.</returns>
    public double[] Score(ReadOnlySpan<int> train)
    {
        double[] x = new double[train.Length * _columns];
        for (int i = 0; i < train.Length; i++)
        {
            _rows.AsSpan(train[i] * _columns, _columns).CopyTo(x.AsSpan(i * _columns));
        }

        var job = new LabelJob
        {
            TrainRows = x,
            TrainLabels = _labels.Rows(train),
            Rows = _rows,
            Columns = _columns,
            LabelCount = _labels.LabelCount,
            Penalty = _penalty,
            Scores = new double[_labels.NodeCount * _labels.LabelCount],
        };
        ForkJoinPool? own = _threads is { } threads ? new ForkJoinPool(threads) : null;
        try
        {
            (own ?? HostThreads.Pool).Run(ref job, _labels.LabelCount);
            return job.Scores;
        }
        finally
        {
            own?.Dispose();
        }
    }

    /// <summary>One label a chunk.</summary>
    private struct LabelJob : IChunkJob
    {
        internal double[] TrainRows;
        internal bool[] TrainLabels;
        internal double[] Rows;
        internal int Columns;
        internal int LabelCount;
        internal double Penalty;
        internal double[] Scores;

        public readonly void Execute(int chunk)
        {
            bool[] positive = new bool[TrainLabels.Length / LabelCount];
            for (int i = 0; i < positive.Length; i++)
            {
                positive[i] = TrainLabels[(i * LabelCount) + chunk];
            }

            double[] weights = LogisticRegression.FitUnscaled(TrainRows, Columns, positive, Penalty);
            int nodes = Scores.Length / LabelCount;
            for (int node = 0; node < nodes; node++)
            {
                Scores[(node * LabelCount) + chunk] = DoubleRows.Dot(Rows.AsSpan(node * Columns, Columns), weights) + weights[Columns];
            }
        }
    }
}

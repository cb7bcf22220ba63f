using Gnn.Graphs.Signed;
using Gnn.Layers;
using Gnn.Layers.Signed;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training.Losses;
using Gnn.Training.Regression;

namespace Gnn.Training.Signed;

/// <summary>Training on known edges: they pass the messages, make the features and are asked for.</summary>
internal sealed class SignTask : IDisposable
{
    private const int MostDraws = 64;

    private readonly ISignedModel _model;
    private readonly SignEdges _known;
    private readonly SignPredictionOptions _options;
    private readonly int _nodeCount;
    private readonly Engine _engine;
    private readonly HashSet<long> _pairs;
    private readonly int _positiveCount;
    private readonly SignedAdjacency _adjacency;
    private readonly Tensor _features;

    // Positive edges, negative edges, then pairs without an edge, which every epoch draws anew.
    private readonly int[] _sources;
    private readonly int[] _targets;
    private readonly int[] _strangers;
    private readonly int[] _labels;
    private readonly double[] _weights;

    internal SignTask(ISignedModel model, Engine engine, int nodeCount, SignEdges known, SignPredictionOptions options)
    {
        (_model, _engine, _nodeCount, _known, _options) = (model, engine, nodeCount, known, options);
        _pairs = known.Pairs();
        int[] order = [.. Enumerable.Range(0, known.Count).OrderBy(edge => known.IsPositive[edge] ? 0 : 1)];
        _positiveCount = known.IsPositive.Count(each => each);
        _sources = new int[2 * known.Count];
        _targets = new int[2 * known.Count];
        _labels = new int[2 * known.Count];
        _weights = new double[2 * known.Count];
        _strangers = new int[known.Count];
        for (int edge = 0; edge < order.Length; edge++)
        {
            (_sources[edge], _targets[edge]) = (known.Sources[order[edge]], known.Targets[order[edge]]);
            _labels[edge] = edge < _positiveCount ? 0 : 1;
        }

        Array.Fill(_labels, 2, known.Count, known.Count);
        using SignedGraph graph = Messages();
        _adjacency = model.Prepare(graph);
        _features = graph.SpectralFeatures(model.Inputs, options.Random.Stream("features"), engine: engine).Keep();
    }

    public void Dispose()
    {
        _features.Dispose();
        _adjacency.Dispose();
    }

    /// <summary>The loss of an epoch.</summary>
    internal Tensor Loss(in ForwardContext context, int epoch)
    {
        int edges = _known.Count;
        int strangers = DrawStrangers(epoch);
        int none = DrawNone(epoch);
        Tensor z = _model.Forward(context, _features, _adjacency);
        int asked = edges + none;
        WeighKinds(none);
        Tensor logits = _model.Discriminate(z, Upload(_sources.AsSpan(0, asked)), Upload(_targets.AsSpan(0, asked)));
        Tensor weights = Tensor.Create<double>(_weights.AsSpan(0, asked), asked, _engine);
        Tensor loss = (logits.CrossEntropy(Upload(_labels.AsSpan(0, asked))) * weights).Sum();
        if (_options.Balance == 0 || strangers == 0)
        {
            return loss;
        }

        int negatives = edges - _positiveCount;
        if (_positiveCount > 0)
        {
            loss += StructuralBalance.Of(
                z, Upload(_sources.AsSpan(0, _positiveCount)), Upload(_targets.AsSpan(0, _positiveCount)), Upload(_strangers.AsSpan(0, _positiveCount))) * _options.Balance;
        }

        if (negatives > 0)
        {
            loss += StructuralBalance.Of(
                z,
                Upload(_sources.AsSpan(_positiveCount, negatives)),
                Upload(_strangers.AsSpan(_positiveCount, negatives)),
                Upload(_targets.AsSpan(_positiveCount, negatives))) * _options.Balance;
        }

        return loss;
    }

    /// <summary>A logistic regression on the embeddings of both ends of the known edges, and its scores of pairs.</summary>
    internal double[] Score(int[] sources, int[] targets)
    {
        double[] z = Embedding();
        LogisticRegression regression = LogisticRegression.Fit(
            Rows(z, _known.Sources, _known.Targets), PairColumns, _known.IsPositive, _options.Penalty);
        return regression.Score(Rows(z, sources, targets));
    }

    private int PairColumns => (_options.Pairing == SignPairing.Concatenation ? 2 : 3) * _model.Outputs;

    private double[] Embedding()
    {
        using var scope = new TensorScope();
        using NoGrad noGrad = NoGrad.Open();
        return _model.Forward(ForwardContext.Inference, _features, _adjacency).ToArray<double>();
    }

    private double[] Rows(double[] z, int[] sources, int[] targets)
    {
        int width = _model.Outputs;
        int columns = PairColumns;
        double[] rows = new double[checked(sources.Length * columns)];
        for (int pair = 0; pair < sources.Length; pair++)
        {
            ReadOnlySpan<double> source = z.AsSpan(sources[pair] * width, width);
            ReadOnlySpan<double> target = z.AsSpan(targets[pair] * width, width);
            Span<double> row = rows.AsSpan(pair * columns, columns);
            source.CopyTo(row);
            target.CopyTo(row[width..]);
            for (int column = 0; column < columns - (2 * width); column++)
            {
                row[(2 * width) + column] = source[column] * target[column];
            }
        }

        return rows;
    }

    /// <summary>The graph of the known edges, each both ways if messages are to pass so.</summary>
    private SignedGraph Messages()
    {
        int[] signs = Array.ConvertAll(_known.IsPositive, positive => positive ? 1 : -1);
        return _options.Messages == SignMessages.Directed
            ? SignedGraph.FromEdges(_nodeCount, _known.Sources, _known.Targets, signs)
            : SignedGraph.FromEdges(_nodeCount, [.. _known.Sources, .. _known.Targets], [.. _known.Targets, .. _known.Sources], [.. signs, .. signs]);
    }

    /// <summary>Each of the three kinds counts a third, or a half if there are two, whatever its size.</summary>
    private void WeighKinds(int none)
    {
        int negatives = _known.Count - _positiveCount;
        int kinds = (_positiveCount > 0 ? 1 : 0) + (negatives > 0 ? 1 : 0) + (none > 0 ? 1 : 0);
        Array.Fill(_weights, 1.0 / (kinds * (double)_positiveCount), 0, _positiveCount);
        Array.Fill(_weights, 1.0 / (kinds * (double)negatives), _positiveCount, negatives);
        Array.Fill(_weights, 1.0 / (kinds * (double)none), _known.Count, none);
    }

    /// <summary>Draws pairs without an edge, as many as there are edges; fewer where the graph is nearly complete.</summary>
    private int DrawNone(int epoch)
    {
        RandomSequence draws = _options.Random.Stream("none").Stream((ulong)epoch).Sequence();
        int count = 0;
        for (int draw = 0; draw < _known.Count; draw++)
        {
            for (int attempt = 0; attempt < MostDraws; attempt++)
            {
                (int source, int target) = (draws.NextInt32(_nodeCount), draws.NextInt32(_nodeCount));
                if (source != target && !_pairs.Contains(SignEdges.Key(source, target)))
                {
                    (_sources[_known.Count + count], _targets[_known.Count + count]) = (source, target);
                    count++;
                    break;
                }
            }
        }

        return count;
    }

    /// <summary>Draws for each edge a node that its source has no edge to; its target where there seems to be none, which then counts nothing.</summary>
    private int DrawStrangers(int epoch)
    {
        RandomSequence draws = _options.Random.Stream("strangers").Stream((ulong)epoch).Sequence();
        int found = 0;
        for (int edge = 0; edge < _known.Count; edge++)
        {
            _strangers[edge] = _targets[edge];
            for (int attempt = 0; attempt < MostDraws; attempt++)
            {
                int node = draws.NextInt32(_nodeCount);
                if (node != _sources[edge] && !_pairs.Contains(SignEdges.Key(_sources[edge], node)))
                {
                    _strangers[edge] = node;
                    found++;
                    break;
                }
            }
        }

        return found;
    }

    private Tensor Upload(ReadOnlySpan<int> values) => Tensor.Create(values, values.Length, _engine);
}

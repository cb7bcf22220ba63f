using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Links;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Training.Links;

/// <summary>What a link predictor is trained on and measured by: the features, the messages of each part, the steps of an epoch.</summary>
/// <remarks>Training sees the training links alone: its negatives, too, are pairs that it does not know an edge of, and may be links of other parts.</remarks>
internal sealed class LinkTask : IDisposable
{
    private readonly ILinkModel _model;
    private readonly LinkPredictionOptions _options;
    private readonly Graph _graph;
    private readonly EdgeSplit _split;
    private readonly Engine _engine;
    private readonly Features _features;
    private readonly Graph _messages;
    private readonly Adjacency _adjacency;
    private readonly Adjacency _validationAdjacency;
    private readonly TrainingNegatives _negatives;
    private readonly int[] _linkOfMessage;
    private readonly PairList _train;
    private readonly LinkBatches? _batches;
    private readonly LinkTeacher? _teacher;

    internal LinkTask(
        ILinkModel model, Graph graph, EdgeSplit split, LinkPredictionOptions options, Engine engine, (ILinkModel Model, LinkDistillationOptions Options)? teacher = null)
    {
        (_model, _options, _split, _engine) = (model, options, split, engine);
        _graph = graph.To(engine);
        _features = _graph.Features;
        _train = PairList.Of(graph, split.Train);
        _messages = Messages(_graph, split.TrainMessages);
        _adjacency = model.Prepare(_messages);
        _validationAdjacency = split.ValidationMessages.Length == split.TrainMessages.Length ? _adjacency : Prepare(split.ValidationMessages);
        _linkOfMessage = LinksOfMessages();
        _negatives = new TrainingNegatives(
            graph.NodeCount, split, new PairList([.. _messages.Sources, .. _train.Sources], [.. _messages.Targets, .. _train.Targets]), options.NegativesShareSource);
        if (options.Fanouts is { } fanouts)
        {
            _batches = new LinkBatches((Gae)model, _graph, _messages, fanouts, HidesLinks, split.SeparateReverses);
        }

        if (teacher is { } taught)
        {
            _teacher = new LinkTeacher(taught.Model, taught.Options, _features, _messages, split, options.Random);
        }
    }

    public void Dispose()
    {
        _batches?.Dispose();
        _teacher?.Dispose();
        _adjacency.Dispose();
        _validationAdjacency.Dispose();
        _messages.Dispose();
        _graph.Dispose();
    }

    /// <summary>The edges that messages pass over in the test.</summary>
    internal static ReadOnlySpan<int> TestMessages(EdgeSplit split, LinkPredictionOptions options) =>
        options.TestWithValidationLinks || split.IsInductive ? split.TestMessages : split.ValidationMessages;

    /// <summary>The graph of some edges, without any column.</summary>
    internal static Graph Messages(Graph graph, ReadOnlySpan<int> edges)
    {
        PairList pairs = PairList.Of(graph, edges);
        return Graph.FromEdges(graph.NodeCount, pairs.Sources, pairs.Targets, graph.IsUndirected);
    }

    /// <summary>Refuses a split of another graph.</summary>
    internal static void CheckGraph(Graph graph, EdgeSplit split)
    {
        if (split.EdgeCount != graph.EdgeCount)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The split '{split.Name}' is of {split.EdgeCount} edges, but the graph has {graph.EdgeCount}: split this graph, or give the one that was split."), nameof(split));
        }
    }

    /// <summary>The number of steps of an epoch.</summary>
    internal int StepCount => (_train.Count + BatchSize - 1) / BatchSize;

    /// <summary>Whether a step's links pass no messages in it: of a step of all there would be no messages left.</summary>
    private bool HidesLinks => _options.HideLinks && !_split.HasDisjointTraining && StepCount > 1;

    private int BatchSize => Math.Min(_options.BatchSize ?? _train.Count, _train.Count);

    /// <summary>The links of an epoch in the order in which they are asked for, with their negatives.</summary>
    internal LinkEpoch BeginEpoch(int epoch)
    {
        int[] order = StepCount == 1 ? [.. Enumerable.Range(0, _train.Count)] : _options.Random.Stream("order").Stream((ulong)epoch).Sequence().Permutation(_train.Count);
        return new LinkEpoch(epoch, order, _negatives.Draw(_train, _options.NegativesPerLink, _options.Random.Stream("negatives").Stream((ulong)epoch)));
    }

    /// <summary>The loss of a step. What messages pass over in it lives as long as the context's scope, for the backward pass.</summary>
    internal Tensor Loss(in ForwardContext context, LinkEpoch epoch, int step)
    {
        ReadOnlySpan<int> batch = epoch.Order.AsSpan(step * BatchSize, Math.Min(BatchSize, epoch.Order.Length - (step * BatchSize)));
        int k = _options.NegativesPerLink;
        int[] sources = new int[batch.Length * (1 + k)];
        int[] targets = new int[sources.Length];
        for (int i = 0; i < batch.Length; i++)
        {
            (sources[i], targets[i]) = (_train.Sources[batch[i]], _train.Targets[batch[i]]);
            Array.Copy(epoch.Negatives.Sources, batch[i] * k, sources, batch.Length + (i * k), k);
            Array.Copy(epoch.Negatives.Targets, batch[i] * k, targets, batch.Length + (i * k), k);
        }

        if (_batches is not null)
        {
            return Objective(_batches.Score(context, sources, targets, batch.Length, _options.Random.Stream("sampling").Stream((ulong)epoch.Number)), batch.Length);
        }

        Adjacency adjacency = _adjacency;
        if (HidesLinks)
        {
            using Graph left = WithoutLinks(batch);
            adjacency = context.Scope!.Own(_model.Prepare(left));
        }

        Tensor embedding = _model.Embed(context, _features, adjacency);
        Tensor loss = Objective(_model.Score(context, embedding, adjacency, sources, targets), batch.Length);
        return _teacher is null ? loss : _teacher.Loss(context, loss, _model, embedding, adjacency, epoch.Number, step, StepCount);
    }

    /// <summary>Scores of validation links and their negatives.</summary>
    internal LinkMetrics Validate(LinkSplit split) => Measure(_validationAdjacency, _split.Validation, split.Validation).Metrics;

    /// <summary>Scores of test links and their negatives.</summary>
    internal (LinkMetrics Metrics, double[] Links, double[] Negatives) Test(LinkSplit split)
    {
        using Adjacency adjacency = Prepare(TestMessages(_split, _options));
        return Measure(adjacency, _split.Test, split.Test);
    }

    private (LinkMetrics Metrics, double[] Links, double[] Negatives) Measure(Adjacency adjacency, ReadOnlySpan<int> part, LinkNegatives negatives)
    {
        using NoGrad noGrad = NoGrad.Open();
        using var scope = new TensorScope();
        Tensor embedding = _model.Embed(ForwardContext.Inference, _features, adjacency);
        PairList pairs = PairList.Of(_graph, part);
        double[] links = Score(embedding, adjacency, pairs.Sources, pairs.Targets);
        double[] others = Score(embedding, adjacency, negatives.Sources, negatives.Targets);
        return (LinkMetrics.Of(links, others, negatives.PerLink), links, others);
    }

    private double[] Score(Tensor embedding, Adjacency adjacency, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        double[] scores = new double[sources.Length];
        for (int from = 0; from < scores.Length; from += _options.ScoringBatch)
        {
            using var scope = new TensorScope();
            int count = Math.Min(_options.ScoringBatch, scores.Length - from);
            _model.Score(ForwardContext.Inference, embedding, adjacency, sources.Slice(from, count), targets.Slice(from, count)).ToArray<double>().CopyTo(scores, from);
        }

        return scores;
    }

    private Tensor Objective(Tensor scores, int links) => LinkObjective.Of(scores.Rows(0, links), scores.Rows(links, scores.Shape[0] - links), _options);

    private Adjacency Prepare(ReadOnlySpan<int> edges)
    {
        using Graph messages = Messages(_graph, edges);
        return _model.Prepare(messages);
    }

    private Graph WithoutLinks(ReadOnlySpan<int> batch)
    {
        bool[] isHidden = new bool[_train.Count];
        foreach (int link in batch)
        {
            isHidden[link] = true;
        }

        var sources = new List<int>(_linkOfMessage.Length);
        var targets = new List<int>(_linkOfMessage.Length);
        for (int edge = 0; edge < _linkOfMessage.Length; edge++)
        {
            if (!isHidden[_linkOfMessage[edge]])
            {
                sources.Add(_messages.Sources[edge]);
                targets.Add(_messages.Targets[edge]);
            }
        }

        return Graph.FromEdges(_graph.NodeCount, [.. sources], [.. targets], _graph.IsUndirected);
    }

    /// <summary>The training link that each message edge is, itself, reversed or repeated.</summary>
    private int[] LinksOfMessages()
    {
        if (_split.HasDisjointTraining)
        {
            return [];
        }

        var places = new Dictionary<(int, int), int>(_train.Count);
        for (int link = 0; link < _train.Count; link++)
        {
            places[Key(_train.Sources[link], _train.Targets[link])] = link;
        }

        int[] links = new int[_messages.EdgeCount];
        for (int edge = 0; edge < links.Length; edge++)
        {
            links[edge] = places[Key(_messages.Sources[edge], _messages.Targets[edge])];
        }

        return links;

        (int, int) Key(int source, int target) => _split.SeparateReverses || source <= target ? (source, target) : (target, source);
    }
}

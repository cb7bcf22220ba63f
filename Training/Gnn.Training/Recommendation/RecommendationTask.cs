using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training.Losses;

namespace Gnn.Training.Recommendation;

/// <summary>Training on interactions: they pass the messages and are what is learnt.</summary>
internal sealed class RecommendationTask : IDisposable
{
    /// <summary>Added to the score of an item that takes no part.</summary>
    private const double Masked = -1e9;

    private readonly IRecommendationModel _model;
    private readonly Engine _engine;
    private readonly RecommendationOptions _options;
    private readonly Interactions _fit;
    private readonly NegativeItems _negatives;
    private readonly RecommendationAdjacency _adjacency;
    private readonly int[] _userOf;
    private readonly int[] _active;

    // The interactions of one epoch, and what is drawn for a batch of them.
    private readonly int[] _users;
    private readonly int[] _items;
    private readonly int[] _drawn;

    internal RecommendationTask(IRecommendationModel model, Engine engine, Interactions fit, RecommendationOptions options)
    {
        (_model, _engine, _fit, _options) = (model, engine, fit, options);
        if (model.NodeCount != fit.UserCount + fit.ItemCount)
        {
            throw new ArgumentException(
                $"The model has rows for {model.NodeCount} nodes, but there are {fit.UserCount} users and {fit.ItemCount} items: make it with {fit.UserCount + fit.ItemCount}.", nameof(model));
        }

        _negatives = new NegativeItems(fit);
        _userOf = fit.Users();
        _active = options.EqualUsers ? [.. _userOf.Distinct()] : [];
        _users = new int[fit.Count];
        _items = new int[fit.Count];
        int drawn = options.Loss == RecommendationLoss.Bpr ? checked(Math.Min(options.BatchSize, fit.Count) * options.Negatives) : 0;
        _drawn = new int[drawn];
        using Graph graph = Messages();
        _adjacency = model.Prepare(graph, fit.UserCount, options.Random.Stream("prepare"));
    }

    internal int ThreadCount => _engine.ThreadCount;

    internal int StepCount => (int)(((long)_fit.Count + _options.BatchSize - 1) / _options.BatchSize);

    public void Dispose() => _adjacency.Dispose();

    /// <summary>Orders the interactions of an epoch, or draws them.</summary>
    internal void BeginEpoch(int epoch)
    {
        RandomSequence random = _options.Random.Stream("order").Stream((ulong)epoch).Sequence();
        ReadOnlySpan<int> items = _fit.Items;
        if (_options.EqualUsers)
        {
            for (int k = 0; k < _users.Length; k++)
            {
                int user = _active[random.NextInt32(_active.Length)];
                ReadOnlySpan<int> own = _fit.Of(user);
                (_users[k], _items[k]) = (user, own[random.NextInt32(own.Length)]);
            }

            return;
        }

        int[] order = random.Permutation(_fit.Count);
        for (int k = 0; k < order.Length; k++)
        {
            (_users[k], _items[k]) = (_userOf[order[k]], items[order[k]]);
        }
    }

    /// <summary>The number of interactions of a step, from 0.</summary>
    internal int SizeOf(int step) => (int)Math.Min(_options.BatchSize, _fit.Count - ((long)step * _options.BatchSize));

    /// <summary>The loss of a step of the epoch that was begun.</summary>
    internal Tensor Loss(in ForwardContext context, int epoch, int step)
    {
        (int start, int count) = (step * _options.BatchSize, SizeOf(step));
        RecommendationViews views = _model.Embed(context, _adjacency);
        Tensor users = Upload(_users.AsSpan(start, count), 0);
        Tensor items = Upload(_items.AsSpan(start, count), _fit.UserCount);
        RandomSource random = _options.Random.Stream("negatives").Stream((ulong)epoch);
        Tensor loss = _options.Loss == RecommendationLoss.Bpr
            ? Pairs(views.Local, start, count, users, items, random)
            : Choices(views.Local, start, count, users, items, random.Stream((ulong)step));
        return views.Global is { } global && _options.ContrastWeight > 0 ? loss + (Contrast(views.Local, global, start, count) * _options.ContrastWeight) : loss;
    }

    /// <summary>The embeddings of all users and items, to rank by.</summary>
    internal EmbeddingScores Scores()
    {
        using var scope = new TensorScope();
        using NoGrad noGrad = NoGrad.Open();
        Tensor z = _model.Embed(ForwardContext.Inference, _adjacency).Local;
        Tensor items = z.Rows(_fit.UserCount, _fit.ItemCount);
        if ((_options.Ranking ?? _options.Similarity) == RecommendationSimilarity.Cosine)
        {
            // The length of a user's row changes none of the user's ranks.
            items = InfoNce.Directions(items);
        }

        return new EmbeddingScores(z.Rows(0, _fit.UserCount), items);
    }

    /// <summary>Each interaction against items drawn for it.</summary>
    private Tensor Pairs(Tensor z, int start, int count, Tensor users, Tensor items, RandomSource random)
    {
        int each = _options.Negatives;
        _negatives.Draw(_users.AsMemory(start, count), each, start, random, _drawn, _engine.ThreadCount);
        Tensor drawn = Upload(_drawn.AsSpan(0, count * each), _fit.UserCount);
        Tensor user = Rows(z, users);
        Tensor positive = (user * Rows(z, items)).Sum(1);
        Tensor other = Rows(z, drawn);
        if (each > 1)
        {
            // The user's row and score once for each item drawn.
            int[] repeated = new int[count * each];
            for (int k = 0; k < repeated.Length; k++)
            {
                repeated[k] = k / each;
            }

            Tensor places = Tensor.Create<int>(repeated, repeated.Length, _engine);
            (user, positive) = (user.GatherRows(places), positive.GatherRows(places));
        }

        return BayesianPersonalizedRanking.Of(positive, (user * other).Sum(1)) + Decay(count, [users, items, drawn]);
    }

    /// <summary>Each interaction against items that the step shares; those that its user chose take no part.</summary>
    private Tensor Choices(Tensor z, int start, int count, Tensor users, Tensor items, RandomSource random)
    {
        int[] shared = _negatives.DrawShared(_options.Negatives, random);
        Tensor drawn = Upload(shared, _fit.UserCount);
        // The few rows of the users are divided by the temperature, and not their many scores.
        Tensor user = Rows(z, users) * (1 / _options.Temperature);
        Tensor positive = (user * Rows(z, items)).Sum(1);
        Tensor others = user.MatMul(Rows(z, drawn), transposeOther: true);
        int[] collisions = [.. _negatives.Collisions(_users.AsSpan(start, count), shared)];
        if (collisions.Length > 0)
        {
            Tensor places = Tensor.Create<int>(collisions, collisions.Length, _engine);
            others += Tensor.Full((collisions.Length, 1), Masked, _engine).ScatterAddRows(places, (long)count * shared.Length).Reshape((count, shared.Length));
        }

        return SampledSoftmax.Of(positive, others) + Decay(count, [users, items]);
    }

    /// <summary>The two views of some of the batch's users, and of its items.</summary>
    private Tensor Contrast(Tensor local, Tensor global, int start, int count)
    {
        Tensor users = Upload(FirstDistinct(_users.AsSpan(start, count), _options.ContrastSize), 0);
        Tensor items = Upload(FirstDistinct(_items.AsSpan(start, count), _options.ContrastSize), _fit.UserCount);
        return InfoNce.Of(local.GatherRows(users), global.GatherRows(users), _options.ContrastTemperature)
            + InfoNce.Of(local.GatherRows(items), global.GatherRows(items), _options.ContrastTemperature);
    }

    /// <summary>Half the squared rows that the batch uses.</summary>
    private Tensor Decay(int count, ReadOnlySpan<Tensor> uses)
    {
        Tensor sum = Tensor.Zeros(Shape.Scalar, _engine);
        if (_options.WeightDecay == 0)
        {
            return sum;
        }

        foreach (Tensor ids in uses)
        {
            sum += _model.Table.GatherRows(ids).Square().Sum();
        }

        return sum * (_options.WeightDecay / (2.0 * count));
    }

    private Tensor Rows(Tensor z, Tensor ids)
    {
        Tensor rows = z.GatherRows(ids);
        return _options.Similarity == RecommendationSimilarity.Cosine ? InfoNce.Directions(rows) : rows;
    }

    private static int[] FirstDistinct(ReadOnlySpan<int> ids, int most)
    {
        var seen = new HashSet<int>();
        var distinct = new List<int>();
        for (int k = 0; k < ids.Length && distinct.Count < most; k++)
        {
            if (seen.Add(ids[k]))
            {
                distinct.Add(ids[k]);
            }
        }

        return [.. distinct];
    }

    /// <summary>The graph of the interactions, both ways; users before items.</summary>
    private Graph Messages()
    {
        int[] sources = new int[checked(2 * _fit.Count)];
        int[] targets = new int[2 * _fit.Count];
        ReadOnlySpan<int> items = _fit.Items;
        for (int k = 0; k < _fit.Count; k++)
        {
            (sources[k], targets[k]) = (_userOf[k], _fit.UserCount + items[k]);
            (sources[_fit.Count + k], targets[_fit.Count + k]) = (targets[k], sources[k]);
        }

        return Graph.FromEdges(_fit.UserCount + _fit.ItemCount, sources, targets, isUndirected: true);
    }

    private Tensor Upload(ReadOnlySpan<int> ids, int shift)
    {
        int[] shifted = new int[ids.Length];
        for (int k = 0; k < ids.Length; k++)
        {
            shifted[k] = ids[k] + shift;
        }

        return Tensor.Create<int>(shifted, shifted.Length, _engine);
    }
}

using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Training.KnowledgeGraphs;

/// <summary>Training on facts: the steps of an epoch and their losses.</summary>
internal sealed class FactTask : IDisposable
{
    private readonly KnowledgeGraphModel _model;
    private readonly KnowledgeGraphOptions _options;
    private readonly Engine _engine;
    private readonly FactQueries _queries;
    private readonly QueryRows _rows;
    private readonly NegativeLoss? _negatives;

    internal FactTask(KnowledgeGraphModel model, Engine engine, KnowledgeGraphParts parts, KnowledgeGraphOptions options)
    {
        (_model, _engine, _options) = (model, engine, options);
        _queries = FactQueries.Of(parts.Train);
        _rows = new QueryRows(model, engine, options.Reciprocal);
        using Graph messages = parts.Messages(_rows.RelationCount, engine);
        Adjacency = model.Prepare(messages);
        if (options.Loss != KnowledgeGraphLoss.Softmax)
        {
            var known = new FactIndex(parts.EntityCount, parts.RelationCount, parts.Train);
            _negatives = new NegativeLoss(model, engine, options, known);
        }
    }

    /// <summary>What the model passes messages over, if it does.</summary>
    internal Adjacency? Adjacency { get; }

    public void Dispose() => Adjacency?.Dispose();

    /// <summary>The questions of each step of an epoch, every question once.</summary>
    internal IEnumerable<int[]> Steps(int epoch)
    {
        int[] order = _options.Random.Stream("order").Stream((ulong)epoch).Sequence().Permutation(_queries.Count);
        for (int start = 0; start < order.Length; start += _options.BatchSize)
        {
            yield return order[start..Math.Min(order.Length, start + _options.BatchSize)];
        }
    }

    /// <summary>The mean loss of some questions; they are put in another order, those for tails first.</summary>
    internal Tensor Loss(in ForwardContext context, int[] places, RandomSource random)
    {
        int tails = Partition(places);
        int[] anchors = Array.ConvertAll(places, place => _queries.Anchors[place]);
        int[] answers = Array.ConvertAll(places, place => _queries.Answers[place]);
        Tensor relations = _rows.Relations(_queries, places);
        if (_negatives is null)
        {
            return Softmax(context, anchors, answers, relations, tails);
        }

        int[] negatives = _negatives.Draw(random, places.Length);
        Tensor rows = _model.Entities(context, Adjacency, Upload([.. anchors, .. answers, .. negatives]));
        Tensor known = rows.Rows(0, places.Length);
        Tensor asked = rows.Rows(places.Length, places.Length);
        Tensor queries = _rows.Make(known, relations, tails);
        return Regularized(_negatives.Of(_queries, places, queries, asked, rows.Rows(2 * places.Length, negatives.Length), negatives), known, asked, relations);
    }

    private Tensor Softmax(in ForwardContext context, int[] anchors, int[] answers, Tensor relations, int tails)
    {
        Tensor all = _model.Entities(context, Adjacency);

        // One lookup for both ends, since the gradient of each is as large as the table.
        bool isRegularized = _options.Regularization > 0;
        Tensor rows = all.GatherRows(Upload(isRegularized ? [.. anchors, .. answers] : anchors));
        Tensor known = isRegularized ? rows.Rows(0, anchors.Length) : rows;
        Tensor loss = _model.Compare(_rows.Make(known, relations, tails), all).CrossEntropy(Upload(answers)).Mean();
        return isRegularized ? Regularized(loss, known, rows.Rows(anchors.Length, answers.Length), relations) : loss;
    }

    private Tensor Regularized(Tensor loss, Tensor known, Tensor asked, Tensor relations) => _options.Regularization == 0
        ? loss
        : loss + ((_model.Cubes(known) + _model.Cubes(asked) + _model.Cubes(relations)).Mean() * _options.Regularization);

    /// <summary>Puts the questions for tails first, in their order.</summary>
    private int Partition(int[] places)
    {
        int[] heads = Array.FindAll(places, place => _queries.AsksHeads[place]);
        int[] tails = Array.FindAll(places, place => !_queries.AsksHeads[place]);
        tails.CopyTo(places, 0);
        heads.CopyTo(places, tails.Length);
        return tails.Length;
    }

    private Tensor Upload(int[] values) => Tensor.Create(values, values.Length, _engine);
}

using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Training.KnowledgeGraphs;

/// <summary>A model as it is now, with the rows of all entities made once.</summary>
internal sealed class ModelFactScorer : IFactScorer, IDisposable
{
    private readonly KnowledgeGraphModel _model;
    private readonly Engine _engine;
    private readonly QueryRows _rows;
    private readonly Tensor _entities;

    internal ModelFactScorer(KnowledgeGraphModel model, Engine engine, Adjacency? adjacency, bool isReciprocal)
    {
        (_model, _engine, _rows) = (model, engine, new QueryRows(model, engine, isReciprocal));
        using var scope = new TensorScope();
        using NoGrad noGrad = NoGrad.Open();
        _entities = model.Entities(ForwardContext.Inference, adjacency).Detach().Keep();
    }

    public void Dispose() => _entities.Dispose();

    public float[] Score(FactQueries queries, int start, int count)
    {
        using var scope = new TensorScope();
        using NoGrad noGrad = NoGrad.Open();

        // Questions for tails first, as the rows are made; the scores go back to where they were asked.
        int[] places = [.. Enumerable.Range(start, count).OrderBy(place => queries.AsksHeads[place] ? 1 : 0)];
        int tails = places.Count(place => !queries.AsksHeads[place]);
        int[] anchors = Array.ConvertAll(places, place => queries.Anchors[place]);
        Tensor known = _entities.GatherRows(Tensor.Create(anchors, count, _engine));
        float[] scores = _model.Compare(_rows.Make(known, _rows.Relations(queries, places), tails), _entities).ToArray<float>();
        return InOrder(scores, places, start);
    }

    private float[] InOrder(float[] scores, int[] places, int start)
    {
        int width = _model.EntityCount;
        bool isOrdered = true;
        for (int i = 0; i < places.Length; i++)
        {
            isOrdered &= places[i] == start + i;
        }

        if (isOrdered)
        {
            return scores;
        }

        float[] ordered = new float[scores.Length];
        for (int i = 0; i < places.Length; i++)
        {
            scores.AsSpan(i * width, width).CopyTo(ordered.AsSpan((places[i] - start) * width));
        }

        return ordered;
    }
}

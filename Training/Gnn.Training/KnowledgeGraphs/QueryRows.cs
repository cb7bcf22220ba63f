using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Training.KnowledgeGraphs;

/// <summary>How a model is asked: reciprocal relations make a question for a head one for the tail of another relation.</summary>
internal sealed class QueryRows(KnowledgeGraphModel model, Engine engine, bool isReciprocal)
{
    /// <summary>The number of relations of facts.</summary>
    internal int RelationCount { get; } = isReciprocal ? model.RelationCount / 2 : model.RelationCount;

    /// <summary>What candidates are compared with, of questions of which those for tails come first.</summary>
    /// <param name="anchors">The rows of the known ends.</param>
    /// <param name="relations">The rows of their relations, see <see cref="Relations"/>.</param>
    /// <param name="tails">How many questions are for tails.</param>
    internal Tensor Make(Tensor anchors, Tensor relations, int tails)
    {
        long count = anchors.Shape[0];
        if (isReciprocal || tails == count)
        {
            return model.Queries(anchors, relations, asksHeads: false);
        }

        if (tails == 0)
        {
            return model.Queries(anchors, relations, asksHeads: true);
        }

        Tensor first = model.Queries(anchors.Rows(0, tails), relations.Rows(0, tails), asksHeads: false);
        Tensor rest = model.Queries(anchors.Rows(tails, count - tails), relations.Rows(tails, count - tails), asksHeads: true);
        return Tensor.Concatenate([first, rest], axis: 0);
    }

    /// <summary>The rows of the relations of questions.</summary>
    internal Tensor Relations(FactQueries queries, ReadOnlySpan<int> places)
    {
        int[] ids = new int[places.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = queries.Relations[places[i]] + (isReciprocal && queries.AsksHeads[places[i]] ? RelationCount : 0);
        }

        return model.Relations(Tensor.Create(ids, ids.Length, engine));
    }
}

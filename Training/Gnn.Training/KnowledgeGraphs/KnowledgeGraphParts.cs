using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Training.KnowledgeGraphs;

/// <summary>The facts of a graph, by the part of the split that they are in.</summary>
internal sealed class KnowledgeGraphParts
{
    internal KnowledgeGraphParts(Graph graph, IndexSplit split)
    {
        if (!graph.Edges.TryGet(ColumnNames.EdgeType, out Tensor? types) || types.DataType != DataType.Int32 || types.Shape.Rank != 1)
        {
            throw new ArgumentException($"The graph needs an Int32 edge column '{ColumnNames.EdgeType}', the relation of each fact.", nameof(graph));
        }

        if (split.ItemCount != graph.EdgeCount)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The split '{split.Name}' is of {split.ItemCount} {split.ItemName}s, but the graph has {graph.EdgeCount} facts."), nameof(split));
        }

        EntityCount = graph.NodeCount;
        var all = new Facts(graph.Sources.ToArray(), types.ToArray<int>(), graph.Targets.ToArray());
        Train = Part(split.Train, "training");
        Validation = Part(split.Validation, "validation");
        Test = Part(split.Test, "test");
        RelationCount = all.Relations.Max() + 1;
        if (all.Relations.Min() < 0)
        {
            throw new ArgumentException($"Relations must be at least 0, got {all.Relations.Min()} in '{ColumnNames.EdgeType}'.", nameof(graph));
        }

        CheckApart(split);
        bool[] seen = new bool[EntityCount];
        for (int i = 0; i < Train.Count; i++)
        {
            seen[Train.Heads[i]] = seen[Train.Tails[i]] = true;
        }

        UnseenEntities = seen.Count(each => !each);
        UnseenValidation = Unseen(Validation);
        UnseenTest = Unseen(Test);

        Facts Part(ReadOnlySpan<int> places, string name) => places.IsEmpty
            ? throw new ArgumentException($"The split '{split.Name}' has no {name} facts, and each part needs one.", nameof(split))
            : all.At(places);

        int Unseen(Facts facts) => Enumerable.Range(0, facts.Count).Count(i => !seen[facts.Heads[i]] || !seen[facts.Tails[i]]);
    }

    internal int EntityCount { get; }

    /// <summary>One more than the largest relation of any part.</summary>
    internal int RelationCount { get; }

    internal Facts Train { get; }

    internal Facts Validation { get; }

    internal Facts Test { get; }

    /// <summary>The entities without a training fact.</summary>
    internal int UnseenEntities { get; }

    /// <summary>The validation facts that name one of them.</summary>
    internal int UnseenValidation { get; }

    internal int UnseenTest { get; }

    // Parts list edges, and one fact may be two edges.
    private void CheckApart(IndexSplit split)
    {
        var partOf = new Dictionary<(int Head, int Relation, int Tail), string>();
        Add(Train, "training");
        Add(Validation, "validation");
        Add(Test, "test");

        void Add(Facts facts, string part)
        {
            for (int i = 0; i < facts.Count; i++)
            {
                (int head, int relation, int tail) fact = (facts.Heads[i], facts.Relations[i], facts.Tails[i]);
                if (!partOf.TryAdd(fact, part) && partOf[fact] != part)
                {
                    throw new ArgumentException(
                        $"The split '{split.Name}' has the fact (head, relation, tail) = {fact} in its {partOf[fact]} part and again in its {part} part, which tells the answer: keep it in one.",
                        nameof(split));
                }
            }
        }
    }

    /// <summary>The graph of the training facts and their reverses, for models that pass messages.</summary>
    internal Graph Messages(int relationCount, Engine engine)
    {
        using Graph edges = Graph.FromEdges(EntityCount, [.. Train.Heads, .. Train.Tails], [.. Train.Tails, .. Train.Heads]);
        int[] types = [.. Train.Relations, .. Train.Relations.Select(relation => relation + relationCount)];
        return edges.WithEdgeColumn(ColumnNames.EdgeType, Tensor.Create(types, types.Length, engine));
    }
}

using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;

namespace Gnn.Tests.Training.KnowledgeGraphs;

/// <summary>Facts of entities on a cycle: next, the one before, and the next but one; rules tell the facts that are left out.</summary>
internal static class Cycles
{
    internal const int Entities = 30;
    internal const int Relations = 3;

    /// <summary>3 N facts: fact 3 i + r is relation r of entity i.</summary>
    internal static (int[] Heads, int[] Relations, int[] Tails) Facts()
    {
        int[] heads = new int[3 * Entities], relations = new int[3 * Entities], tails = new int[3 * Entities];
        for (int i = 0; i < heads.Length; i++)
        {
            int entity = i / 3;
            (heads[i], relations[i]) = (entity, i % 3);
            tails[i] = (entity + ((i % 3) switch { 0 => 1, 1 => Entities - 1, _ => 2 })) % Entities;
        }

        return (heads, relations, tails);
    }

    internal static Graph Graph(int[] heads, int[] relations, int[] tails, int entities = Entities)
    {
        using Graph edges = Gnn.Graphs.Graph.FromEdges(entities, heads, tails);
        return edges.WithEdgeColumn(ColumnNames.EdgeType, Tensor.Create(relations, relations.Length));
    }

    internal static Graph Graph()
    {
        (int[] heads, int[] relations, int[] tails) = Facts();
        return Graph(heads, relations, tails);
    }

    /// <summary>Of nine facts one validates and one tests.</summary>
    internal static IndexSplit Split(int facts = 3 * Entities) => new(
        "ninths",
        "edge",
        facts,
        [.. Enumerable.Range(0, facts).Where(fact => fact % 9 is not (4 or 8))],
        [.. Enumerable.Range(0, facts).Where(fact => fact % 9 == 8)],
        [.. Enumerable.Range(0, facts).Where(fact => fact % 9 == 4)]);
}

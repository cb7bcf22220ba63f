namespace Gnn.Training.KnowledgeGraphs;

/// <summary>Scores every entity as the answer of questions.</summary>
internal interface IFactScorer
{
    /// <summary>The scores of some questions that follow each other.</summary>
    /// <returns>[count, entities]; the array may be longer and is the scorer's.</returns>
    float[] Score(FactQueries queries, int start, int count);
}

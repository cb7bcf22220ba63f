using Gnn.Training.Metrics;

namespace Gnn.Training;

/// <summary>How well the facts of one relation are predicted.</summary>
/// <param name="Relation">The relation.</param>
/// <param name="Heads">Queries for the head.</param>
/// <param name="Tails">Queries for the tail.</param>
public sealed record RelationRanking(int Relation, EntityRanking Heads, EntityRanking Tails);

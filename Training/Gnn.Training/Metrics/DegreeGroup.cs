namespace Gnn.Training.Metrics;

/// <summary>How well the relevant items of some users, or some relevant items, are found.</summary>
/// <param name="LeastDegree">The fewest training interactions of a user or item of the group.</param>
/// <param name="MostDegree">The most training interactions of one.</param>
/// <param name="Count">The number of users, or of relevant interactions with the items.</param>
/// <param name="Recall">The mean recall of the users, or the share of the interactions whose item is found; in [0, 1].</param>
public sealed record DegreeGroup(int LeastDegree, int MostDegree, int Count, double Recall);

namespace Gnn.Training.Reports;

/// <summary>What a model has to beat: always predicting the class that is most frequent among the training and validation nodes.</summary>
/// <param name="Class">The class, the first of several.</param>
/// <param name="TestAccuracy">The accuracy of that on the test nodes, in [0, 1]; NaN if there are none.</param>
public readonly record struct MajorityBaseline(int Class, double TestAccuracy);

namespace Gnn.Training;

/// <summary>What a model has to beat: always the same answer, taken from the training and validation graphs.</summary>
/// <param name="Answer">The class that is most frequent, the first of several, or the mean target.</param>
/// <param name="TestScore">What that answer reaches on the test graphs by the metric that selection goes by; NaN if there are none.</param>
public readonly record struct GraphBaseline(double Answer, double TestScore);

using Gnn.Training.Metrics;

namespace Gnn.Training.Embeddings;

/// <summary>How well the labels of test nodes are told, by two protocols.</summary>
/// <param name="TrainCount">The nodes learned from.</param>
/// <param name="TestCount">The nodes tested on.</param>
/// <param name="GivenCounts">The papers' protocol: of each test node the number of labels is known, and that many labels of the highest scores are its answer.</param>
/// <param name="Thresholded">Without that knowledge: the labels whose score is at least <paramref name="Threshold"/>.</param>
/// <param name="Threshold">The score that training nodes chose, each scored by what was learned without its part.</param>
public sealed record MultiLabelReport(int TrainCount, int TestCount, MultilabelMetrics GivenCounts, MultilabelMetrics Thresholded, double Threshold);

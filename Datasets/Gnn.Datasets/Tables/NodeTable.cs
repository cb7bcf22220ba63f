using System.Globalization;

namespace Gnn.Datasets.Tables;

/// <summary>Nodes read from a table: their ids, features and labels. Rows are in the order of the file, or of the node numbers where ids are those.</summary>
public sealed partial class NodeTable
{
    /// <summary>The name of the node column that is true where a feature was known, Bool <c>[N, F]</c>.</summary>
    public const string FeatureMaskColumn = "x_known";

    private readonly float[] _features;
    private readonly bool[]? _featureMask;
    private readonly int[] _labels;

    private NodeTable(IdMap ids, float[] features, bool[]? featureMask, string[] featureNames, int[] labels, string[] classNames)
    {
        (Ids, FeatureNames, ClassNames) = (ids, featureNames, classNames);
        (_features, _featureMask, _labels) = (features, featureMask, labels);
    }

    /// <summary>The ids, N.</summary>
    public IdMap Ids { get; }

    /// <summary>The names of the features, F.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The features, <c>[N, F]</c>, row-major.</summary>
    public ReadOnlySpan<float> Features => _features;

    /// <summary>Where features were known, <c>[N, F]</c>; empty if none was missing.</summary>
    public ReadOnlySpan<bool> FeatureMask => _featureMask;

    /// <summary>The class of each node, <c>[N]</c>, -1 for none; empty if there is no column of labels.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The names of the classes: by value if all are whole numbers, else in the order of their characters.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The rows left out because a value was missing.</summary>
    public long DroppedCount { get; private init; }

    /// <summary>The rows left out because they repeated an id.</summary>
    public long DuplicateCount { get; private init; }

    /// <summary>The counts, for example <c>NodeTable: 34 nodes, 2 features, 2 classes; left out: 0 with missing values, 0 duplicates</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"NodeTable: {Ids.Count} nodes, {FeatureNames.Count} features, {ClassNames.Count} classes; left out: {DroppedCount} with missing values, {DuplicateCount} duplicates");
}

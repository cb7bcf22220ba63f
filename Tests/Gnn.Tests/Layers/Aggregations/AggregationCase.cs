using Gnn.Layers.Aggregations;
using Gnn.Tensors;

namespace Gnn.Tests.Layers.Aggregations;

/// <summary>An aggregation with options, for the tests of what every aggregation promises.</summary>
/// <param name="Name">Unique among the cases.</param>
/// <param name="Create">Makes one for <see cref="Inputs"/> columns.</param>
internal sealed record AggregationCase(string Name, Func<RandomSource, IAggregation> Create)
{
    /// <summary>The number of columns of the tests' rows.</summary>
    internal const int Inputs = 4;

    /// <summary>What an empty group gives; null where it is the same row for all of them.</summary>
    internal double? EmptyValue { get; init; } = 0;

    /// <summary>Whether the order of a group's entries matters.</summary>
    internal bool IsOrdered { get; init; }

    /// <summary>Whether a group's result depends on the groups beside it.</summary>
    internal bool DependsOnOthers { get; init; }

    /// <summary>Whether gradients leave out a part on purpose.</summary>
    internal bool HasPartGradient { get; init; }

    /// <summary>Whether it takes numbers above 0 only.</summary>
    internal bool IsForPositive { get; init; }

    internal IAggregation Make() => Create(new RandomSource(9));

    public override string ToString() => Name;
}

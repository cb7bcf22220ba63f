using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Aggregations;

/// <summary>Central differences are taken in double precision, and of whole functions: not of those that leave a part out of their gradient.</summary>
[TestFixture]
internal sealed class AggregationGradientTests
{
    private static IEnumerable<AggregationCase> Cases => AggregationCases.All.Where(aggregation => !aggregation.HasPartGradient);

    [TestCaseSource(nameof(Cases))]
    public void Forward_Groups_HasTheGradientsOfCentralDifferences(AggregationCase aggregation) =>
        new AggregationContractTests(aggregation, TestEngines.Reference).CheckGradients(ofEntries: false);

    [TestCaseSource(nameof(Cases))]
    public void Forward_Entries_HasTheGradientsOfCentralDifferences(AggregationCase aggregation) =>
        new AggregationContractTests(aggregation, TestEngines.Reference).CheckGradients(ofEntries: true);
}

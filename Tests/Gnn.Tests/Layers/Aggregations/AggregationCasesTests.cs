using Gnn.Layers;
using Gnn.Layers.Aggregations;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Aggregations;

[TestFixture]
internal sealed class AggregationCasesTests
{
    [Test]
    public void All_HasEveryAggregationOfTheLibrary()
    {
        Type[] tested = [.. AggregationCases.All.Select(aggregation =>
        {
            IAggregation made = aggregation.Make();
            (made as Module)?.Dispose();
            return made.GetType();
        })];
        IEnumerable<string> all = typeof(IAggregation).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IAggregation)))
            .Select(type => type.Name);

        Assert.That(all, Is.SubsetOf(tested.Select(type => type.Name)), "give every aggregation a case, so that its gradients and symmetries are tested");
    }

    [Test]
    public void All_NamesAreUnique() => Assert.That(AggregationCases.All.Select(aggregation => aggregation.Name), Is.Unique);
}

using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
using Gnn.Layers.Normalization;
using Gnn.Tests.Architecture;
using NUnit.Framework;

namespace Gnn.Tests.Layers;

[TestFixture]
internal sealed class LayersPageTests
{
    private static readonly Type[] Kinds = [typeof(IConvolution), typeof(IAggregation), typeof(INormalization), typeof(GraphModel)];

    [Test]
    public void Page_HasEveryLayerAndModel()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "layers.md"));
        IEnumerable<string> missing = typeof(IConvolution).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && Kinds.Any(type.IsAssignableTo))
            .Select(type => $"`{type.Name}`")
            .Where(name => !page.Contains(name, StringComparison.Ordinal));

        Assert.That(missing, Is.Empty, "a line of docs/layers.md for each");
    }
}

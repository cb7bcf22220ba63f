using Gnn.Testing;
using Gnn.Tests.Layers.Convolutions;
using NUnit.Framework;

namespace Gnn.Tests.Layers;

/// <summary>Every golden case of a layer is tested, unless the layer is not built.</summary>
[TestFixture]
[Category("Golden")]
internal sealed class GoldenCoverageTests
{
    /// <summary>What the cases of a file begin with that are of layers which the library does not have.</summary>
    private static readonly Dictionary<string, string[]> NotBuilt = new()
    {
        ["aggr"] = [],
        ["conv_attn"] = ["supergat_"],
        ["conv_gcn"] = [],
        ["conv_hyper"] = [],
        ["conv_rel"] = ["rgat_", "heat_", "film_"],
        ["conv_sum"] = ["general_", "mf_", "simple_", "pdn"],
        ["norm"] = [],
        ["pool"] = ["asap", "edge_"],
        ["rnn"] = [],
    };

    private static IEnumerable<string> Files => NotBuilt.Keys;

    [TestCaseSource(nameof(Files))]
    public void Cases_OfEveryLayer_AreTested(string file)
    {
        IEnumerable<string> without = GoldenFile.Read(file).Select(golden => golden.Name).Except(GoldenLayerCases.Taken(file));

        Assert.That(without.Where(name => !NotBuilt[file].Any(name.StartsWith)), Is.Empty, "a case escapes");
        Assert.That(NotBuilt[file].Where(prefix => GoldenLayerCases.Taken(file).Any(name => name.StartsWith(prefix, StringComparison.Ordinal))), Is.Empty, "it is built");
    }
}

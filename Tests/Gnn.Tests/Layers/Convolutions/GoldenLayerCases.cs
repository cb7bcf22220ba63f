using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

/// <summary>Golden cases times engines.</summary>
internal static class GoldenLayerCases
{
    internal static IEnumerable<TestCaseData> Of(string file, string prefix) =>
        from golden in GoldenFile.Cases(file, prefix)
        from engine in TestEngines.All
        select new TestCaseData(golden, engine).SetArgDisplayNames(golden.Name, engine.Name);
}

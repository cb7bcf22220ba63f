using System.Collections.Concurrent;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

/// <summary>Golden cases times engines.</summary>
internal static class GoldenLayerCases
{
    private static readonly ConcurrentDictionary<(string File, string Case), bool> TakenCases = new();

    internal static IEnumerable<TestCaseData> Of(string file, string prefix)
    {
        foreach (GoldenCase golden in GoldenFile.Cases(file, prefix))
        {
            TakenCases[(file, golden.Name)] = true;
            foreach (Engine engine in TestEngines.All)
            {
                yield return new TestCaseData(golden, engine).SetArgDisplayNames(golden.Name, engine.Name);
            }
        }
    }

    /// <summary>The cases of a file that tests were made of: complete once tests run, for all sources of cases are read before.</summary>
    internal static IReadOnlyCollection<string> Taken(string file) => [.. TakenCases.Keys.Where(taken => taken.File == file).Select(taken => taken.Case)];
}

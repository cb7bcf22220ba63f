using System.Text.Json;
using Gnn.Cli;
using Gnn.Testing;
using Gnn.Tests.Packaging;
using NUnit.Framework;

namespace Gnn.Tests.TorchSharp;

/// <summary>The command where TorchSharp is there and its native library is not.</summary>
[TestFixture]
internal sealed class MissingLibtorchTests
{
    [Test]
    public void Engines_Json_IsOneObjectAndNamesEachEnginesOwnPackage()
    {
        using var folder = new ScratchFolder();
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(typeof(Application).Assembly.Location)!))
        {
            if (Path.GetExtension(file) is ".dll" or ".json")
            {
                File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
            }
        }

        // Where TorchSharp would look next.
        var elsewhere = new Dictionary<string, string> { ["NUGET_PACKAGES"] = folder.Path, ["LD_LIBRARY_PATH"] = "" };
        string output = DotnetCommand.Run(folder.Path, TimeSpan.FromSeconds(60), ["gnn.dll", "engines", "--json"], elsewhere);

        Dictionary<string, string> details = JsonDocument.Parse(output).RootElement.GetProperty("engines").EnumerateArray()
            .ToDictionary(engine => engine.GetProperty("engine").GetString()!, engine => engine.GetProperty("detail").GetString()!);
        Assert.That(details["torch-cpu"], Does.Contain("does not load").And.Contain("dotnet add package TorchSharp-cpu"));
        Assert.That(details["cuda"], Does.Contain("does not load").And.Contain("dotnet add package TorchSharp-cuda").And.Not.Contain("add package TorchSharp-cpu"));
    }
}

using System.Text.Json;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
internal sealed class EnginesCommandTests
{
    [Test]
    public void Engines_Table_NamesEveryEngine()
    {
        CommandLine command = CommandLine.Run("engines");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        Assert.That(command.Output, Does.Match(@"cpu +│ yes").And.Match(@"reference +│ yes").And.Contains("torch-cpu").And.Contains("cuda"));
    }

    [Test]
    public void Engines_Json_SaysOfEachWhatItIsOrWhatToAdd()
    {
        CommandLine command = CommandLine.Run("engines", "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        JsonElement[] engines = [.. JsonDocument.Parse(command.Output).RootElement.GetProperty("engines").EnumerateArray()];
        Assert.That(engines.Select(engine => engine.GetProperty("engine").GetString()), Is.EqualTo(new[] { "cpu", "reference", "torch-cpu", "cuda" }));
        foreach (JsonElement engine in engines)
        {
            string detail = engine.GetProperty("detail").GetString()!;
            Assert.That(detail, engine.GetProperty("available").GetBoolean() ? Is.Not.Empty : Does.Contain("dotnet add package").And.Contains("TorchSharp"));
        }
    }

    [Test]
    public void Engine_ThatIsListed_IsTheOneThatTrainsOrSaysWhatToAdd()
    {
        foreach (JsonElement engine in JsonDocument.Parse(CommandLine.Run("engines", "--json").Output).RootElement.GetProperty("engines").EnumerateArray())
        {
            string name = engine.GetProperty("engine").GetString()!;
            CommandLine command = CommandLine.Run("node", "--epochs", "3", "--engine", name);

            bool isAvailable = engine.GetProperty("available").GetBoolean();
            Assert.That(command.ExitCode, Is.EqualTo(isAvailable ? 0 : 1), command.Error);
            Assert.That(isAvailable ? command.Output : command.Error, Does.Contain(isAvailable ? $"engine {name}," : "dotnet add package"));
        }
    }
}

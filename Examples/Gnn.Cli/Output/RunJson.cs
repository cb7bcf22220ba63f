using System.Text;
using System.Text.Json;
using Gnn.Training.Reports;

namespace Gnn.Cli.Output;

/// <summary>What the JSON objects of commands with several runs have in common.</summary>
internal static class RunJson
{
    /// <summary>One object in one line.</summary>
    internal static string Write(Action<Utf8JsonWriter> content)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>What was run, and where.</summary>
    internal static void WriteRuns(this Utf8JsonWriter json, string task, string dataset, string model, RunEnvironment environment, ulong seed, int runs)
    {
        json.WriteString("task", task);
        json.WriteString("dataset", dataset);
        json.WriteString("model", model);
        json.WriteString("engine", environment.Engine);
        json.WriteNumber("threads", environment.Threads);
        json.WriteNumber("seed", seed);
        json.WriteNumber("runs", runs);
    }

    /// <summary>Each baseline by its name, over all runs.</summary>
    internal static void WriteBaselines<T>(this Utf8JsonWriter json, IReadOnlyList<IReadOnlyList<T>> baselinesOfRuns, Func<T, string> name, Action<string, T[]> write)
    {
        json.WriteStartObject("baselines");
        for (int baseline = 0; baseline < baselinesOfRuns[^1].Count; baseline++)
        {
            int place = baseline;
            write(name(baselinesOfRuns[^1][place]), [.. baselinesOfRuns.Select(run => run[place])]);
        }

        json.WriteEndObject();
    }

    /// <summary>A number, or null where there is none.</summary>
    internal static void WriteFinite(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}

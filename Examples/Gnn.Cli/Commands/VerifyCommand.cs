using System.CommandLine;
using System.Text;
using System.Text.Json;
using Gnn.Graphs.Files;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn verify</c>: reads graph files whole and says of each whether it is sound.</summary>
internal static class VerifyCommand
{
    internal static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = $"Graph files, {GraphFile.Extension}", Arity = ArgumentArity.OneOrMore };
        Option<bool> json = Options.Flag("--json", "Print one JSON object");
        var command = new Command("verify", "Read graph files whole and check every byte: exit code 0 if all are sound, else 1.") { files, json };
        command.SetAction(parsed =>
        {
            var reports = new List<GraphFileReport>();
            bool isJson = parsed.GetValue(json);
            foreach (string path in parsed.GetRequiredValue(files))
            {
                GraphFileReport report = Verify(path, context.Cancellation);
                reports.Add(report);
                if (!isJson)
                {
                    context.Output.WriteLine(report);
                }
            }

            if (isJson)
            {
                context.Output.WriteLine(ToJson(reports));
            }

            return reports.TrueForAll(report => report.IsSound) ? Application.Done : Application.Failed;
        });
        return command;
    }

    // One that cannot be read must not keep those after it from being checked.
    private static GraphFileReport Verify(string path, CancellationToken cancellation)
    {
        try
        {
            return GraphFile.Verify(path, cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new GraphFileReport(path, Contents: "", SectionCount: 0, Length: 0, [$"cannot be read: {exception.Message}"]);
        }
    }

    private static string ToJson(List<GraphFileReport> reports)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("files");
            foreach (GraphFileReport report in reports)
            {
                json.WriteStartObject();
                json.WriteString("file", report.Path);
                json.WriteBoolean("sound", report.IsSound);
                json.WriteString("contents", report.Contents);
                json.WriteNumber("sections", report.SectionCount);
                json.WriteNumber("bytes", report.Length);
                json.WriteStartArray("defects");
                foreach (string defect in report.Defects)
                {
                    json.WriteStringValue(defect);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

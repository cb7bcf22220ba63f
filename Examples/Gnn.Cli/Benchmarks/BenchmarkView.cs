using System.Globalization;
using System.Text;
using System.Text.Json;
using Gnn.Cli.Output;
using Spectre.Console;

namespace Gnn.Cli.Benchmarks;

/// <summary>What <c>gnn bench</c> shows: a table, or one JSON object a line.</summary>
/// <param name="threads">Threads of the engine.</param>
/// <param name="streamRate">The highest rate of the stream, in billions of bytes a second.</param>
internal sealed class BenchmarkView(int threads, double streamRate)
{
    private const int Widest = 120;

    internal void Show(IReadOnlyList<Measurement> measurements, TextWriter writer)
    {
        var notes = new List<string>();
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("work");
        foreach (string column in (string[])["size", "a second", "median ms", "min ms", "GB/s", "GFLOP/s", "of stream", "peak MB", "bytes"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (Measurement measurement in measurements)
        {
            table.AddRow(
                Markup.Escape(measurement.Work),
                Size(measurement),
                measurement.Amounts is [var (name, count), ..] ? $"{Number(measurement.PerSecond(count) / 1e6)} M {name}" : "",
                Number(measurement.Median),
                Number(measurement.Minimum),
                Number(measurement.GigabytesPerSecond),
                Number(measurement.Gigaflops),
                Share(measurement) is { } share ? share.ToString("P0", CultureInfo.InvariantCulture) : "",
                Number(measurement.PeakMemory / (1024.0 * 1024)),
                Number(measurement.AllocatedBytes));
        }

        foreach (Measurement measurement in measurements.Where(measurement => measurement.Amounts.Count + measurement.Figures.Count > 0))
        {
            IEnumerable<string> rates = measurement.Amounts.Select(each => string.Create(CultureInfo.InvariantCulture, $"{measurement.PerSecond(each.Amount):N0} {each.Name}/s"));
            IEnumerable<string> figures = measurement.Figures.Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Value:N0} {each.Name.Replace('_', ' ')}"));
            notes.Add($"{measurement.Work}: {string.Join(", ", rates.Concat(figures))}");
        }

        IAnsiConsole console = Terminal.On(writer);
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = Widest;
        }

        console.Write(table);
        notes.ForEach(writer.WriteLine);
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{threads} {(threads == 1 ? "thread" : "threads")}; stream {streamRate:0.0} GB/s; bytes: managed, of one call"));
    }

    internal void WriteJson(IReadOnlyList<Measurement> measurements, TextWriter writer)
    {
        foreach (Measurement measurement in measurements)
        {
            writer.WriteLine(ToJson(measurement));
        }
    }

    private string ToJson(Measurement measurement)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("work", measurement.Work);
            if (measurement.Shape is { } shape)
            {
                json.WriteStartArray("shape");
                foreach (long length in shape)
                {
                    json.WriteNumberValue(length);
                }

                json.WriteEndArray();
            }

            WriteInteger(json, "dim", measurement.Dimension);
            WriteInteger(json, "hidden", measurement.Hidden);
            json.WriteNumber("threads", threads);
            json.WriteNumber("repeats", measurement.Times.Count);
            WriteNumber(json, "median_ms", measurement.Median);
            WriteNumber(json, "min_ms", measurement.Minimum);
            WriteNumber(json, "gb_per_second", measurement.GigabytesPerSecond);
            WriteNumber(json, "gflops", measurement.Gigaflops);
            WriteNumber(json, "million_edges_per_second", measurement.MillionEdgesPerSecond);
            foreach ((string name, double count) in measurement.Amounts)
            {
                WriteNumber(json, $"{name}_per_second", measurement.PerSecond(count));
            }

            WriteNumber(json, "stream_share", Share(measurement));
            WriteNumber(json, "stream_gb_per_second", streamRate);
            WriteNumber(json, "peak_memory_mb", measurement.PeakMemory / (1024.0 * 1024));
            if (measurement.ResultBytes is { } result)
            {
                WriteNumber(json, "result_mb", result / (1024.0 * 1024));
            }

            foreach ((string name, double value) in measurement.Figures)
            {
                WriteNumber(json, name, value);
            }

            json.WriteNumber("allocated_bytes", Math.Round(measurement.AllocatedBytes));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private double? Share(Measurement measurement) => measurement.GigabytesPerSecond / streamRate;

    private static void WriteInteger(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    /// <summary>Five digits say all that a measurement knows.</summary>
    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, double.Parse(number.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Size(Measurement measurement) => measurement switch
    {
        { Shape: { } shape } => string.Join('x', shape),
        { Dimension: { } dimension } => $"d={dimension}",
        { Hidden: { } hidden } => $"hidden {hidden}",
        _ => "",
    };

    private static string Number(double? value) => value switch
    {
        null => "",
        0 => "0",
        >= 100 => value.Value.ToString("0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("G3", CultureInfo.InvariantCulture),
    };
}

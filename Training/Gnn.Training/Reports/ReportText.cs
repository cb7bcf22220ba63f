using System.Globalization;

namespace Gnn.Training.Reports;

/// <summary>How reports write numbers, whatever the culture.</summary>
internal static class ReportText
{
    internal static string Share(double value) => double.IsNaN(value) ? "-" : value.ToString("0.0000", CultureInfo.InvariantCulture);

    internal static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("0.####", CultureInfo.InvariantCulture);

    internal static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    internal static string Sizes(in GraphSizes graph) =>
        $"{Count(graph.Nodes)} nodes, {Count(graph.Edges)} edges, {Count(graph.Features)} features, {graph.Classes} classes";

    internal static string Time(TimeSpan value) => value.TotalSeconds >= 1
        ? value.TotalSeconds.ToString("0.00 s", CultureInfo.InvariantCulture)
        : value.TotalMilliseconds.ToString("0.000 ms", CultureInfo.InvariantCulture);

    internal static string Size(long bytes) => (bytes / (1024.0 * 1024)).ToString("0.0 MiB", CultureInfo.InvariantCulture);
}

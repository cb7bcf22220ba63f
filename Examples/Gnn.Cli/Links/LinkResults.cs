using Gnn.Training;

namespace Gnn.Cli.Links;

/// <summary>What heuristics and models reached, each in every run, in the order in which they came first.</summary>
internal sealed class LinkResults
{
    private readonly List<(string Name, List<LinkMetrics> Runs)> _rows = [];
    private readonly List<(string Name, LinkPredictionReport Report)> _reports = [];

    /// <summary>A row for each heuristic and model.</summary>
    internal IReadOnlyList<(string Name, List<LinkMetrics> Runs)> Rows => _rows;

    /// <summary>The reports of all models and runs.</summary>
    internal IReadOnlyList<(string Name, LinkPredictionReport Report)> Reports => _reports;

    /// <summary>Which links were found in the first run, if that is asked.</summary>
    internal List<(string Name, LinkBreakdown Links)> Breakdowns { get; } = [];

    internal void Add(string name, LinkMetrics test)
    {
        int place = _rows.FindIndex(row => row.Name == name);
        if (place < 0)
        {
            place = _rows.Count;
            _rows.Add((name, []));
        }

        _rows[place].Runs.Add(test);
    }

    internal void Add(string name, LinkPredictionReport report)
    {
        Add(name, report.Test);
        _reports.Add((name, report));
    }
}

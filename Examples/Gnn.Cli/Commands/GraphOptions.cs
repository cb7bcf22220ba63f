using System.CommandLine;
using Gnn.Tensors.Engines;

namespace Gnn.Cli.Commands;

/// <summary>Where the graph of a command comes from: a data set of the catalog, or the user's own tables.</summary>
internal sealed class GraphOptions
{
    private readonly DatasetOptions _dataset = new();
    private readonly TableOptions _tables = new();

    internal void AddTo(Command command)
    {
        _dataset.AddTo(command);
        _tables.AddTo(command);
    }

    /// <summary>Whether the graph is the user's own, and how its tables are read.</summary>
    internal TableOptions? Tables(ParseResult parsed)
    {
        if (!_tables.IsGiven(parsed))
        {
            return null;
        }

        return _dataset.IsGiven(parsed) ? throw new UsageException("--edges names your own graph and --dataset another: leave one out.") : _tables;
    }

    /// <summary>Opens the graph; own tables are read here, once.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="engine">Where the columns are made.</param>
    /// <param name="normalizes">Whether features are normalised, as models expect them: by row for data sets, by column for own tables.</param>
    /// <param name="cancellation">Stops the reading.</param>
    internal GraphSource Open(ParseResult parsed, Engine engine, bool normalizes, CancellationToken cancellation) => Tables(parsed) is { } tables
        ? new GraphSource(tables.Name(parsed), tables.Read(parsed, engine, normalizes, cancellation), engine)
        : new GraphSource(_dataset.Name(parsed), random => _dataset.Load(parsed, engine, random), normalizes);
}

using System.CommandLine;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Tensors.Engines;

namespace Gnn.Cli.Commands;

/// <summary>The options that name a user's own tables and the roles of their columns.</summary>
internal sealed class TableOptions
{
    private readonly Option<string?> _edges = Options.Text("--edges", "Your own graph: a table of edges, " + TableFiles.Kinds, "file");
    private readonly Option<string?> _nodes = Options.Text("--nodes", "Your own graph: a table of nodes, " + TableFiles.Kinds, "file");
    private readonly Option<string?> _label = Options.Text("--label", "The column of the node table that holds the classes", "column");
    private readonly Option<string?> _features = Options.Text(
        "--features", "The columns of the node table that hold features, with commas between; x* for all that begin with x; by default all others", "columns");

    private readonly Option<string?> _id = Options.Text("--id", "The column of the node table that holds the ids; by default id", "column");
    private readonly Option<string?> _source = Options.Text("--source", "The column of the edge table that holds the sources; by default source", "column");
    private readonly Option<string?> _target = Options.Text("--target", "The column of the edge table that holds the targets; by default target", "column");
    private readonly Option<string?> _weight = Options.Text("--weight", "The column of the edge table that holds the weights; by default every edge counts as 1", "column");
    private readonly Option<string?> _time = Options.Text("--time", "The column of the edge table that holds times, whole numbers; by default none", "column");
    private readonly Option<string?> _edgeFeatures = Options.Text(
        "--edge-features", "The columns of the edge table that hold features, with commas between; e* for all that begin with e; by default none", "columns");

    private readonly Option<bool> _undirected = Options.Flag("--undirected", "A row of the edge table is an edge in both directions");
    private readonly Option<string> _ids = Options.Choice("--ids", "What the ids in the tables are", "text", "text", "integer", "index");
    private readonly Option<string> _missing = Options.Choice("--missing", "What a missing number counts as", "error", "error", "zero", "mean", "drop");
    private readonly Option<string> _unknown = Options.Choice("--unknown-nodes", "What happens to edges of nodes that the node table lacks", "error", "error", "add", "drop");
    private readonly Option<string?> _delimiter = Options.Text("--delimiter", "What parts the fields of your tables, one character; by default a tab in a .tsv and else a comma", "character");

    internal void AddTo(Command command)
    {
        foreach (Option option in All)
        {
            command.Add(option);
        }
    }

    private Option[] All => [_edges, _nodes, _label, _features, _id, _source, _target, _weight, _time, _edgeFeatures, _undirected, _ids, _missing, _unknown, _delimiter];

    /// <summary>Whether a table was named; if not, no other of these options may be there.</summary>
    internal bool IsGiven(ParseResult parsed)
    {
        if (parsed.GetValue(_edges) is not null)
        {
            return true;
        }

        Option? given = Array.Find(All, option => parsed.GetResult(option) is { Implicit: false });
        return given is null ? false : throw new UsageException($"{given.Name} is for your own tables: name the edge table with --edges FILE.");
    }

    internal string Name(ParseResult parsed) => Path.GetFileNameWithoutExtension(parsed.GetValue(_edges)!);

    internal bool HasLabel(ParseResult parsed) => parsed.GetValue(_label) is not null;

    internal string LabelColumn(ParseResult parsed) => parsed.GetValue(_label) ?? "label";

    internal string IdColumn(ParseResult parsed) => parsed.GetValue(_id) ?? "id";

    internal TableFormat Format(ParseResult parsed)
    {
        string? delimiter = parsed.GetValue(_delimiter);
        return delimiter is null or { Length: 1 }
            ? new TableFormat { Delimiter = delimiter?[0] }
            : throw new UsageException($"--delimiter takes one character, got '{delimiter}'.");
    }

    /// <summary>Reads the tables.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="engine">Where the columns are made.</param>
    /// <param name="standardizes">Whether features are brought to mean 0 and standard deviation 1.</param>
    /// <param name="cancellation">Stops the reading.</param>
    internal TableGraph Read(ParseResult parsed, Engine engine, bool standardizes, CancellationToken cancellation)
    {
        (EdgeTableOptions edges, NodeTableOptions nodes) = Roles(parsed, standardizes);
        return TableFiles.Read(parsed.GetValue(_edges)!, parsed.GetValue(_nodes), edges, nodes, engine, cancellation);
    }

    /// <summary>Reads the tables as the structure that the columns of the edge table tell: <c>source_type</c> is there for a heterogeneous graph alone,
    /// <c>graph</c> for a set of graphs, <c>hyperedge</c> without sources for a hypergraph, <c>sign</c> for a signed graph.</summary>
    /// <returns>The structure with its names, and what was read in a line; null for the tables of a graph.</returns>
    internal (Dataset Dataset, string Line)? ReadStructure(ParseResult parsed, Engine engine, CancellationToken cancellation)
    {
        (EdgeTableOptions edges, NodeTableOptions nodes) = Roles(parsed, standardizes: false);
        var reader = new StructureReader(parsed.GetValue(_edges)!, parsed.GetValue(_nodes), edges, nodes, engine, cancellation);
        return reader.Read();
    }

    private (EdgeTableOptions Edges, NodeTableOptions Nodes) Roles(ParseResult parsed, bool standardizes)
    {
        Option? needless = parsed.GetValue(_nodes) is null ? Array.Find([_label, _features, _id], option => parsed.GetValue(option) is not null) : null;
        if (needless is not null)
        {
            throw new UsageException($"{needless.Name} names columns of the node table: name it with --nodes FILE.");
        }

        IdKind ids = Enum.Parse<IdKind>(parsed.GetRequiredValue(_ids), ignoreCase: true);
        MissingValues missing = Enum.Parse<MissingValues>(parsed.GetRequiredValue(_missing), ignoreCase: true);
        TableFormat format = Format(parsed);
        var edgeOptions = new EdgeTableOptions
        {
            Source = parsed.GetValue(_source) ?? "source",
            Target = parsed.GetValue(_target) ?? "target",
            Weight = parsed.GetValue(_weight),
            Time = parsed.GetValue(_time),
            Features = Columns(parsed.GetValue(_edgeFeatures)) ?? [],
            Ids = ids,
            IsUndirected = parsed.GetValue(_undirected),
            UnknownNodes = Enum.Parse<UnknownNodes>(parsed.GetRequiredValue(_unknown), ignoreCase: true),
            Missing = missing,
            Format = format,
        };
        var nodeOptions = new NodeTableOptions
        {
            Id = IdColumn(parsed),
            Label = parsed.GetValue(_label),
            Features = Columns(parsed.GetValue(_features)),
            StandardizesFeatures = standardizes,
            Ids = ids,
            Missing = missing,
            Format = format,
        };
        return (edgeOptions, nodeOptions);
    }

    private static string[]? Columns(string? names) => names?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

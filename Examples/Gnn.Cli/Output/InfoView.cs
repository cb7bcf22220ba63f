using System.Text;
using System.Text.Json;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Spectre.Console;

namespace Gnn.Cli.Output;

/// <summary>What <c>gnn info</c> shows of a data set of any structure, as text or as one JSON object.</summary>
internal sealed class InfoView
{
    private const int MostSplitsShown = 12;

    private readonly string _name;
    private readonly Dataset _dataset;
    private readonly GraphInfo? _graph;

    /// <summary>Counts what there is.</summary>
    /// <param name="name">What the data set is called.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="split">The split of the nodes of a graph that is shown with its classes, if any.</param>
    internal InfoView(string name, Dataset dataset, NodeSplit? split)
    {
        (_name, _dataset) = (name, dataset);
        _graph = dataset.Structure is Graph graph ? new GraphInfo(graph, split) : null;
    }

    private IEnumerable<(string Name, string Item, int Train, int Validation, int Test)> Splits =>
    [
        .. _dataset.NodeSplits.Select(split => (split.Name, "nodes", split.Train.Length, split.Validation.Length, split.Test.Length)),
        .. _dataset.IndexSplits.Select(split => (split.Name, split.ItemName + "s", split.Train.Length, split.Validation.Length, split.Test.Length)),
    ];

    internal void Show(TextWriter writer)
    {
        writer.WriteLine(_name);
        if (_graph is not null)
        {
            _graph.Show(writer);
        }
        else
        {
            StructureInfo.Show(_dataset.Structure, writer);
        }

        ShowSplits(writer);
        foreach ((string kind, IReadOnlyList<string> names) in _dataset.Names)
        {
            writer.WriteLine($"names of {kind}: {names.Count}{(names.Count > 0 ? $", from '{names[0]}'" : "")}");
        }

        writer.WriteLine($"content hash {_dataset.ComputeContentHash()}");
    }

    internal string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("dataset", _name);
            json.WriteString("structure", _dataset.Structure.GetType().Name);
            if (_graph is not null)
            {
                _graph.Write(json);
            }
            else
            {
                StructureInfo.Write(_dataset.Structure, json);
            }

            json.WriteStartArray("splits");
            foreach ((string name, string item, int train, int validation, int test) in Splits)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteString("of", item);
                json.WriteNumber("train", train);
                json.WriteNumber("validation", validation);
                json.WriteNumber("test", test);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("names");
            foreach ((string kind, IReadOnlyList<string> names) in _dataset.Names)
            {
                json.WriteNumber(kind, names.Count);
            }

            json.WriteEndObject();
            json.WriteString("content_hash", _dataset.ComputeContentHash());
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private void ShowSplits(TextWriter writer)
    {
        (string Name, string Item, int Train, int Validation, int Test)[] splits = [.. Splits];
        if (splits.Length == 0 || (splits.Length == 1 && _graph is { HasSplit: true }))
        {
            return;
        }

        Table table = new Table().Border(TableBorder.Rounded).AddColumn("published split").AddColumn("of");
        foreach (string part in (string[])["train", "validation", "test"])
        {
            table.AddColumn(new TableColumn(part).RightAligned());
        }

        foreach ((string name, string item, int train, int validation, int test) in splits.Take(MostSplitsShown))
        {
            table.AddRow(Markup.Escape(name), Markup.Escape(item), $"{train}", $"{validation}", $"{test}");
        }

        Terminal.On(writer).Write(table);
        if (splits.Length > MostSplitsShown)
        {
            writer.WriteLine($"and {splits.Length - MostSplitsShown} splits more");
        }
    }
}

using Gnn.Datasets.Parsing;
using Gnn.Datasets.Tables;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Rdf;

/// <summary>Reads a table of labelled nodes, row by row: a header, then fields between tabs, in whatever order the header says.</summary>
internal sealed class LabelTable
{
    private readonly TextScanner _scan;
    private readonly IdMap _nodes;
    private readonly string _instance;
    private readonly int _instanceColumn;
    private readonly int _labelColumn;
    private readonly int _columns;

    /// <summary>Reads the header.</summary>
    /// <exception cref="DataFormatException">It lacks a column.</exception>
    public LabelTable(TextScanner scan, RdfTask task, IdMap nodes)
    {
        (_scan, _nodes, _instance) = (scan, nodes, task.Instance);
        scan.RequireLine($"a header with '{task.Instance}' and '{task.Label}'");
        var header = new List<string>();
        while (scan.HasField)
        {
            header.Add(scan.ReadText("the name of a column"));
        }

        _columns = header.Count;
        _instanceColumn = header.IndexOf(task.Instance);
        _labelColumn = header.IndexOf(task.Label);
        if (_instanceColumn < 0 || _labelColumn < 0)
        {
            throw scan.Bad($"expected a header with '{task.Instance}' and '{task.Label}', got '{string.Join("', '", header)}'");
        }
    }

    /// <summary>The node of the row.</summary>
    public int Node { get; private set; }

    /// <summary>The class of the row, as it is written.</summary>
    public string Label { get; private set; } = "";

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="DataFormatException">The row has too few or too many fields, or names a node that is not in the graph.</exception>
    public bool Next()
    {
        do
        {
            if (!_scan.NextLine())
            {
                return false;
            }
        }
        while (_scan.Line.IsEmpty);

        for (int column = 0; column < _columns; column++)
        {
            if (column == _labelColumn)
            {
                Label = _scan.ReadText("a class");
                continue;
            }

            ReadOnlySpan<byte> field = _scan.ReadField("a field");
            if (column == _instanceColumn)
            {
                Node = _nodes.TryFind(field, out int node)
                    ? node
                    : throw _scan.Bad($"expected a {_instance} of the graph, got '{TextScanner.Show(field)}', which no triple names");
            }
        }

        _scan.EndLine();
        return true;
    }

    /// <summary>An error in the row.</summary>
    public DataFormatException Bad(string problem) => _scan.Bad(problem);
}

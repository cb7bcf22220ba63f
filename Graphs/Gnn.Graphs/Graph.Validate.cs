namespace Gnn.Graphs;

public sealed partial class Graph
{
    /// <summary>Lists every defect of the graph: one line for each kind in each column, with the count and the first place.</summary>
    /// <returns>The defects; empty for a sound graph.</returns>
    /// <remarks>Lengths cannot be wrong. Ids and reverse edges are checked when a graph is made of arrays, and here again for one whose edges lie in a file.
    /// Where ids are wrong or a column was disposed, what needs them is not checked. The two directions of an undirected edge may have different weights, as
    /// they have after a normalisation. Cost: O(N + E) and the columns' elements; an undirected graph makes its in- and out-edges.</remarks>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public IReadOnlyList<GraphDefect> Validate()
    {
        var defects = new List<GraphDefect>();
        EdgeChecks.AddDefects(defects, _edgeList, "edge list", IsUndirected);
        bool isWhole = true;
        foreach (ColumnTable table in (ReadOnlySpan<ColumnTable>)[Nodes, Edges, Globals])
        {
            isWhole &= ColumnChecks.AddDefects(defects, table);
        }

        AddClassNames(defects);
        if (!isWhole)
        {
            return defects;
        }

        ColumnChecks.AddNodeFormatDefects(defects, Nodes, ClassNames.Count);
        ColumnChecks.AddEdgeFormatDefects(defects, Edges, _edgeList);
        return defects;
    }

    /// <summary>Throws if the graph's data has defects.</summary>
    /// <exception cref="InvalidOperationException">There are defects; the message lists them.</exception>
    public void ThrowIfInvalid() => GraphDefect.ThrowIfAny(Validate(), "graph");

    private void AddClassNames(List<GraphDefect> defects)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        int[] wrong = [.. Enumerable.Range(0, ClassNames.Count).Where(label => string.IsNullOrWhiteSpace(ClassNames[label]) || !seen.Add(ClassNames[label]))];
        if (wrong.Length > 0)
        {
            defects.Add(new GraphDefect(
                GraphDefectKind.ClassNameUnclear, "class names", wrong.Length, $"'{ClassNames[wrong[0]]}' of class {wrong[0]} is empty or names another class too"));
        }
    }
}

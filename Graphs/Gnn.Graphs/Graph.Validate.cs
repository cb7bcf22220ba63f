using System.Globalization;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs;

public sealed partial class Graph
{
    /// <summary>Lists every defect of the graph: one line for each kind in each column, with the count and the first place.</summary>
    /// <returns>The defects; empty for a sound graph.</returns>
    /// <remarks>Lengths cannot be wrong. Ids and reverse edges are checked when a graph is made of arrays, and here again for one whose edges lie in a file.
    /// Where ids are wrong or a column was disposed, what needs them is not checked. Cost: O(N + E) and the columns' elements; an undirected graph makes its in-
    /// and out-edges.</remarks>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public IReadOnlyList<GraphDefect> Validate()
    {
        var defects = new List<GraphDefect>();
        bool hasEdges = EdgeChecks.AddDefects(defects, _edgeList, "edge list", IsUndirected);
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
        if (ColumnChecks.AddEdgeFormatDefects(defects, Edges, _edgeList) && IsUndirected && hasEdges)
        {
            AddUnequalReverses(defects);
        }

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

    // The weights of the edges s -> t are, in some order, those of the edges t -> s.
    private void AddUnequalReverses(List<GraphDefect> defects)
    {
        double[] weights = EdgeWeights!.ToArray<double>();
        (long count, string place) = (0, "");
        for (int node = 0; node < NodeCount; node++)
        {
            (int Other, double Weight, long Edge)[] into = Row(InEdges, node), outOf = Row(OutEdges, node);
            for (int i = 0; i < into.Length; i++)
            {
                // Not a number is a defect of its own.
                (int other, double weight, long edge) = into[i];
                if (other != outOf[i].Other || Math.Abs(weight - outOf[i].Weight) > 0)
                {
                    place = count++ == 0
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $"{weight} at edge {edge} ({other} -> {node}), {outOf[i].Weight} at its reverse, edge {outOf[i].Edge}")
                        : place;
                }
            }
        }

        if (count > 0)
        {
            defects.Add(new GraphDefect(GraphDefectKind.UnequalReverseWeight, ColumnChecks.NameOf(Edges, ColumnNames.EdgeWeights), count, place));
        }

        (int Other, double Weight, long Edge)[] Row(SparseStructure structure, int node)
        {
            long start = structure.RowPointers[node];
            var row = new (int Other, double Weight, long Edge)[structure.RowLength(node)];
            for (int i = 0; i < row.Length; i++)
            {
                long edge = structure.EdgeIds[start + i];
                row[i] = (structure.ColumnIndices[start + i], weights[edge], edge);
            }

            Array.Sort(row);
            return row;
        }
    }
}

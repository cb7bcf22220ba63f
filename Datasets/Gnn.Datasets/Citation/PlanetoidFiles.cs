using Gnn.Tensors.Files;

namespace Gnn.Datasets.Citation;

/// <summary>Reads the eight files of a Planetoid data set and checks them against one another.</summary>
/// <remarks>
/// <para>
/// Data: Yang, Cohen, Salakhutdinov, Revisiting Semi-Supervised Learning with Graph Embeddings, 2016. The rows of <c>allx</c> are the nodes
/// 0, 1, ...; row i of <c>tx</c> is the node on line i of <c>test.index</c>; a node in neither (fifteen of Citeseer's) has no features and no class.
/// The training set is the rows of <c>x</c>, the validation set the 500 nodes after them, the test set those of <c>test.index</c>, ascending.
/// </para>
/// <para>Against PyG: nodes without a class get the label -1 here and 0 there.</para>
/// </remarks>
internal static class PlanetoidFiles
{
    private const int ValidationCount = 500;

    /// <summary>Reads a data set.</summary>
    /// <param name="name">Its name, for example <c>cora</c>.</param>
    /// <param name="folder">The folder that the files are in.</param>
    /// <returns>The graph, features, labels and public split.</returns>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged or contradicts another.</exception>
    public static PlanetoidArrays Read(string name, string folder)
    {
        string PathOf(string part) => Path.Combine(folder, $"ind.{name}.{part}");

        var graph = PlanetoidGraph.Read(PathOf("graph"));
        int[] testNodes = PlanetoidTestIndex.Read(PathOf("test.index"), graph.NodeCount);
        var train = PlanetoidTable.Read(PathOf("x"), PathOf("y"));
        var known = PlanetoidTable.Read(PathOf("allx"), PathOf("ally"));
        var test = PlanetoidTable.Read(PathOf("tx"), PathOf("ty"));
        known.RequireSameColumns(train);
        known.RequireSameColumns(test);
        known.RequirePrefix(train);
        if (train.Rows + ValidationCount > known.Rows)
        {
            throw new DataFormatException(
                PathOf("allx"), "", $"expected at least {train.Rows + ValidationCount} rows for training and validation, got {known.Rows}");
        }

        int[] tableRows = PlaceRows(PathOf("test.index"), graph.NodeCount, known, test, testNodes);
        (int[] rowPointers, int[] columns, float[] values) = JoinFeatures(tableRows, known, test);
        return new PlanetoidArrays
        {
            NodeCount = graph.NodeCount,
            FeatureCount = known.Features.Columns,
            ClassCount = known.ClassCount,
            FeatureRowPointers = rowPointers,
            FeatureColumns = columns,
            FeatureValues = values,
            Labels = [.. tableRows.Select(row => row < 0 ? -1 : row < known.Rows ? known.Labels[row] : test.Labels[row - known.Rows])],
            Sources = graph.Sources,
            Targets = graph.Targets,
            Train = [.. Enumerable.Range(0, train.Rows)],
            Validation = [.. Enumerable.Range(train.Rows, ValidationCount)],
            Test = [.. testNodes.Order()],
        };
    }

    // For each node its row in allx followed by tx, or -1.
    private static int[] PlaceRows(string path, int nodes, PlanetoidTable known, PlanetoidTable test, int[] testNodes)
    {
        if (testNodes.Length != test.Rows)
        {
            throw new DataFormatException(path, "", $"expected {test.Rows} nodes for the rows of '{test.FeaturePath}', got {testNodes.Length}");
        }

        if (known.Rows > nodes)
        {
            throw new DataFormatException(known.FeaturePath, "", $"expected at most {nodes} rows for the nodes of the graph, got {known.Rows}");
        }

        var rows = new int[nodes];
        Array.Fill(rows, -1);
        for (int i = 0; i < known.Rows; i++)
        {
            rows[i] = i;
        }

        for (int i = 0; i < testNodes.Length; i++)
        {
            if (rows[testNodes[i]] >= 0)
            {
                throw new DataFormatException(path, $"line {i + 1}", $"expected a node that has no row yet, got {testNodes[i]}");
            }

            rows[testNodes[i]] = known.Rows + i;
        }

        return rows;
    }

    private static (int[] RowPointers, int[] Columns, float[] Values) JoinFeatures(int[] tableRows, PlanetoidTable known, PlanetoidTable test)
    {
        var rowPointers = new int[tableRows.Length + 1];
        int[] columns = new int[known.Features.Indices.Length + test.Features.Indices.Length];
        float[] values = new float[columns.Length];
        int at = 0;
        for (int node = 0; node < tableRows.Length; node++)
        {
            int row = tableRows[node];
            if (row >= 0)
            {
                (PlanetoidTable table, int tableRow) = row < known.Rows ? (known, row) : (test, row - known.Rows);
                (int start, int end) = (table.Features.RowPointers[tableRow], table.Features.RowPointers[tableRow + 1]);
                table.Features.Indices.AsSpan(start, end - start).CopyTo(columns.AsSpan(at));
                table.Values.AsSpan(start, end - start).CopyTo(values.AsSpan(at));
                at += end - start;
            }

            rowPointers[node + 1] = at;
        }

        return (rowPointers, columns, values);
    }
}

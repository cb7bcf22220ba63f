using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>Walks between the first two nodes of each graph of a batch: fused where an engine has them, composed elsewhere; the same numbers.</content>
public abstract partial class EngineContract
{
    // No graph, the least, loops and repeats, a hub, an odd number of graphs, one of many nodes.
    private static readonly (int Nodes, int Edges)[][] WalkGraphs = [[], [(2, 0)], [(2, 3)], [(9, 31)], [(2, 1), (7, 0), (12, 40), (3, 9), (5, 16)], [(80, 700), (300, 900)]];

    /// <summary>Every number of matrices, on every graph, one step and more.</summary>
    [Test]
    [Primitive(nameof(Engine.PairWalks))]
    public void PairWalks_AnyGraphs_AreCornersOfPowers([Values(1, 2, 3, 4)] int heads, [Values(1, 2, 5)] int length)
    {
        foreach ((int Nodes, int Edges)[] sizes in WalkGraphs)
        {
            (RandomEdges edges, int[] offsets) = Batch(sizes);
            SparseStructure structure = Structure(edges, isWide: heads == 3);
            BufferView weights = Noise((structure.EntryCount, heads), 81, 0, 0.3);

            BufferView y = Take(Engine.PairWalks(structure, weights, offsets, length), (4 * length, sizes.Length, heads));

            AssertClose(y, Walks(structure, Doubles(weights), heads, offsets, length), what: $"{structure}, {heads} matrices, {length} steps");
            AssertUntouchedBeside(weights);
        }
    }

    /// <summary>The gradient by the definition: an entry gets what the walks before it times the walks after it get.</summary>
    [Test]
    [Primitive(nameof(Engine.PairWalksGradient))]
    public void PairWalksGradient_AnyGraphs_IsTheFormula([Values(1, 2, 3, 4)] int heads, [Values(1, 2, 5)] int length)
    {
        foreach ((int Nodes, int Edges)[] sizes in WalkGraphs)
        {
            (RandomEdges edges, int[] offsets) = Batch(sizes);
            SparseStructure structure = Structure(edges, isWide: heads == 3);
            BufferView weights = Noise((structure.EntryCount, heads), 82, 0, 0.3);
            BufferView gradient = Noise((4 * length, sizes.Length, heads), 83, -1, 1);

            BufferView y = Take(Engine.PairWalksGradient(structure, weights, offsets, length, gradient), weights.Shape);

            double[] expected = WalksGradient(structure, Doubles(weights), heads, offsets, length, Doubles(gradient));
            AssertClose(y, expected, scale: 2, what: $"{structure}, {heads} matrices, {length} steps");
        }
    }

    /// <summary>Graphs one after another.</summary>
    private static (RandomEdges Edges, int[] Offsets) Batch((int Nodes, int Edges)[] sizes)
    {
        var offsets = new List<int> { 0 };
        var targets = new List<int>();
        var sources = new List<int>();
        foreach ((int nodes, int count) in sizes)
        {
            RandomEdges edges = RandomGraphs.Create(nodes, count, seed: (ulong)offsets.Count);
            targets.AddRange(edges.Targets.Select(node => node + offsets[^1]));
            sources.AddRange(edges.Sources.Select(node => node + offsets[^1]));
            offsets.Add(offsets[^1] + nodes);
        }

        return (new RandomEdges(offsets[^1], offsets[^1], [.. targets], [.. sources]), [.. offsets]);
    }

    private static double[] Walks(SparseStructure structure, double[] weights, int heads, int[] offsets, int length)
    {
        int graphs = offsets.Length - 1;
        double[] y = new double[4 * length * graphs * heads];
        for (int graph = 0; graph < graphs; graph++)
        {
            for (int head = 0; head < heads; head++)
            {
                double[,] matrix = Matrix(structure, weights, heads, head, offsets[graph], offsets[graph + 1]);
                for (int column = 0; column < 2; column++)
                {
                    double[] x = Unit(matrix.GetLength(0), column);
                    for (int step = 0; step < length; step++)
                    {
                        x = Times(matrix, x, transposed: false);
                        y[((((4 * step) + (2 * column)) * graphs) + graph) * heads + head] = x[0];
                        y[((((4 * step) + (2 * column) + 1) * graphs) + graph) * heads + head] = x[1];
                    }
                }
            }
        }

        return y;
    }

    private static double[] WalksGradient(SparseStructure structure, double[] weights, int heads, int[] offsets, int length, double[] gradient)
    {
        int graphs = offsets.Length - 1;
        double[] result = new double[weights.Length];
        for (int graph = 0; graph < graphs; graph++)
        {
            for (int head = 0; head < heads; head++)
            {
                double[,] matrix = Matrix(structure, weights, heads, head, offsets[graph], offsets[graph + 1]);

                // (W^before)^T e_a and W^after e_b, for each end.
                double[][][] rows = Powers(transposed: true);
                double[][][] columns = Powers(transposed: false);
                for (int row = offsets[graph]; row < offsets[graph + 1]; row++)
                {
                    for (long entry = structure.RowPointers[row]; entry < structure.RowPointers[row + 1L]; entry++)
                    {
                        int column = structure.ColumnIndices.Span(entry, 1)[0];
                        for (int place = 0; place < 4 * length; place++)
                        {
                            for (int before = 0; before <= place / 4; before++)
                            {
                                result[(entry * heads) + head] += gradient[(((place * graphs) + graph) * heads) + head]
                                    * rows[place % 2][before][row - offsets[graph]] * columns[place / 2 % 2][(place / 4) - before][column - offsets[graph]];
                            }
                        }
                    }
                }

                double[][][] Powers(bool transposed) => [.. new[] { 0, 1 }.Select(end =>
                {
                    var powers = new double[length][];
                    powers[0] = Unit(matrix.GetLength(0), end);
                    for (int step = 1; step < length; step++)
                    {
                        powers[step] = Times(matrix, powers[step - 1], transposed);
                    }

                    return powers;
                })];
            }
        }

        return result;
    }

    private static double[,] Matrix(SparseStructure structure, double[] weights, int heads, int head, int first, int end)
    {
        var matrix = new double[end - first, end - first];
        for (int row = first; row < end; row++)
        {
            long entry = structure.RowPointers[row];
            foreach (int column in structure.Row(row))
            {
                matrix[row - first, column - first] += weights[(entry++ * heads) + head];
            }
        }

        return matrix;
    }

    private static double[] Unit(int count, int place) => [.. Enumerable.Range(0, count).Select(i => i == place ? 1.0 : 0)];

    private static double[] Times(double[,] matrix, double[] x, bool transposed)
    {
        double[] y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < x.Length; j++)
            {
                y[i] += (transposed ? matrix[j, i] : matrix[i, j]) * x[j];
            }
        }

        return y;
    }
}

using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using MathNet.Numerics.LinearAlgebra;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Transforms;

[TestFixture]
internal sealed class SingularVectorsTests
{
    [Test]
    public void Of_RandomMatrix_GivesTheValuesAndVectorsOfTheDenseOne()
    {
        const int rowCount = 30;
        const int columnCount = 20;
        (int[] rows, int[] columns, double[] values) = Entries(rowCount, columnCount, 200);
        Matrix<double> dense = Matrix<double>.Build.Dense(rowCount, columnCount);
        for (int entry = 0; entry < values.Length; entry++)
        {
            dense[rows[entry], columns[entry]] += values[entry];
        }

        SingularVectors found = SingularVectors.Of(rowCount, columnCount, rows, columns, values, 4, new RandomSource(2), passes: 200);

        double[] expected = [.. dense.Svd().S.Take(4)];
        Assert.That(found.Values, Is.EqualTo(expected).Within(1e-8 * expected[0]));
        for (int k = 0; k < 4; k++)
        {
            Vector<double> left = Vector<double>.Build.DenseOfArray(found.Left[k]);
            Vector<double> right = Vector<double>.Build.DenseOfArray(found.Right[k]);
            Assert.That(((dense * right) - (left * found.Values[k])).L2Norm(), Is.LessThan(1e-5 * expected[0]));
            Assert.That(left.L2Norm(), Is.EqualTo(1).Within(1e-12));
        }
    }

    [Test]
    public void Of_MatrixOfLowerRank_GivesWhatThereIs()
    {
        // Two columns that are one column twice: rank 1.
        SingularVectors found = SingularVectors.Of(3, 2, [0, 1, 0, 1], [0, 0, 1, 1], [1, 2, 1, 2], 2, new RandomSource(1));

        Assert.That(found.Values, Has.Count.EqualTo(1));
        Assert.That(found.Values[0], Is.EqualTo(Math.Sqrt(10)).Within(1e-9));
    }

    [Test]
    public void Of_EntryOutside_IsNamed() => Assert.That(
        () => SingularVectors.Of(3, 2, [0, 3], [0, 1], [1, 1], 1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Entry 1 is at row 3"));

    private static (int[] Rows, int[] Columns, double[] Values) Entries(int rows, int columns, int count)
    {
        RandomSequence draws = new RandomSource(1).Sequence();
        int[] row = [.. Enumerable.Range(0, count).Select(_ => draws.NextInt32(rows))];
        int[] column = [.. Enumerable.Range(0, count).Select(_ => draws.NextInt32(columns))];
        return (row, column, [.. Enumerable.Range(0, count).Select(_ => draws.NextDouble())]);
    }
}

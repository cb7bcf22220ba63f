using System.Text;
using Gnn.Datasets.NodeSets;
using Gnn.Datasets.Parsing;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.NodeSets;

[TestFixture]
internal sealed class BinaryRowsTests
{
    private static readonly TextScanner Nowhere = new([], "rows.txt");

    [Test]
    public void AddCells_RowsOfManyWidths_FindsTheOnes([Values(1, 2, 7, 8, 31, 32, 33, 100)] int width)
    {
        var random = new Random(width);
        var rows = new BinaryRows(rows: 20, ones: 20 * width);
        var expected = new List<float>();
        for (int row = 0; row < 20; row++)
        {
            int[] cells = [.. Enumerable.Range(0, width).Select(_ => random.Next(4) == 0 ? 1 : 0)];
            expected.AddRange(cells.Select(cell => (float)cell));
            Assert.That(rows.AddCells(Encoding.ASCII.GetBytes(string.Join(',', cells)), (byte)',', Nowhere), Is.EqualTo(width));
        }

        using SparseTensor matrix = rows.ToTensor(width);
        Assert.That(matrix.ToDense().ToArray<float>(), Is.EqualTo(expected));
    }

    [Test]
    public void ToTensor_InAnOrder_PutsTheRowsInIt()
    {
        var rows = new BinaryRows(rows: 3, ones: 4);
        foreach (int[] columns in (int[][])[[4, 1, 4], [], [2]])
        {
            Array.ForEach(columns, rows.Add);
            rows.EndRow();
        }

        using SparseTensor matrix = rows.ToTensor(5, [2, 0, 1]);
        Assert.That(matrix.Structure.Row(0).ToArray(), Is.EqualTo(new[] { 2 }));
        Assert.That(matrix.Structure.Row(1).ToArray(), Is.EqualTo(new[] { 1, 4 }));
        Assert.That(matrix.Structure.RowLength(2), Is.Zero);
    }
}

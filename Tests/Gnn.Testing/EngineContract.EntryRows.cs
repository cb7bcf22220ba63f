using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>Heads of rows against their entries' own rows: each of the three arrays from the other two.</content>
public abstract partial class EngineContract
{
    // Less than a vector, whole vectors, several with and without a rest.
    private static readonly int[] EntryRowWidths = [1, 3, 8, 16, 31, 100];

    /// <summary>A weight for each entry and head: inner products.</summary>
    [Test]
    [Primitive(nameof(Engine.EntryDots))]
    public void EntryDots_AnyGraph_IsTheFormula([Values(1, 2, 5)] int heads, [Values] bool isWide) =>
        ForEachEntryRows(heads, isWide, (structure, rows, entries, _, what) =>
        {
            (double[] row, double[] entry) = (Doubles(rows), Doubles(entries));
            double[] expected = new double[structure.EntryCount * heads];
            VisitEntryRows(structure, heads, (int)entries.Shape[1], (e, h, atRow, atEntry) => expected[(e * heads) + h] += row[atRow] * entry[atEntry]);

            // Sums of up to 100 terms of the order of 4.
            AssertClose(Take(Engine.EntryDots(structure, rows, entries), (structure.EntryCount, heads)), expected, scale: 40, what);
            AssertUntouchedBeside(rows);
            AssertUntouchedBeside(entries);
        });

    /// <summary>The heads of rows: weighted sums over their entries.</summary>
    [Test]
    [Primitive(nameof(Engine.EntrySums))]
    public void EntrySums_AnyGraph_IsTheFormula([Values(1, 2, 5)] int heads, [Values] bool isWide) =>
        ForEachEntryRows(heads, isWide, (structure, rows, entries, weights, what) =>
        {
            (double[] weight, double[] entry) = (Doubles(weights), Doubles(entries));
            double[] expected = new double[rows.Count];
            VisitEntryRows(structure, heads, (int)entries.Shape[1], (e, h, atRow, atEntry) => expected[atRow] += weight[(e * heads) + h] * entry[atEntry]);

            // Sums of up to 1500 terms of the order of 4.
            AssertClose(Take(Engine.EntrySums(structure, weights, entries), rows.Shape), expected, scale: 40, what);
        });

    /// <summary>The entries' rows: weighted sums over heads.</summary>
    [Test]
    [Primitive(nameof(Engine.EntryMixes))]
    public void EntryMixes_AnyGraph_IsTheFormula([Values(1, 2, 5)] int heads, [Values] bool isWide) =>
        ForEachEntryRows(heads, isWide, (structure, rows, entries, weights, what) =>
        {
            (double[] weight, double[] row) = (Doubles(weights), Doubles(rows));
            double[] expected = new double[entries.Count];
            VisitEntryRows(structure, heads, (int)entries.Shape[1], (e, h, atRow, atEntry) => expected[atEntry] += weight[(e * heads) + h] * row[atRow]);
            AssertClose(Take(Engine.EntryMixes(structure, weights, rows), entries.Shape), expected, scale: 20, what);
        });

    private static void VisitEntryRows(SparseStructure structure, int heads, int width, Action<int, int, int, int> visit)
    {
        int e = 0;
        for (int row = 0; row < structure.RowCount; row++)
        {
            for (int last = e + structure.Row(row).Length; e < last; e++)
            {
                for (int h = 0; h < heads; h++)
                {
                    for (int d = 0; d < width; d++)
                    {
                        visit(e, h, (((row * heads) + h) * width) + d, (e * width) + d);
                    }
                }
            }
        }
    }

    private void ForEachEntryRows(int heads, bool isWide, Action<SparseStructure, BufferView, BufferView, BufferView, string> test)
    {
        foreach (RandomEdges edges in SparseCases)
        {
            SparseStructure structure = Structure(edges, isWide);
            foreach (int width in EntryRowWidths)
            {
                test(
                    structure,
                    Noise((structure.RowCount, heads * width), 51),
                    Noise((structure.EntryCount, width), 52),
                    Noise((structure.EntryCount, heads), 53),
                    $"{structure}, {heads} heads of {width}");
            }
        }
    }
}

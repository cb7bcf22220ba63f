using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>Small square blocks: fused where an engine has it, composed elsewhere; the same numbers.</content>
public abstract partial class EngineContract
{
    private static readonly int[] BlockColumns = [1, 3, 8, 16, 17, 40];

    /// <summary>Any size of block and any number of columns, both directions, both widths of offsets.</summary>
    [Test]
    [Primitive(nameof(Engine.BlockSpMM))]
    public void BlockSpMM_AnyGraph_IsTheFormula([Values(1, 2, 3, 4, 5, 8)] int size, [Values] bool transposed, [Values] bool isWide)
    {
        foreach (RandomEdges edges in SparseCases)
        {
            SparseStructure structure = Structure(edges, isWide);
            var model = new BlockModel(edges, size);
            (int rows, int columns) = transposed ? (structure.ColumnCount, structure.RowCount) : (structure.RowCount, structure.ColumnCount);
            foreach (int width in BlockColumns)
            {
                BufferView blocks = Noise((structure.EntryCount, (long)size * size), 41);
                BufferView x = Noise((columns, (long)size * width), 42);

                BufferView y = Take(Engine.BlockSpMM(structure, transposed, blocks, x, size), (rows, (long)size * width));

                // A hub sums 400 entries of the order of 1, d times.
                AssertClose(y, model.Product(Doubles(blocks), Doubles(x), width, transposed), scale: 100, what: $"{structure}, {size} x {width}");
            }
        }
    }

    /// <summary>The gradient of the blocks.</summary>
    [Test]
    [Primitive(nameof(Engine.BlockSddmm))]
    public void BlockSddmm_AnyGraph_IsTheFormula([Values(1, 2, 3, 4, 5, 8)] int size, [Values] bool isWide)
    {
        foreach (RandomEdges edges in SparseCases)
        {
            SparseStructure structure = Structure(edges, isWide);
            var model = new BlockModel(edges, size);
            foreach (int width in BlockColumns)
            {
                BufferView a = Noise((structure.RowCount, (long)size * width), 43);
                BufferView b = Noise((structure.ColumnCount, (long)size * width), 44);

                BufferView y = Take(Engine.BlockSddmm(structure, a, b, size), (structure.EntryCount, (long)size * size));

                AssertClose(y, model.Outer(Doubles(a), Doubles(b), width), scale: 40, what: $"{structure}, {size} x {width}");
            }
        }
    }

    /// <summary>Products of blocks, transposed or not, also so large that a kernel's buffer does not hold one, and so many that they are several chunks.</summary>
    [Test]
    [Primitive(nameof(Engine.BlockMatMul))]
    public void BlockMatMul_AnySize_IsTheFormula([Values(1, 2, 3, 4, 5, 8, 17, 32, 33)] int size, [Values] bool transposeA, [Values] bool transposeB)
    {
        foreach (int count in (int[])[0, 1, 5, size < 6 ? 3000 : 40])
        {
            BufferView a = Noise((count, (long)size * size), 45);
            BufferView b = Noise((count, (long)size * size), 46);

            BufferView y = Take(Engine.BlockMatMul(a, transposeA, b, transposeB, size), a.Shape);

            AssertClose(y, BlockModel.MatMul(Doubles(a), transposeA, Doubles(b), transposeB, size), scale: 4 + (2 * size), what: $"{count} of {size}");
        }
    }

    /// <summary>NaN stays in its row of the result, and what stands beside a block is not read into it.</summary>
    [Test]
    [Primitive(nameof(Engine.BlockSpMM))]
    [Primitive(nameof(Engine.BlockMatMul))]
    public void Blocks_NaN_StaysInItsRow()
    {
        SparseStructure structure = Structure(new RandomEdges(2, 2, [0, 1], [0, 1]), isWide: false);
        BufferView blocks = Floats((2, 4), 1, 2, 3, 4, double.NaN, 0, 0, 1);
        BufferView x = Floats((2, 2), 1, 10, 5, 7);
        AssertClose(Take(Engine.BlockSpMM(structure, false, blocks, x, 2), (2, 2)), [21, 43, double.NaN, 7]);
        BufferView identities = Floats((2, 4), 1, 0, 0, 1, 1, 0, 0, 1);
        AssertClose(
            Take(Engine.BlockMatMul(blocks, false, identities, false, 2), (2, 4)), [1, 2, 3, 4, double.NaN, double.NaN, 0, 1]);
    }
}

using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Tests.Tensors.Engines;

/// <content>Small square blocks.</content>
internal static partial class EngineCases
{
    public static IEnumerable<EngineCase> BlockProducts()
    {
        foreach (int blockSize in new[] { 1, 2, 3, 4, 7 })
        {
            yield return new($"Blocks of {blockSize}", (inputs, size) => MultiplyBlocks(inputs, size, blockSize), IsSum: true);
        }
    }

    private static void MultiplyBlocks(EngineInputs inputs, EngineSize size, int blockSize)
    {
        using SparseStructure structure = Structure(inputs, size);
        int width = blockSize * Math.Min(size.Columns, 40);

        // A row may have all entries, each with a term for every column of its block: small terms keep the rounding of so long a sum below the tolerance.
        const float scale = 0.5f;
        BufferView blocks = inputs.Floats((size.Entries, (long)blockSize * blockSize), scale);
        BufferView others = inputs.Floats((size.Entries, (long)blockSize * blockSize), scale);
        BufferView columns = inputs.Floats((structure.ColumnCount, width), scale);
        BufferView rows = inputs.Floats((structure.RowCount, width), scale);
        inputs.Return(inputs.Engine.BlockSpMM(structure, transposed: false, blocks, columns, blockSize));
        inputs.Return(inputs.Engine.BlockSpMM(structure, transposed: true, blocks, rows, blockSize));
        inputs.Return(inputs.Engine.BlockSddmm(structure, rows, columns, blockSize));
        foreach ((bool a, bool b) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            inputs.Return(inputs.Engine.BlockMatMul(blocks, a, others, b, blockSize));
        }
    }
}

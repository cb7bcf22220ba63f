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

        foreach (SheafMapForm form in Enum.GetValues<SheafMapForm>())
        {
            foreach (int blockSize in new[] { 2, 3, 4, 5 })
            {
                var options = new SheafMapOptions(form, blockSize, HasTanh: true, IsWeighted: form == SheafMapForm.Reflections && blockSize > 2);
                yield return new($"Sheaf of {form} {blockSize}", (inputs, size) => MapEnds(inputs, size, options), IsSum: true);
            }
        }
    }

    public static IEnumerable<EngineCase> WalksOfPairs()
    {
        foreach (int heads in new[] { 1, 2, 5 })
        {
            yield return new($"Walks of {heads} heads", (inputs, size) => Walk(inputs, size, heads), IsSum: true);
        }
    }

    private static void Walk(EngineInputs inputs, EngineSize size, int heads)
    {
        int nodes = Math.Max(2, size.Rows);
        const int length = 3;
        using SparseStructure structure = inputs.Structure(nodes, nodes, size.Entries, size.IsWide);

        // Rows that sum to about 1, however many entries there are.
        BufferView weights = inputs.Floats((structure.EntryCount, heads), Math.Min(0.5f, nodes / (1f + size.Entries)));
        int[] offsets = [0, nodes];
        inputs.Return(inputs.Engine.PairWalks(structure, weights, offsets, length));
        inputs.Return(inputs.Engine.PairWalksGradient(structure, weights, offsets, length, inputs.Floats((4 * length, 1, heads), 0.5f)));
    }

    private static void MapEnds(EngineInputs inputs, EngineSize size, SheafMapOptions options)
    {
        int nodes = Math.Max(1, size.Rows);
        using SparseStructure structure = inputs.Structure(nodes, nodes, size.Entries, size.IsWide);
        const float scale = 0.5f;
        BufferView ends = inputs.Floats((structure.RowCount, 2L * options.EndNumbers), scale);
        BufferView gradient = inputs.Floats((structure.EntryCount, options.Elements), scale);
        BufferView toDiagonal = inputs.Floats((structure.RowCount, options.DiagonalElements), scale);
        inputs.Return(inputs.Engine.SheafProducts(structure, ends, options, out EngineBuffer diagonal));
        inputs.Return(diagonal);
        inputs.Return(inputs.Engine.SheafProductsGradient(structure, ends, options, gradient, toDiagonal));
        if (options.Form != SheafMapForm.General)
        {
            return;
        }

        BufferView blocks = gradient;
        BufferView x = inputs.Floats((structure.RowCount, 3L * options.Size), scale);
        BufferView g = inputs.Floats((structure.RowCount, 3L * options.Size), scale);
        inputs.Return(inputs.Engine.BlockSymmetricSpMM(structure, blocks, x, options.Size));
        inputs.Return(inputs.Engine.BlockSymmetricSddmm(structure, g, x, options.Size));
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

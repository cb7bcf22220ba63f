namespace Gnn.Datasets.Tables;

/// <summary>Takes the rows of a table, block after block in the order of the file.</summary>
internal interface IRowSink
{
    /// <summary>Takes the rows of a block; the block is used again afterwards.</summary>
    /// <param name="block">The block.</param>
    /// <param name="expectedRows">About how many rows the whole file has.</param>
    void Add(TableBlock block, long expectedRows);
}

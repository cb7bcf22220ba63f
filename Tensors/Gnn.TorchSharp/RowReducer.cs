using CompilationUnit = global::TorchSharp.torch.jit.CompilationUnit;

namespace Gnn.TorchSharp;

/// <summary>Sums and maxima over runs of rows of a table: result i is over the table's rows index[offsets[i]] to index[offsets[i + 1] - 1].</summary>
/// <remarks>
/// <para>TorchSharp has neither a matrix in compressed rows nor a segment reduction, but libtorch's embedding bag is one: the bags are the rows. Each bag is
/// summed in order by one thread.</para>
/// <para>TorchSharp offers it as a module only, which reads the first and the last offset on the host at each call: on a device that is two waits. The operator
/// beneath reads nothing, and TorchScript calls it. TorchSharp never frees a compilation unit, so the process has one; it may be called from many threads.</para>
/// </remarks>
internal static class RowReducer
{
    // The numbers are the modes of the operator: 0 sums, 2 is the maximum. Whatever the newline of this file, TorchScript takes only this one.
    private const string Source =
        "def row_sum(table, index, offsets, weights: Optional[Tensor]):\n"
        + "    return torch.embedding_bag(table, index, offsets, False, 0, False, weights, True)[0]\n"
        + "\n"
        + "def row_max(table, index, offsets):\n"
        + "    return torch.embedding_bag(table, index, offsets, False, 2, False, None, True)[0]\n";

    private static readonly Lazy<CompilationUnit> LazyUnit = new(() => Torch.jit.compile(Source));

    /// <summary>The sum over each run, 0 for an empty one.</summary>
    /// <param name="work">Owns the result.</param>
    /// <param name="table">[n, width], at least 1 wide; Float32.</param>
    /// <param name="index">Rows of the table, at least 1; of one type with the offsets.</param>
    /// <param name="offsets">Where each run begins, and the last one's end.</param>
    /// <param name="weights">A factor for each element of the index, or null.</param>
    /// <returns>[runs, width].</returns>
    internal static TorchTensor Sum(Workspace work, TorchTensor table, TorchTensor index, TorchTensor offsets, TorchTensor? weights) =>
        work.Own((TorchTensor)LazyUnit.Value.invoke("row_sum", table, index, offsets, weights));

    /// <summary>The maximum over each run, 0 for an empty one; NaN is found only in the first place of a run. The table may be Float64.</summary>
    /// <inheritdoc cref="Sum" path="/param"/>
    /// <returns>[runs, width].</returns>
    internal static TorchTensor Max(Workspace work, TorchTensor table, TorchTensor index, TorchTensor offsets) =>
        work.Own((TorchTensor)LazyUnit.Value.invoke("row_max", table, index, offsets));
}

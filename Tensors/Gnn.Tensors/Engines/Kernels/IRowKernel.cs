namespace Gnn.Tensors.Engines.Kernels;

/// <summary>A function of each row of a matrix, or of two of the same shape.</summary>
internal unsafe interface IRowKernel
{
    /// <summary>The columns of the widest rows that are done faster abreast than one after the other.</summary>
    static abstract int Narrow { get; }

    /// <summary>Computes one row, or one in each lane: then the k-th elements of all of them stand together.</summary>
    /// <param name="row">The row, or the first.</param>
    /// <param name="rows">How many: one, or at most as many as lanes. What the other lanes hold does not matter.</param>
    /// <param name="a">The first argument.</param>
    /// <param name="b">The second; what it points at does not matter where there is none.</param>
    /// <param name="y">Receives the result, a row for each; none of the arguments. Where the result has another form, room for a vector.</param>
    /// <param name="length">The elements: those of a row, times the lanes where each is a row of its own; at least one.</param>
    void Run<TLanes, TVector, TForm>(long row, int rows, float* a, float* b, float* y, long length)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TForm : struct, IRowForm;
}

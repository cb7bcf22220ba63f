namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Which of three arrays, the heads of rows, their entries' rows and a weight for each entry and head, is made of the other two.</summary>
internal enum EntryRowsForm
{
    /// <summary>Weights: inner products.</summary>
    Dots,

    /// <summary>Heads of rows: weighted sums over entries.</summary>
    Sums,

    /// <summary>Entries' rows: weighted sums over heads.</summary>
    Mixes,
}

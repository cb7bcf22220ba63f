namespace Gnn.Tensors.Engines.Kernels;

/// <summary>What an entry contributes to its row: a run of columns, found once for each entry.</summary>
internal unsafe interface IEntryTerm
{
    /// <summary>Where an entry's columns are.</summary>
    /// <param name="place">The entry's place in the structure that is walked.</param>
    /// <param name="head">The head.</param>
    EntryPlace At(long place, long head);

    /// <summary>The contribution to the columns from an offset on.</summary>
    TVector Value<TLanes, TVector>(in EntryPlace entry, long offset)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;

    /// <summary>sum + the contribution.</summary>
    TVector Add<TLanes, TVector>(TVector sum, in EntryPlace entry, long offset)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;
}

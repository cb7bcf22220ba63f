namespace Gnn.Tensors.Engines.Kernels;

/// <summary>What an entry contributes to its row: a run of columns, found once for each entry.</summary>
internal unsafe interface IEntryTerm
{
    /// <summary>From now on the first column is another.</summary>
    /// <param name="head">The head that it belongs to.</param>
    /// <param name="offset">Its number.</param>
    void Move(long head, long offset);

    /// <summary>Where an entry's columns are.</summary>
    /// <param name="place">The entry's place in the structure that is walked.</param>
    EntryPlace At(long place);

    /// <summary>Asks for what an entry's columns are made of.</summary>
    void Ask(long place, int columns);

    /// <summary>The contribution to the columns that lie so many past the first.</summary>
    TVector Value<TLanes, TVector>(in EntryPlace entry, int step)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;

    /// <summary>sum + the contribution.</summary>
    TVector Add<TLanes, TVector>(TVector sum, in EntryPlace entry, int step)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>;
}

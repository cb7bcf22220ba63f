namespace Gnn.Sampling.Walks;

/// <summary>One of the second-order walks that go on side by side: where it stands and what it tries.</summary>
internal unsafe struct WalkLane
{
    /// <summary>The next block of the walk's words.</summary>
    public ulong Block;

    /// <summary>Where the next node is written.</summary>
    public int* Output;

    /// <summary>The first entry of the row of the node.</summary>
    public long Begin;

    /// <summary>The entry of the candidate.</summary>
    public long Place;

    /// <summary>The word that decides about the candidate; above every threshold if it is out already.</summary>
    public ulong Fraction;

    /// <summary>The node, with the bit of the entry that led to it.</summary>
    public int Current;

    /// <summary>The node before; -1 at the start.</summary>
    public int Previous;

    /// <summary>The first entry of the row of the node before.</summary>
    public long PreviousBegin;

    /// <summary>The entries of that row.</summary>
    public int PreviousDegree;

    /// <summary>The entries of the node's row.</summary>
    public int Degree;

    /// <summary>The slots: entries and extra ones.</summary>
    public uint Slots;

    /// <summary>The steps that are left; 0 for a walk that has ended.</summary>
    public int Left;

    /// <summary>The candidates that may still be rejected before the row is passed over as a whole.</summary>
    public int Tries;

    /// <summary>The number of the <see cref="StepRule"/>.</summary>
    public int Rule;

    /// <summary>The candidate, with the bit of its entry.</summary>
    public int Candidate;

    /// <summary>1 if the candidate is from the extra slots, else 0.</summary>
    public int IsExtra;
}

namespace Gnn.Sampling.Negatives;

/// <summary>Which ends of a positive pair are replaced to make a negative one.</summary>
public enum CorruptedEnds
{
    /// <summary>Both: any pair that is no edge, whatever the positive.</summary>
    Both,

    /// <summary>The source (the head): the target stays.</summary>
    Source,

    /// <summary>The target (the tail): the source stays.</summary>
    Target,

    /// <summary>The source or the target, as a fair coin says for each negative; the other one where that end has no negative left.</summary>
    Either,
}

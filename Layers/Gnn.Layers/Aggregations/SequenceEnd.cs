namespace Gnn.Layers.Aggregations;

/// <summary>Which state of a recurrent aggregation is the result.</summary>
public enum SequenceEnd
{
    /// <summary>The state after a group's last row; 0 for an empty group. A group's result depends on the group alone.</summary>
    LastRow,

    /// <summary>The state after as many steps as the longest group has, with rows of 0 after a group's last: what PyTorch Geometric gives. A group's result
    /// depends on the groups beside it.</summary>
    LongestGroup,
}

namespace Gnn.Tensors.Memory;

/// <summary>Who holds a block.</summary>
internal enum BlockState
{
    /// <summary>A user.</summary>
    InUse,

    /// <summary>The pool.</summary>
    Idle,

    /// <summary>Nobody: its memory is gone.</summary>
    Freed,
}

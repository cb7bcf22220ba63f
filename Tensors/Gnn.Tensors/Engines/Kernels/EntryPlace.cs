namespace Gnn.Tensors.Engines.Kernels;

/// <summary>What a term knows of an entry.</summary>
internal unsafe struct EntryPlace
{
    /// <summary>The first of its columns.</summary>
    internal float* Row;

    /// <summary>Its first mark or its first value, where the term wants it.</summary>
    internal void* Arg;

    /// <summary>What the values are multiplied by, where they are.</summary>
    internal float Weight;
}

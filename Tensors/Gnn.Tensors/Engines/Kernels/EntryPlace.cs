namespace Gnn.Tensors.Engines.Kernels;

/// <summary>What a term knows of an entry.</summary>
internal unsafe struct EntryPlace
{
    /// <summary>The first column of its row of values.</summary>
    internal float* Row;

    /// <summary>The first column of its row of arguments, or its first value, where the term wants it.</summary>
    internal void* Arg;

    /// <summary>The entry of the original structure.</summary>
    internal long Entry;

    /// <summary>What the values are multiplied by, where they are.</summary>
    internal float Weight;
}

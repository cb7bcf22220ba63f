using System.Runtime.InteropServices;

namespace Gnn.Sampling.Walks;

/// <summary>One slot of a row's alias table: with its nodes it lies in one cache line, so that a weighted draw reads one line.</summary>
/// <remarks>Of a row without weight every slot leads to -1.</remarks>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct AliasEntry
{
    /// <summary>Below it the slot's own node is drawn, else its alias.</summary>
    public uint Threshold;

    /// <summary>The neighbour of the entry with this number.</summary>
    public int Own;

    /// <summary>The neighbour of another entry.</summary>
    public int Alias;

    /// <summary>The weight of the entry with this number.</summary>
    public float Weight;
}

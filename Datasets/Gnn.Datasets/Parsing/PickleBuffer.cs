namespace Gnn.Datasets.Parsing;

/// <summary>The bytes that strings are runs of; one per file and kind, so that a string costs no allocation until it is asked for.</summary>
internal sealed class PickleBuffer : PickleObject
{
    public PickleBuffer(PickleKind kind, byte[] bytes)
    {
        Kind = kind;
        Bytes = bytes;
    }

    /// <inheritdoc/>
    public override PickleKind Kind { get; }

    /// <summary>All the bytes that runs are taken from.</summary>
    public byte[] Bytes { get; }
}

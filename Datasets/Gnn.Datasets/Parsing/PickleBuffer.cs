namespace Gnn.Datasets.Parsing;

/// <summary>A string that is no plain run of the file, for example because escapes in it were undone.</summary>
internal sealed class PickleBuffer : PickleObject
{
    public PickleBuffer(PickleKind kind, ReadOnlyMemory<byte> bytes)
    {
        Kind = kind;
        Bytes = bytes;
    }

    /// <inheritdoc/>
    public override PickleKind Kind { get; }

    /// <summary>The bytes of the string.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }
}

namespace Gnn.Datasets.Parsing;

/// <summary>A numpy element type as an object of a pickle; its byte order comes after it is made.</summary>
internal sealed class PickledType : PickleObject
{
    public PickledType(NumpyType type)
    {
        Type = type;
    }

    /// <inheritdoc/>
    public override PickleKind Kind => PickleKind.ElementType;

    /// <summary>The element type.</summary>
    public NumpyType Type { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => $"the numpy type {Type}";
}

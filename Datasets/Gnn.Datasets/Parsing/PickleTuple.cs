namespace Gnn.Datasets.Parsing;

/// <summary>A tuple, made when it is asked for: its items lie with those of all others.</summary>
internal sealed class PickleTuple : PickleItems
{
    public PickleTuple(PickleValues values)
    {
        Values = values;
    }

    /// <inheritdoc/>
    public override PickleKind Kind => PickleKind.Tuple;

    /// <inheritdoc/>
    public override PickleValues Values { get; }
}

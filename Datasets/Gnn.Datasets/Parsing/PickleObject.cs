namespace Gnn.Datasets.Parsing;

/// <summary>The reference half of a <see cref="PickleValue"/>.</summary>
internal abstract class PickleObject
{
    /// <summary>What the value holds.</summary>
    public abstract PickleKind Kind { get; }
}

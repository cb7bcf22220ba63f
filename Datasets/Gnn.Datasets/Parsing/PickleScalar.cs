namespace Gnn.Datasets.Parsing;

/// <summary>Marks a <see cref="PickleValue"/> whose 64 bits are the value itself.</summary>
internal sealed class PickleScalar : PickleObject
{
    public static readonly PickleScalar Bool = new(PickleKind.Bool);
    public static readonly PickleScalar Int = new(PickleKind.Int);
    public static readonly PickleScalar Float = new(PickleKind.Float);
    public static readonly PickleScalar Callable = new(PickleKind.Callable);

    private PickleScalar(PickleKind kind)
    {
        Kind = kind;
    }

    /// <inheritdoc/>
    public override PickleKind Kind { get; }
}

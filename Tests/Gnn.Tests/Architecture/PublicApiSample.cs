namespace Gnn.Tests.Architecture;

/// <summary>A type with every kind of member, for the test of the text that describes them.</summary>
public abstract class PublicApiSample<TKey, TValue>(int size = 3) : IDisposable
    where TKey : unmanaged
    where TValue : class, new()
{
    public const float Half = 0.5f;

    public event EventHandler Changed = delegate { };

    public required int Size { get; init; } = size;

    public virtual int? Limit { get; protected set; }

    public TValue? this[int index] => index == Size ? new TValue() : null;

    protected static int Sum(params ReadOnlySpan<int> values) => values.Length;

    public (int Count, string? Name) Pair(in TKey key, out long count)
    {
        count = Size;
        Changed(this, EventArgs.Empty);
        return (Size, key.ToString());
    }

    public Dictionary<string, TValue?> Table(string? name = null, DayOfWeek day = DayOfWeek.Monday) => new() { [name ?? day.ToString()] = null };

    public override string ToString() => $"{Size}";

    public abstract void Dispose();

    internal void Hidden() => Size.ToString();
}

namespace Gnn.TorchSharp;

/// <summary>Bounds within which all elements of an integer buffer lie.</summary>
/// <param name="Least">No element is less.</param>
/// <param name="Most">No element is greater.</param>
/// <remarks>Kept with a buffer so that an index is checked once and not at every use, which on a device would make the host wait. An
/// object, so that a thread sees both bounds or none.</remarks>
internal sealed record IndexRange(long Least, long Most)
{
    /// <summary>Of no elements.</summary>
    internal static IndexRange Empty { get; } = new(long.MaxValue, long.MinValue);

    /// <summary>Whether every index is in [0, count).</summary>
    internal bool IsWithin(long count) => Least > Most || (Least >= 0 && Most < count);

    /// <summary>Bounds of two buffers together.</summary>
    internal IndexRange With(IndexRange other) => new(Math.Min(Least, other.Least), Math.Max(Most, other.Most));
}

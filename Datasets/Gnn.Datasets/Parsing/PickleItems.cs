namespace Gnn.Datasets.Parsing;

/// <summary>A tuple, list, set or dictionary: values in file order; a dictionary alternates keys and values.</summary>
/// <remarks>
/// Nothing is hashed: a set or dictionary keeps repeated keys, and <see cref="TryFind"/> takes the last, as Python does. A hostile file
/// may make a list hold itself, so readers of these values must not recurse without a bound.
/// </remarks>
internal abstract class PickleItems : PickleObject
{
    /// <summary>The values in file order.</summary>
    public abstract PickleValues Values { get; }

    /// <summary>The number of values: for a dictionary, twice the number of its entries.</summary>
    public int Count => Values.Length;

    /// <summary>Finds the last value of a dictionary under a text key.</summary>
    /// <param name="key">The key in ASCII.</param>
    /// <param name="value">The value, or None if the key is absent.</param>
    /// <returns>Whether the key is there.</returns>
    public bool TryFind(ReadOnlySpan<byte> key, out PickleValue value)
    {
        PickleValues values = Values;
        for (int i = values.Length - 2; i >= 0; i -= 2)
        {
            if (values[i].HasText(key))
            {
                value = values[i + 1];
                return true;
            }
        }

        value = default;
        return false;
    }
}

using System.Globalization;

namespace Gnn.Graphs.Splits;

/// <summary>Which part of a split has claimed each item, so that none is claimed twice.</summary>
internal sealed class SplitClaims(string itemName, int itemCount)
{
    // The number of the part, from 1, that has claimed each item; 0 for none.
    private readonly byte[] _partOf = new byte[itemCount];
    private readonly List<string> _parts = [];
    private readonly string _title = string.Concat(char.ToUpperInvariant(itemName[0]).ToString(), itemName.AsSpan(1));

    /// <summary>Claims items for a part.</summary>
    /// <returns>The items, ascending.</returns>
    public int[] Claim(ReadOnlySpan<int> items, string part)
    {
        _parts.Add(part);
        foreach (int item in items)
        {
            if ((uint)item >= (uint)_partOf.Length)
            {
                throw new ArgumentOutOfRangeException(
                    part, item, string.Create(CultureInfo.InvariantCulture, $"A {itemName} of '{part}' must be in [0, {_partOf.Length}), got {item}."));
            }

            if (_partOf[item] != 0)
            {
                string other = _parts[_partOf[item] - 1];
                throw new ArgumentException(
                    other == part
                        ? $"{_title} {item} is listed twice in '{part}'."
                        : $"{_title} {item} is in '{other}' and in '{part}': the parts must not overlap.",
                    part);
            }

            _partOf[item] = (byte)_parts.Count;
        }

        int[] sorted = items.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}

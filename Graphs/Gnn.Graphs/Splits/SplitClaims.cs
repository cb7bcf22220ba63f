using System.Globalization;

namespace Gnn.Graphs.Splits;

/// <summary>Which part of a split has claimed each item, so that none is claimed twice.</summary>
/// <remarks>One byte for each item, while the split is made.</remarks>
internal sealed class SplitClaims(string itemName, int itemCount)
{
    private readonly byte[] _partOf = new byte[itemCount];
    private readonly List<string> _parts = [];
    private readonly string _title = string.Concat(char.ToUpperInvariant(itemName[0]).ToString(), itemName.AsSpan(1));

    /// <summary>Claims items for a part.</summary>
    /// <returns>The items, ascending.</returns>
    public int[] Claim(ReadOnlySpan<int> items, string part)
    {
        _parts.Add(part);
        byte number = (byte)_parts.Count;
        byte[] partOf = _partOf;
        foreach (int item in items)
        {
            if ((uint)item >= (uint)partOf.Length)
            {
                throw new ArgumentOutOfRangeException(
                    part, item, string.Create(CultureInfo.InvariantCulture, $"A {itemName} of '{part}' must be in [0, {partOf.Length}), got {item}."));
            }

            if (partOf[item] != 0)
            {
                throw new ArgumentException(
                    partOf[item] == number
                        ? $"{_title} {item} is listed twice in '{part}'."
                        : $"{_title} {item} is in '{_parts[partOf[item] - 1]}' and in '{part}': the parts must not overlap.",
                    part);
            }

            partOf[item] = number;
        }

        int[] claimed = items.ToArray();
        if (!RisingLists.Rise(claimed))
        {
            Array.Sort(claimed);
        }

        return claimed;
    }
}

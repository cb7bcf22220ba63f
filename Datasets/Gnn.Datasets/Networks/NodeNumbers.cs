using System.Globalization;
using Gnn.Datasets.Parsing;
using Gnn.Datasets.Tables;

namespace Gnn.Datasets.Networks;

/// <summary>The published ids, whole numbers, of the nodes 0 to N - 1, which stand for them in ascending order.</summary>
/// <param name="Narrow">The ids that are kept in 32 bits, ascending.</param>
/// <param name="Wide">The others, all larger, ascending.</param>
internal sealed record NodeNumbers(int[] Narrow, long[] Wide)
{
    private const int LongestId = 20;

    /// <summary>The number of nodes.</summary>
    public int Count => checked(Narrow.Length + Wide.Length);

    /// <summary>Whether the ids are 0 to N - 1 themselves.</summary>
    public bool IsIdentity => Wide.Length == 0 && (Narrow.Length == 0 || Narrow[^1] == Narrow.Length - 1);

    /// <summary>The published ids by node.</summary>
    public IdMap ToIdMap()
    {
        if (Wide.Length == 0)
        {
            return PublishedIds.MapOf(Narrow);
        }

        Span<byte> digits = stackalloc byte[LongestId];
        Wide[^1].TryFormat(digits, out int longest, provider: CultureInfo.InvariantCulture);
        var table = new IdTable(Count, (longest + 1L) * Count);
        for (int node = 0; node < Count; node++)
        {
            long id = node < Narrow.Length ? Narrow[node] : Wide[node - Narrow.Length];
            id.TryFormat(digits, out int length, provider: CultureInfo.InvariantCulture);
            table.GetOrAdd(digits[..length]);
        }

        return new IdMap(table);
    }
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Gnn.Training.Recommendation;

/// <summary>Who chose what: each user's items, ascending, each once.</summary>
internal sealed class Interactions
{
    private readonly int[] _starts;
    private readonly int[] _items;

    private Interactions(int itemCount, int[] starts, int[] items) => (ItemCount, _starts, _items) = (itemCount, starts, items);

    internal int UserCount => _starts.Length - 1;

    internal int ItemCount { get; }

    internal int Count => _items.Length;

    /// <summary>All items, user by user.</summary>
    internal ReadOnlySpan<int> Items => _items;

    /// <summary>Interactions in any order; those that repeat one count once.</summary>
    internal static Interactions From(int userCount, int itemCount, ReadOnlySpan<int> users, ReadOnlySpan<int> items)
    {
        int[] starts = new int[userCount + 1];
        foreach (int user in users)
        {
            starts[user + 1]++;
        }

        for (int user = 0; user < userCount; user++)
        {
            starts[user + 1] += starts[user];
        }

        int[] next = starts[..userCount];
        int[] placed = new int[items.Length];
        for (int k = 0; k < items.Length; k++)
        {
            placed[next[users[k]]++] = items[k];
        }

        return Distinct(itemCount, starts, placed);
    }

    internal ReadOnlySpan<int> Of(int user) => _items.AsSpan(_starts[user], _starts[user + 1] - _starts[user]);

    internal int Start(int user) => _starts[user];

    internal bool Contains(int user, int item) => Of(user).BinarySearch(item) >= 0;

    /// <summary>The user of each interaction.</summary>
    internal int[] Users()
    {
        int[] users = new int[Count];
        for (int user = 0; user < UserCount; user++)
        {
            Array.Fill(users, user, _starts[user], _starts[user + 1] - _starts[user]);
        }

        return users;
    }

    /// <summary>Items as users and users as items.</summary>
    internal Interactions Transposed() => From(ItemCount, UserCount, _items, Users());

    internal int[] ItemDegrees()
    {
        int[] degrees = new int[ItemCount];
        foreach (int item in _items)
        {
            degrees[item]++;
        }

        return degrees;
    }

    /// <summary>A fingerprint of sizes and interactions.</summary>
    internal string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<int>([UserCount, ItemCount]));
        hash.AppendData(MemoryMarshal.AsBytes<int>(_starts));
        hash.AppendData(MemoryMarshal.AsBytes<int>(_items));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Interactions Distinct(int itemCount, int[] starts, int[] placed)
    {
        int count = 0;
        int begin = 0;
        for (int user = 0; user + 1 < starts.Length; user++)
        {
            Span<int> own = placed.AsSpan(begin, starts[user + 1] - begin);
            begin = starts[user + 1];
            own.Sort();
            int first = count;
            foreach (int item in own)
            {
                if (count == first || placed[count - 1] != item)
                {
                    placed[count++] = item;
                }
            }

            starts[user + 1] = count;
        }

        return new Interactions(itemCount, starts, placed[..count]);
    }
}

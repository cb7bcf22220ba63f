using Gnn.Tensors;

namespace Gnn.Training.Recommendation;

/// <summary>Items that users did not choose, with equal chance: each is checked against all of the user's training items.</summary>
internal sealed class NegativeItems
{
    /// <summary>So many interactions are one thread's at a time.</summary>
    private const int RunLength = 2048;

    private readonly Interactions _known;
    private readonly int[] _places;

    internal NegativeItems(Interactions known)
    {
        _known = known;
        _places = new int[known.ItemCount];
        for (int user = 0; user < known.UserCount; user++)
        {
            if (known.Of(user).Length == known.ItemCount)
            {
                throw new ArgumentException($"User {user} chose all {known.ItemCount} items in training, so that no item can be held against them: leave the user out.", nameof(known));
            }
        }
    }

    /// <summary>Draws items for each of some users: the draws of place p depend on the source and on first + p alone.</summary>
    internal void Draw(ReadOnlyMemory<int> users, int each, long first, RandomSource random, int[] items, int threads)
    {
        int runs = (users.Length + RunLength - 1) / RunLength;
        Parallel.For(0, runs, new ParallelOptions { MaxDegreeOfParallelism = threads }, run =>
        {
            ReadOnlySpan<int> asked = users.Span;
            int end = Math.Min(asked.Length, (run + 1) * RunLength);
            for (int place = run * RunLength; place < end; place++)
            {
                RandomSequence draws = random.Stream((ulong)(first + place)).Sequence();
                ReadOnlySpan<int> own = _known.Of(asked[place]);
                for (int k = 0; k < each; k++)
                {
                    int item;
                    do
                    {
                        item = draws.NextInt32(_known.ItemCount);
                    }
                    while (own.BinarySearch(item) >= 0);
                    items[(place * each) + k] = item;
                }
            }
        });
    }

    /// <summary>Draws items that a whole batch shares, without replacement; fewer than asked for where there are not as many.</summary>
    internal int[] DrawShared(int count, RandomSource random) => random.Sequence().Choose(_known.ItemCount, Math.Min(count, _known.ItemCount));

    /// <summary>Where a user's training items stand among shared ones: places row * columns + column, row by row.</summary>
    internal List<int> Collisions(ReadOnlySpan<int> users, ReadOnlySpan<int> shared)
    {
        for (int column = 0; column < shared.Length; column++)
        {
            _places[shared[column]] = column + 1;
        }

        var collisions = new List<int>();
        for (int row = 0; row < users.Length; row++)
        {
            foreach (int item in _known.Of(users[row]))
            {
                if (_places[item] > 0)
                {
                    collisions.Add((row * shared.Length) + _places[item] - 1);
                }
            }
        }

        foreach (int item in shared)
        {
            _places[item] = 0;
        }

        return collisions;
    }
}

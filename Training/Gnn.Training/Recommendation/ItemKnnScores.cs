namespace Gnn.Training.Recommendation;

/// <summary>The cosines of an item with those of the user's items that are among its nearest, added up.</summary>
internal sealed class ItemKnnScores : IItemScores
{
    private const int RunLength = 64;

    private readonly Interactions _train;

    // For each item those that it is near to: the neighbours of items, turned round.
    private readonly int[] _starts;
    private readonly int[] _items;
    private readonly float[] _similarities;

    internal ItemKnnScores(Interactions train, RecommendationBaselineOptions options, int threads)
    {
        _train = train;
        Interactions usersOf = train.Transposed();
        var nearest = new (int Item, float Similarity)[train.ItemCount][];
        Parallel.For(
            0,
            (train.ItemCount + RunLength - 1) / RunLength,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => new int[train.ItemCount],
            (run, _, counts) =>
            {
                for (int item = run * RunLength; item < Math.Min(train.ItemCount, (run + 1) * RunLength); item++)
                {
                    nearest[item] = Nearest(item, train, usersOf, options, counts);
                }

                return counts;
            },
            _ => { });

        _starts = new int[train.ItemCount + 1];
        foreach ((int near, float _) in nearest.SelectMany(each => each))
        {
            _starts[near + 1]++;
        }

        for (int item = 0; item < train.ItemCount; item++)
        {
            _starts[item + 1] += _starts[item];
        }

        int[] next = _starts[..^1];
        _items = new int[_starts[^1]];
        _similarities = new float[_items.Length];
        for (int item = 0; item < nearest.Length; item++)
        {
            foreach ((int near, float similarity) in nearest[item])
            {
                (_items[next[near]], _similarities[next[near]]) = (item, similarity);
                next[near]++;
            }
        }
    }

    public int ItemCount => _starts.Length - 1;

    public float[] Score(ReadOnlySpan<int> users, int threads)
    {
        float[] scores = new float[users.Length * ItemCount];
        int[] asked = users.ToArray();
        Parallel.For(0, asked.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, row =>
        {
            Span<float> own = scores.AsSpan(row * ItemCount, ItemCount);
            foreach (int item in _train.Of(asked[row]))
            {
                for (int k = _starts[item]; k < _starts[item + 1]; k++)
                {
                    own[_items[k]] += _similarities[k];
                }
            }
        });
        return scores;
    }

    /// <summary>The nearest items by falling similarity; of those that tie at the end, the ones with the smaller ids.</summary>
    private static (int Item, float Similarity)[] Nearest(int item, Interactions train, Interactions usersOf, RecommendationBaselineOptions options, int[] counts)
    {
        var touched = new List<int>();
        foreach (int user in usersOf.Of(item))
        {
            foreach (int other in train.Of(user))
            {
                if (other != item && counts[other]++ == 0)
                {
                    touched.Add(other);
                }
            }
        }

        double own = usersOf.Of(item).Length;
        var near = new (int Item, float Similarity)[touched.Count];
        for (int k = 0; k < near.Length; k++)
        {
            int other = touched[k];
            near[k] = (other, (float)(counts[other] / (Math.Sqrt(own * usersOf.Of(other).Length) + options.Shrinkage)));
            counts[other] = 0;
        }

        Array.Sort(near, (a, b) => a.Similarity == b.Similarity ? a.Item.CompareTo(b.Item) : b.Similarity.CompareTo(a.Similarity));
        near = near.Length <= options.Neighbors ? near : near[..options.Neighbors];
        double total = options.WeightedAverage ? near.Sum(each => (double)each.Similarity) : 1;
        return Array.ConvertAll(near, each => (each.Item, (float)(each.Similarity / total)));
    }
}

using System.Numerics;

namespace Gnn.Training.Metrics;

/// <summary>The first K items of one ranking, and the items that tie with the last of them; used again for one ranking after another.</summary>
internal sealed class TopSelection(int k)
{
    // A heap whose root is the smallest score, then falling order.
    private readonly float[] _scores = new float[k];
    private readonly int[] _items = new int[k];

    /// <summary>How many items stand in the first K places: K, or fewer if there are not as many.</summary>
    internal int Count { get; private set; }

    /// <summary>The items, by falling score, then rising id; of those that tie with the last, some.</summary>
    internal ReadOnlySpan<int> Items => _items.AsSpan(0, Count);

    /// <summary>The score of the last.</summary>
    internal float Last => _scores[Count - 1];

    /// <summary>How many items stand above the last score.</summary>
    internal int AboveCount { get; private set; }

    /// <summary>How many items have the last score, within the first K places or beyond them.</summary>
    internal int TiedCount { get; private set; }

    /// <summary>The chance of an item with the last score to stand within the first K places.</summary>
    internal double LastShare => (Count - AboveCount) / (double)TiedCount;

    /// <summary>Selects; the excluded items ascend.</summary>
    internal void Take(ReadOnlySpan<float> scores, ReadOnlySpan<int> excluded)
    {
        Count = 0;
        int start = 0;
        foreach (int item in excluded)
        {
            TakeRun(scores, start, item);
            start = item + 1;
        }

        TakeRun(scores, start, scores.Length);
        Sort();
        AboveCount = Count;
        TiedCount = 0;
        if (Count == 0)
        {
            return;
        }

        while (AboveCount > 0 && _scores[AboveCount - 1] == Last)
        {
            AboveCount--;
        }

        start = 0;
        foreach (int item in excluded)
        {
            TiedCount += CountEqual(scores[start..item], Last);
            start = item + 1;
        }

        TiedCount += CountEqual(scores[start..], Last);
    }

    /// <summary>The metrics of what was selected, by the relevant items, ascending.</summary>
    /// <param name="scores">The scores that were selected from.</param>
    /// <param name="relevant">The relevant items, ascending, none of them excluded.</param>
    /// <param name="items">Takes for each relevant item its chance to stand within the first K places; may be empty.</param>
    internal TopKMetrics Measure(ReadOnlySpan<float> scores, ReadOnlySpan<int> relevant, Span<double> items)
    {
        double hits = 0, gain = 0, precisions = 0, none = 1;
        int found = 0;
        for (int start = 0; start < Count;)
        {
            bool isLast = start == AboveCount;
            int end = isLast ? Count : start + 1;
            while (!isLast && end < AboveCount && _scores[end] == _scores[start])
            {
                end++;
            }

            int size = isLast ? TiedCount : end - start;
            int own = CountRelevant(scores, relevant, _scores[start]);
            if (own > 0)
            {
                double share = own / (double)size;
                for (int i = 0; start + i < end; i++)
                {
                    int place = start + i + 1;
                    double before = found + 1 + (size == 1 ? 0 : i * (own - 1.0) / (size - 1));
                    hits += share;
                    gain += share / Math.Log2(place + 1);
                    precisions += share * before / place;

                    // Of the items left in the group, size - i, none of the own may come here.
                    none *= Math.Max(0, (size - own - i) / (double)(size - i));
                }

                found += own;
            }

            start = end;
        }

        for (int i = 0; i < items.Length; i++)
        {
            float score = scores[relevant[i]];
            items[i] = Count == 0 || score < Last ? 0 : score > Last ? 1 : LastShare;
        }

        int ideal = Math.Min(relevant.Length, k);
        return new TopKMetrics(hits / relevant.Length, gain / IdealGain(ideal), hits / k, precisions / ideal, 1 - none);
    }

    private static double IdealGain(int count)
    {
        double gain = 0;
        for (int place = 1; place <= count; place++)
        {
            gain += 1 / Math.Log2(place + 1);
        }

        return gain;
    }

    private static int CountRelevant(ReadOnlySpan<float> scores, ReadOnlySpan<int> relevant, float score)
    {
        int count = 0;
        foreach (int item in relevant)
        {
            count += scores[item] == score ? 1 : 0;
        }

        return count;
    }

    private static int CountEqual(ReadOnlySpan<float> scores, float value)
    {
        int count = 0;
        int i = 0;
        var wanted = new Vector<float>(value);
        for (; i <= scores.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            if (Vector.EqualsAny(new Vector<float>(scores[i..]), wanted))
            {
                for (int lane = i; lane < i + Vector<float>.Count; lane++)
                {
                    count += scores[lane] == value ? 1 : 0;
                }
            }
        }

        for (; i < scores.Length; i++)
        {
            count += scores[i] == value ? 1 : 0;
        }

        return count;
    }

    private void TakeRun(ReadOnlySpan<float> scores, int start, int end)
    {
        int i = start;
        for (; i < end && Count < k; i++)
        {
            Push(scores[i], i);
        }

        for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
        {
            if (Vector.GreaterThanAny(new Vector<float>(scores[i..]), new Vector<float>(_scores[0])))
            {
                for (int lane = i; lane < i + Vector<float>.Count; lane++)
                {
                    Offer(scores[lane], lane);
                }
            }
        }

        for (; i < end; i++)
        {
            Offer(scores[i], i);
        }
    }

    private void Offer(float score, int item)
    {
        if (score > _scores[0])
        {
            Sink(0, Count, score, item);
        }
    }

    private void Push(float score, int item)
    {
        int at = Count++;
        while (at > 0 && _scores[(at - 1) / 2] > score)
        {
            (_scores[at], _items[at]) = (_scores[(at - 1) / 2], _items[(at - 1) / 2]);
            at = (at - 1) / 2;
        }

        (_scores[at], _items[at]) = (score, item);
    }

    /// <summary>Puts an item at a place of the heap, or below it.</summary>
    private void Sink(int at, int count, float score, int item)
    {
        while ((2 * at) + 1 < count)
        {
            int child = (2 * at) + 1;
            if (child + 1 < count && _scores[child + 1] < _scores[child])
            {
                child++;
            }

            if (_scores[child] >= score)
            {
                break;
            }

            (_scores[at], _items[at]) = (_scores[child], _items[child]);
            at = child;
        }

        (_scores[at], _items[at]) = (score, item);
    }

    /// <summary>Takes the smallest to the end, again and again; then items that tie are put in the order of their ids.</summary>
    private void Sort()
    {
        for (int count = Count - 1; count > 0; count--)
        {
            (float score, int item) = (_scores[count], _items[count]);
            (_scores[count], _items[count]) = (_scores[0], _items[0]);
            Sink(0, count, score, item);
        }

        for (int start = 0; start < Count;)
        {
            int end = start + 1;
            while (end < Count && _scores[end] == _scores[start])
            {
                end++;
            }

            _items.AsSpan(start, end - start).Sort();
            start = end;
        }
    }
}

using Gnn.Sampling.Temporal;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Temporal;

[TestFixture]
[Category("Kernel")]
internal sealed unsafe class SortedSearchTests
{
    [Test]
    public void Find_RunsOfAnyLength_EqualsCounting()
    {
        RandomSequence random = new RandomSource(3).Sequence();
        int* begins = stackalloc int[SortedSearch.Lanes];
        int* lengths = stackalloc int[SortedSearch.Lanes];
        int* bounds = stackalloc int[SortedSearch.Lanes];
        int* found = stackalloc int[SortedSearch.Lanes];
        long* wideBounds = stackalloc long[SortedSearch.Lanes];
        for (int longest = 1; longest <= 257; longest++)
        {
            // Runs one after another, with repeats within and no room behind the last.
            var values = new List<int>();
            for (int lane = 0; lane < SortedSearch.Lanes; lane++)
            {
                (begins[lane], lengths[lane]) = (values.Count, lane == 0 ? longest : 1 + random.NextInt32(longest));
                values.AddRange(Enumerable.Range(0, lengths[lane]).Select(_ => random.NextInt32(100)).Order());
                bounds[lane] = random.NextInt32(102);
            }

            int[] narrow = [.. values];
            // Beyond 32 bits both ways, and to the ends of the range.
            long[] wide = Array.ConvertAll(narrow, Widen);
            int[] expected = [.. Enumerable.Range(0, SortedSearch.Lanes).Select(lane => begins[lane] + narrow.Skip(begins[lane]).Take(lengths[lane]).Count(value => value < bounds[lane]))];
            for (int lane = 0; lane < SortedSearch.Lanes; lane++)
            {
                wideBounds[lane] = Widen(bounds[lane]);
            }

            fixed (int* value = narrow)
            fixed (long* wideValue = wide)
            {
                SortedSearch.Find(value, begins, lengths, bounds, found);
                Assert.That(new Span<int>(found, SortedSearch.Lanes).ToArray(), Is.EqualTo(expected));
                SortedSearch.FindScalar(value, begins, lengths, bounds, found);
                Assert.That(new Span<int>(found, SortedSearch.Lanes).ToArray(), Is.EqualTo(expected));
                SortedSearch.Find(wideValue, begins, lengths, wideBounds, found);
                Assert.That(new Span<int>(found, SortedSearch.Lanes).ToArray(), Is.EqualTo(expected));
                SortedSearch.FindScalar(wideValue, begins, lengths, wideBounds, found);
                Assert.That(new Span<int>(found, SortedSearch.Lanes).ToArray(), Is.EqualTo(expected));
            }
        }

        static long Widen(int value) => value switch
        {
            0 => long.MinValue,
            101 => long.MaxValue,
            _ => (value - 50L) << 40,
        };
    }
}

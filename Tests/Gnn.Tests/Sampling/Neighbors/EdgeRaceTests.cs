using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Neighbors;

[TestFixture]
[Category("Kernel")]
internal sealed unsafe class EdgeRaceTests
{
    private const int Room = 8;

    [TestCase(1)]
    [TestCase(5)]
    [TestCase(15)]
    [TestCase(33)]
    [TestCase(200)]
    public void Finish_AnyNumbers_EqualsSorting(int fanout)
    {
        RandomSequence random = new RandomSource(3).Stream((ulong)fanout).Sequence();
        using var race = new EdgeRace();
        foreach (int length in (int[])[.. Enumerable.Range(0, 80), 128, 129, 257, 500, 1000, 3000])
        {
            foreach (int distinct in (int[])[1, 4, int.MaxValue])
            {
                // Of few distinct times most are equal, and some edges never come.
                float[] numbers = Make(length, _ => 1 + random.NextInt32(distinct));
                float[] inverses = Make(length, _ => random.NextInt32(5) == 0 ? float.PositiveInfinity : 2);
                (float Time, int Place)[] sorted = [.. Enumerable.Range(0, length).Select(place => (numbers[place] * inverses[place], place)).Where(edge => float.IsFinite(edge.Item1)).Order()];
                int[] expected = [.. sorted.Take(fanout).Select(edge => edge.Place).Order()];
                float expectedNext = sorted.Length > fanout ? sorted[fanout].Time : float.PositiveInfinity;
                foreach (bool scalar in (bool[])[false, true])
                {
                    foreach (int cut in (int[])[length, 16])
                    {
                        int[] places = Run(race, fanout, numbers, inverses, length, cut, scalar, out float next);
                        Assert.That(places, Is.EqualTo(expected), $"{length} edges of {distinct} times, {cut} at once, {(scalar ? "one by one" : "by vectors")}");
                        Assert.That(next, Is.EqualTo(expectedNext));
                    }
                }
            }
        }
    }

    /// <summary>Numbers with room after them that would win.</summary>
    private static float[] Make(int length, Func<int, float> value) => [.. Enumerable.Range(0, length).Select(value), .. new float[Room]];

    private static int[] Run(EdgeRace race, int fanout, float[] numbers, float[] inverses, int length, int cut, bool scalar, out float next)
    {
        int[] places = new int[fanout];
        fixed (float* number = numbers, inverse = inverses)
        fixed (int* place = places)
        {
            race.Begin(fanout);
            for (int first = 0; first < length; first += cut)
            {
                int count = Math.Min(cut, length - first);
                if (scalar)
                {
                    race.RunScalar(number + first, inverse + first, count, first);
                }
                else
                {
                    race.Run(number + first, inverse + first, count, first);
                }
            }

            return places[..race.Finish(place, out next)];
        }
    }
}

using Gnn.Sampling.Walks;
using Gnn.Tensors;
using Gnn.Tensors.Memory;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Walks;

[TestFixture]
public sealed unsafe class WalkKernelTests
{
    [Test]
    public void AliasEntries_AnyWeights_AddUpToTheirShares()
    {
        RandomSequence random = new RandomSource(4).Sequence();
        for (int length = 0; length <= 257; length++)
        {
            float[] weights = new float[length];
            for (int k = 0; k < length; k++)
            {
                float weight = (length % 4) switch
                {
                    0 => random.NextSingle(),
                    1 => MathF.Pow(10, (60 * random.NextSingle()) - 30),
                    2 => random.NextInt32(3),
                    _ => 1,
                };
                weights[k] = weight;
            }

            AliasEntry[] entries = Make(weights);
            double[] shares = new double[length];
            double total = weights.Sum(weight => (double)weight);
            for (int k = 0; k < length; k++)
            {
                if (total == 0)
                {
                    Assert.That((entries[k].Own, entries[k].Alias), Is.EqualTo((-1, -1)));
                    continue;
                }

                double own = entries[k].Own == entries[k].Alias ? 1 : entries[k].Threshold / (double)(1L << 32);
                shares[entries[k].Own] += own / length;
                shares[entries[k].Alias] += (1 - own) / length;
                Assert.That(weights[k] > 0 || (entries[k].Threshold == 0 && weights[entries[k].Alias] > 0), "What has no weight is not drawn.");
            }

            for (int k = 0; k < length && total > 0; k++)
            {
                Assert.That(shares[k], Is.EqualTo(weights[k] / total).Within(1e-9), $"weight {k} of {length}");
            }
        }
    }

    [Test]
    public void Redraw_WordBelowTheThreshold_TakesTheNext()
    {
        RandomSource random = new(6);
        var request = new WalkRequest(null, 0, null, 10, random);
        const ulong firstBlock = 5UL << 22;
        Assert.Multiple(() =>
        {
            // 2^32 is 1 modulo 3, so that of the words with one remainder one is too many: 0.
            Assert.That(request.Redraw(firstBlock, 7, product: 0, length: 3), Is.EqualTo(((ulong)request.Words.UInt32At((5L << 24) + (1 << 23) + 14) * 3) >> 32));
            Assert.That(request.Redraw(firstBlock, 7, product: 1UL << 32 | 1, length: 3), Is.EqualTo(1));
        });
    }

    [Test]
    public void EdgeFilter_ManyEdges_HoldsThemAndFewOthers()
    {
        const int edges = 50_000;
        using NativeArray<ulong> words = EdgeFilter.Allocate(edges);
        EdgeFilter filter = EdgeFilter.Over(words);
        for (int e = 0; e < edges; e++)
        {
            filter.Add(e / 10, e % 1000 * 7);
        }

        int others = 0;
        for (int e = 0; e < edges; e++)
        {
            Assert.That(filter.MayContain(EdgeFilter.Hash(e / 10, e % 1000 * 7)));
            others += filter.MayContain(EdgeFilter.Hash(e / 10, (e % 1000 * 7) + 1)) ? 1 : 0;
        }

        Assert.That(others, Is.LessThan(edges * 0.06));
    }

    private static AliasEntry[] Make(float[] weights)
    {
        var entries = new AliasEntry[weights.Length];
        int[] pointers = [0, weights.Length], columns = [.. Enumerable.Range(0, weights.Length)];
        fixed (int* pointer = pointers, column = columns)
        {
            fixed (float* weight = weights)
            {
                fixed (AliasEntry* entry = entries)
                {
                    new AliasJob<int> { Pointers = pointer, Columns = column, Weights = weight, RowCount = 1, Entries = entry }.Execute(0);
                }
            }
        }

        return entries;
    }
}

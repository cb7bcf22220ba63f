using Gnn.Tensors;
using Gnn.Training.Embeddings;
using NUnit.Framework;

namespace Gnn.Tests.Training.Embeddings;

[TestFixture]
internal sealed class NodeChancesTests
{
    [Test]
    public void Draw_WordsEvenlySpread_HasTheSharesOfTheWeights()
    {
        double[] weights = [1, 0, 5, 0.25, 2, 0, 3.75];
        var chances = new NodeChances(weights);
        const int draws = 1 << 20;
        long[] counts = new long[weights.Length];
        for (int i = 0; i < draws; i++)
        {
            counts[chances.Draw((uint)i << 12)]++;
        }

        for (int node = 0; node < weights.Length; node++)
        {
            Assert.That((double)counts[node] / draws, Is.EqualTo(weights[node] / 12).Within(2e-5), $"node {node}");
        }

        Assert.That(counts[1] + counts[5], Is.Zero, "weights of 0 are never drawn");
    }

    [Test]
    public void Draw_EqualWeights_IsUniform()
    {
        double[] weights = new double[997];
        Array.Fill(weights, 0.1);
        var chances = new NodeChances(weights);
        RandomSequence random = new RandomSource(3).Sequence();
        long[] counts = new long[weights.Length];
        for (int i = 0; i < 997_000; i++)
        {
            counts[chances.Draw(random.NextUInt32())]++;
        }

        double chiSquare = counts.Sum(count => (count - 1000.0) * (count - 1000.0) / 1000);
        Assert.That(chiSquare, Is.InRange(996 - 200, 996 + 200), "4.5 deviations of chi-square with 996 degrees of freedom");
    }
}

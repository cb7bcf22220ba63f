using System.Runtime.Intrinsics;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Memory;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Neighbors;

[TestFixture]
[Category("Kernel")]
internal sealed unsafe class WeightedScalesTests
{
    [Test]
    public void FromTimes_AnyLength_IsTheInverseChance([Values] bool scalar)
    {
        float[] times = [float.PositiveInfinity, 200, 88, 17, 1, .. Enumerable.Range(-32, 300).Select(step => (float)Math.Pow(1.2, step / 2.0 - 40))];
        for (int length = 0; length <= 257; length++)
        {
            using var values = new NativeArray<float>(length + 1);
            times.AsSpan(0, length).CopyTo(values.Span());
            values.Pointer[length] = 7;
            if (scalar)
            {
                WeightedScales.FromTimes<LanesScalar, float>(values.Pointer, length);
            }
            else
            {
                WeightedScales.FromTimes<Lanes256, Vector256<float>>(values.Pointer, length);
            }

            Assert.That(values[length], Is.EqualTo(7), "nothing is written past the end");
            for (int i = 0; i < length; i++)
            {
                double expected = times[i] < 1e-4 ? (1.0 / times[i]) + 0.5 : 1 / (1 - Math.Exp(-times[i]));
                Assert.That(values[i], Is.EqualTo(expected).Within(5e-5).Percent, $"time {times[i]}");
            }
        }
    }

    [Test]
    public void Bounded_LargeScale_IsFinite() => Assert.That((WeightedScales.Bounded(1e300), WeightedScales.Bounded(0.5)), Is.EqualTo((float.MaxValue, 0.5f)));
}

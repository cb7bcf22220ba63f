using Gnn.Sampling.Walks;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Walks;

[TestFixture]
public sealed class WalkOptionsTests
{
    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(double.Epsilon)]
    public void Constructor_BadPOrQ_IsNamed(double value)
    {
        Assert.That(() => new WalkOptions { P = value }, Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("P"));
        Assert.That(() => new WalkOptions { Q = value }, Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("Q"));
    }

    [TestCase(-0.1)]
    [TestCase(1.1)]
    [TestCase(double.NaN)]
    public void Constructor_BadRestart_IsNamed(double value) =>
        Assert.That(() => new WalkOptions { Restart = value }, Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("Restart"));
}

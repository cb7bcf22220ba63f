using Gnn.Layers.Encodings;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Encodings;

[TestFixture]
internal sealed class EncodingTests
{
    [Test]
    public void SinusoidalEncoding_Positions_AreSinesAndCosinesOfFallingFrequency()
    {
        using var scope = new TensorScope();
        var encoding = new SinusoidalEncoding(5, longest: 100);
        double slow = Math.Pow(100, -2.0 / 5), slowest = Math.Pow(100, -4.0 / 5);

        double[] y = encoding.Encode([0, 3.5], TestEngines.Reference).ToArray<double>();

        double[] expected = [0, 1, 0, 1, 0, Math.Sin(3.5), Math.Cos(3.5), Math.Sin(3.5 * slow), Math.Cos(3.5 * slow), Math.Sin(3.5 * slowest)];
        Assert.That(y, Is.EqualTo(expected).Within(1e-14));
    }

    [Test]
    public void FixedTimeEncoding_Default_HasTheFrequenciesOfThePaper()
    {
        using var scope = new TensorScope();
        var encoding = new FixedTimeEncoding(4);

        // alpha = beta = 2: 2^0, 2^(-1/2), 2^-1, 2^(-3/2).
        Assert.That(encoding.Frequencies, Is.EqualTo(new[] { 1, Math.Sqrt(0.5), 0.5, Math.Sqrt(0.125) }).Within(1e-15));
        Assert.That(encoding.Encode([0, 2], TestEngines.Reference).ToArray<double>(), Is.EqualTo(
            new[] { 1, 1, 1, 1, Math.Cos(2), Math.Cos(Math.Sqrt(2)), Math.Cos(1), Math.Cos(Math.Sqrt(0.5)) }).Within(1e-14));
    }

    [Test]
    public void FixedTimeEncoding_TimesOfALargeClock_KeepTheirDigitsOnAnyEngine()
    {
        using var scope = new TensorScope();
        var encoding = new FixedTimeEncoding(1);

        double y = encoding.Encode([1.7e9 + 0.25], TestEngines.Cpu).ToArray<double>()[0];

        Assert.That(y, Is.EqualTo(Math.Cos(1.7e9 + 0.25)).Within(1e-7));
    }

    [Test]
    public void Encode_PositionNotFinite_IsRefused()
    {
        Assert.That(() => new SinusoidalEncoding(2).Encode([0, double.NaN]), Throws.ArgumentException.With.Message.Contains("Position 1"));
        Assert.That(() => new FixedTimeEncoding(2).Encode([double.PositiveInfinity]), Throws.ArgumentException.With.Message.Contains("Time 0"));
        Assert.That(() => new SinusoidalEncoding(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new SinusoidalEncoding(2, longest: 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new FixedTimeEncoding(2, alpha: -1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void DegreeEncoding_Degrees_AreClippedAndSumTheirRows()
    {
        using var scope = new TensorScope();
        using var layer = new DegreeEncoding(2, 3, new RandomSource(1));
        using SparseStructure edges = SparseStructure.FromEdges(4, 4, [0, 0, 0, 1, 2], [1, 2, 1, 1, 0]);

        (Tensor incoming, Tensor outgoing) = layer.Prepare(edges);
        using Tensor first = incoming, second = outgoing;
        double[] y = layer.Forward(incoming, outgoing).ToArray<double>();

        Assert.That(incoming.ToArray<int>(), Is.EqualTo(new[] { 2, 1, 1, 0 }));
        Assert.That(outgoing.ToArray<int>(), Is.EqualTo(new[] { 1, 2, 1, 0 }));
        Dictionary<string, double[]> tables = layer.NamedParameters().ToDictionary(named => named.Name, named => named.Parameter.Value.ToArray<double>());
        for (int column = 0; column < 3; column++)
        {
            Assert.That(y[column], Is.EqualTo(tables["in_degree.weight"][6 + column] + tables["out_degree.weight"][3 + column]).Within(1e-6));
        }
    }
}

using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Testing;
using Gnn.Training;
using NUnit.Framework;

namespace Gnn.Tests.Training;

internal sealed class ParameterHashTests
{
    [Test]
    public void Of_KnownParameters_IsTheDigestOfTheirBytes()
    {
        using var module = new Named(("b", (2, 1), [1.5, -2]), ("a", (1, 1), [0.25]));

        byte[] expected =
        [
            (byte)'a', 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x00, 0x00, 0x80, 0x3E,
            (byte)'b', 0, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x00, 0x00, 0xC0, 0x3F, 0x00, 0x00, 0x00, 0xC0,
        ];
        Assert.That(ParameterHash.Of(module), Is.EqualTo(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(expected))));
    }

    [Test]
    public void Of_OrderOfRegistration_DoesNotCountButNamesShapesAndValuesDo()
    {
        using var module = new Named(("a", (1, 2), [1, 2]), ("b", (1, 1), [3]));
        using var reordered = new Named(("b", (1, 1), [3]), ("a", (1, 2), [1, 2]));
        using var renamed = new Named(("a", (1, 2), [1, 2]), ("c", (1, 1), [3]));
        using var reshaped = new Named(("a", (2, 1), [1, 2]), ("b", (1, 1), [3]));
        using var changed = new Named(("a", (1, 2), [1, 2.0000002]), ("b", (1, 1), [3]));
        string hash = ParameterHash.Of(module);

        Assert.Multiple(() =>
        {
            Assert.That(ParameterHash.Of(reordered), Is.EqualTo(hash));
            Assert.That(ParameterHash.Of(renamed), Is.Not.EqualTo(hash));
            Assert.That(ParameterHash.Of(reshaped), Is.Not.EqualTo(hash));
            Assert.That(ParameterHash.Of(changed), Is.Not.EqualTo(hash));
        });
    }

    private sealed class Named : Module
    {
        internal Named(params (string Name, Shape Shape, double[] Values)[] parameters)
        {
            foreach ((string name, Shape shape, double[] values) in parameters)
            {
                AddParameter(name, Tensor.Create(values, shape, TestEngines.Reference));
            }
        }
    }
}

using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixture]
internal sealed class PnaConvTests
{
    private static readonly AverageDegrees Averages = new(2, 1);
    private static readonly RandomSource Source = new(1);

    /// <summary>A second map that is the identity keeps a message, but makes the layer build it: both ways must agree.</summary>
    [TestCase(0)]
    [TestCase(2)]
    public void Forward_OneLinearMap_GivesWhatMessagesThatAreMadeGive(int edgeFeatures)
    {
        using var scope = new TensorScope();
        PnaOptions options = new()
        {
            Aggregations =
            [
                Aggregation.Mean, Aggregation.Sum, Aggregation.Max, Aggregation.Min, Aggregation.StandardDeviation, Aggregation.Variance, Aggregation.Median,
            ],
            Activation = Activation.None,
            EdgeFeatures = edgeFeatures,
        };
        using var added = new PnaConv(6, 4, Averages, Source, options);
        using var made = new PnaConv(6, 4, Averages, Source, options with { PreLayers = 2 });
        foreach ((string name, Parameter parameter) in made.NamedParameters())
        {
            using Tensor value = name switch
            {
                "pre_nns.0.2.weight" => Identity(6),
                "pre_nns.0.2.bias" => Tensor.Zeros(6),
                _ => added.NamedParameters().Single(named => named.Name == name).Parameter.Value.Detach(),
            };
            parameter.Set(value);
        }

        added.MoveTo(TestEngines.Reference);
        made.MoveTo(TestEngines.Reference);
        using Graph graph = TestGraphs.Graph(TestEngines.Reference);
        using Adjacency adjacency = added.Prepare(graph);
        Tensor x = TestGraphs.Features(15, 6, TestEngines.Reference);

        double[] expected = made.Forward(ForwardContext.Inference, x, adjacency).ToArray<double>();
        Assert.That(added.Forward(ForwardContext.Inference, x, adjacency).ToArray<double>(), Is.EqualTo(expected).Within(1e-11));
    }

    [Test]
    public void Constructors_OptionsThatDoNotFit_AreRefused() => Assert.Multiple(() =>
    {
        Assert.That(() => new PnaConv(6, 5, Averages, Source, new PnaOptions { Towers = 2 }), Throws.ArgumentException.With.Message.Contains("5 outputs"));
        Assert.That(
            () => new PnaConv(5, 4, Averages, Source, new PnaOptions { Towers = 2, DivideInput = true }),
            Throws.ArgumentException.With.Message.Contains("5 inputs"));
        Assert.That(() => new PnaConv(6, 4, Averages, Source, new PnaOptions { Aggregations = [] }), Throws.ArgumentException);
        Assert.That(() => new PnaConv(6, 4, Averages, Source, new PnaOptions { Scalers = [] }), Throws.ArgumentException);
        Assert.That(() => new PnaConv(6, 4, new AverageDegrees(0, 1), Source), Throws.ArgumentException);
        Assert.That(() => new PnaConv(6, 4, Averages, Source, new PnaOptions { PreLayers = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new GenConv(6, 4, Source, new GenOptions { Layers = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new GenConv(6, 4, Source, new GenOptions { Normalization = NormalizationKind.Instance }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("no graphs"));
    });

    private static Tensor Identity(int count)
    {
        using SparseTensor sparse = SparseTensor.Identity(count);
        return sparse.ToDense();
    }
}

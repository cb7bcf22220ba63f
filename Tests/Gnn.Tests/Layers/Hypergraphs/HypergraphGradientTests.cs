using Gnn.Graphs.Hypergraphs;
using Gnn.Layers;
using Gnn.Layers.Hypergraphs;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Hypergraphs;

/// <summary>Central differences are taken in double precision.</summary>
[TestFixture]
internal sealed class HypergraphGradientTests
{
    private static IEnumerable<HypergraphCase> Cases => HypergraphCases.All;

    [TestCaseSource(nameof(Cases))]
    public void Forward_AnyLayer_HasTheGradientsOfCentralDifferences(HypergraphCase layer) =>
        new HypergraphContractTests(layer, TestEngines.Reference).CheckGradients();

    [TestCase(HypergraphNormalization.Symmetric)]
    [TestCase(HypergraphNormalization.Row)]
    public void HypergraphConv_WeightsAndFeaturesOfHyperedges_HaveTheGradientsOfCentralDifferences(HypergraphNormalization normalization)
    {
        using var scope = new TensorScope();
        using Hypergraph hypergraph = HypergraphCases.Create(TestEngines.Reference);
        using var layer = new HypergraphConv(HypergraphCases.Inputs, 2, new RandomSource(1), new HypergraphConvOptions
        {
            Normalization = normalization,
            Attention = HypergraphAttention.OverNodes,
            HyperedgeFeatures = true,
        });
        layer.MoveTo(TestEngines.Reference);
        int count = hypergraph.HyperedgeCount;
        Tensor x = TestGraphs.Features(hypergraph.NodeCount, HypergraphCases.Inputs, TestEngines.Reference);
        Tensor weights = Tensor.Uniform(count, new RandomSource(2), 0.5, 1.5, TestEngines.Reference).WithGradient();
        Tensor features = TestGraphs.Features(count, HypergraphCases.Inputs, TestEngines.Reference, "hyperedges").WithGradient();
        var prepared = new List<HypergraphAdjacency>();

        double error = GradientCheck.Run(
            () =>
            {
                prepared.Add(layer.Prepare(hypergraph, weights, features));
                return layer.Forward(ForwardContext.Inference, x, prepared[^1]);
            },
            weights,
            features);

        prepared.ForEach(adjacency => adjacency.Dispose());
        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }
}

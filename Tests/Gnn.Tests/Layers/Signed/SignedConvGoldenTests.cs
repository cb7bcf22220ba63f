using Gnn.Layers.Signed;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Tests.Layers.Convolutions;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Signed;

[TestFixture]
[Category("Golden")]
internal sealed class SignedConvGoldenTests
{
    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("conv_hyper", "signed_");

    [TestCaseSource(nameof(Cases))]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        var options = new SignedConvOptions
        {
            Input = golden.BooleanArgument("first_aggr", true) ? SignedInput.Features : SignedInput.Halves,
            Bias = golden.BooleanArgument("bias", true),
        };
        using var layer = new SignedConv(golden.IntegerArgument("in_channels", 0), golden.IntegerArgument("out_channels", 0), new RandomSource(1), options);
        var run = new GoldenLayerRun(golden, layer, engine);
        using SparseStructure positive = Structure(golden, "pos_edge_index");
        using SparseStructure negative = Structure(golden, "neg_edge_index");
        using var adjacency = new SignedAdjacency(new Adjacency(positive), new Adjacency(negative));

        run.Check(run.Inputs.TryGetValue("x", out Tensor? x)
            ? layer.Forward(GoldenLayerRun.Training, x, adjacency)
            : layer.Forward(GoldenLayerRun.Training, run.Inputs["x_src"], run.Inputs["x_dst"], adjacency));
    }

    private static SparseStructure Structure(GoldenCase golden, string name)
    {
        int[] ends = golden.Graph[name].ToInt32();
        int edges = ends.Length / 2;
        return SparseStructure.FromEdges(golden.TargetCount, golden.SourceCount, ends.AsSpan(edges), ends.AsSpan(0, edges));
    }
}

using Gnn.Graphs;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Transforms;

[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
internal sealed class FeatureTransformsTests(Engine engine)
{
    // The values and results of PyG's NormalizeFeatures.
    private static readonly double[] Small =
    [
        -0.644447565, 0.21054624, -0.567269981, -0.2116981,
        0.967330635, -0.148919985, 0.777505815, 1.19635546,
        -1.10184896, -0.344343722, 1.13501918, -1.04650843,
        0.132328868, 0.995862365, 1.1235112, 0.706522167,
        0.030374242, -0.623044074, -0.844611466, 0.179545969,
        1.03755999, -0.406596273, -0.0935484767, 0.605068445,
        -0.221523359, -1.00878942, -1.07747436, 0.463430613,
        -1.15688872, -1.1044116, -1.13633692, -0.0560971871,
        -0.110992119, -1.06331098, -0.858112931, -0.0704075918,
        -0.575356543, 0.276405424, 0.148186803, -0.641764224,
    ];

    private static readonly double[] SmallNormalized =
    [
        0.150069803, 0.400457084, 0.172671467, 0.276801646,
        0.286289603, 0.135848016, 0.260706156, 0.317156225,
        0.0168323871, 0.248494387, 0.700916529, 0.0337567553,
        0.169951901, 0.283787727, 0.300615102, 0.2456453,
        0.352322429, 0.158419356, 0.0926688313, 0.396589398,
        0.380317867, 0.13003248, 0.18428649, 0.305363148,
        0.336075723, 0.0532119125, 0.0285334922, 0.582178891,
        0, 0.0447062589, 0.0175084695, 0.937785268,
        0.414260596, 0.0370644368, 0.118339643, 0.430335373,
        0.151637062, 0.373737752, 0.340304166, 0.134320974,
    ];

    private static readonly double[] Large =
    [
        -0.288788348, 0.709472418, -0.769019842, -0.682180405, 0.15967007,
        1.04912221, -0.307259411, -0.583925486, 1.02775788, -0.759359956,
        0.655523539, 0.535960197, 0.0585868731, 0.261526197, -0.514896691,
        0.298922867, 0.380435407, 0.367646664, 0.762935519, -0.173848122,
        1.01778924, 0.0223744716, 0.123576, -0.349742204, 0.233074695,
        0.453457594, -0.841408491, -0.215577126, 0.271191329, 0.850111902,
        -0.706904709, -0.176894188, 0.173964337, -0.125483885, 0.393506289,
        0.700046718, -1.13305533, 0.454450935, 0.0882976502, 0.219730437,
        1.14810121, -0.642515182, 0.549227595, -1.05533922, 0.135237128,
    ];

    private static readonly double[] LargeNormalized =
    [
        0.17609328, 0.384305865, 0.0759288222, 0.0940413848, 0.269630641,
        0.358226627, 0.135562792, 0.0901452377, 0.35471943, 0.0613458939,
        0.268475682, 0.250528574, 0.178872168, 0.209334493, 0.0927890688,
        0.196124628, 0.207288623, 0.205537081, 0.259676069, 0.131373614,
        0.320430994, 0.172134936, 0.187211856, 0.116697311, 0.203524873,
        0.256590605, 0.0471687429, 0.148385987, 0.227112234, 0.320742488,
        0.0815839022, 0.183051154, 0.250220835, 0.192893326, 0.292250782,
        0.305784702, 0, 0.264816225, 0.203737199, 0.225661844,
        0.393303633, 0.084576048, 0.290049374, 0.0133993477, 0.218671545,
    ];

    [Test]
    public void NormalizeFeatures_Dense_AgreesWithPyg()
    {
        Check(Small, (10, 4), SmallNormalized);
        Check([.. Large.Select(value => (10 * value) + 3)], (9, 5), LargeNormalized);
    }

    [Test]
    public void NormalizeFeatures_Sparse_KeepsStructureAndAgreesWithDense()
    {
        using SparseStructure structure = SparseStructure.FromRows(4, [0, 2, 2, 3, 5], [0, 3, 1, 2, 3]);
        using Graph graph = With(4, new SparseTensor(structure, Tensor.Create(new[] { 1.0, 3.0, 0.25, 2.0, 0.0 }, 5, engine)));
        using Graph normalized = graph.NormalizeFeatures();
        using Graph dense = With(4, graph.Features.ToDense());
        using Graph denseNormalized = dense.NormalizeFeatures();

        Assert.That(normalized.Features.Sparse!.Structure, Is.SameAs(structure));
        Assert.That(normalized.Features.Sparse.Values.ToArray<double>(), Is.EqualTo(new[] { 0.25, 0.75, 0.25, 1, 0 }).Within(1e-7));
        Assert.That(
            normalized.Features.ToDense().ToArray<double>(), Is.EqualTo(denseNormalized.Features.Dense!.ToArray<double>()).Within(1e-7));
    }

    [Test]
    public void NormalizeFeatures_Result_OwnsItsFeaturesAndLeavesTheInput()
    {
        Graph graph = With(2, Tensor.Create(new[] { 0.0, 4.0, 0.0, 0.0 }, (2, 2), engine));
        Graph normalized;
        using (new TensorScope())
        {
            normalized = graph.NormalizeFeatures();
        }

        using (normalized)
        {
            Assert.That(graph.Features.Dense!.ToArray<double>(), Is.EqualTo(new[] { 0.0, 4, 0, 0 }));
            graph.Dispose();
            Assert.That(normalized.Features.Dense!.ToArray<double>(), Is.EqualTo(new[] { 0.0, 1, 0, 0 }));
            Assert.That(normalized.Features.Engine, Is.SameAs(engine));
        }
    }

    [Test]
    public void NormalizeFeatures_NegativeSparse_NamesPlaceAndCure()
    {
        using SparseStructure structure = SparseStructure.FromRows(4, [0, 1, 2], [0, 3]);
        using Graph graph = With(2, new SparseTensor(structure, Tensor.Create(new[] { 1.0, -2.0 }, 2, engine)));

        Assert.That(graph.NormalizeFeatures, Throws.ArgumentException.With.Message.Contains("-2 at row 1, column 3").And.Message.Contains("ToDense()"));
    }

    [Test]
    public void NormalizeFeatures_EmptyOrWithout_IsEmptyOrThrows()
    {
        using Graph empty = With(0, Tensor.Zeros((0, 3), engine));
        using Graph narrow = With(2, Tensor.Zeros((2, 0), engine));
        using Graph bare = Graph.FromEdges(2, [], []);
        using Graph emptyNormalized = empty.NormalizeFeatures();
        using Graph narrowNormalized = narrow.NormalizeFeatures();

        Assert.That(emptyNormalized.Features.Shape, Is.EqualTo(new Shape(0, 3)));
        Assert.That(narrowNormalized.Features.Shape, Is.EqualTo(new Shape(2, 0)));
        Assert.That(bare.NormalizeFeatures, Throws.InvalidOperationException);
    }

    private static Graph With(int nodes, Features features)
    {
        using Graph bare = Graph.FromEdges(nodes, [], []);
        return bare.WithFeatures(features);
    }

    private void Check(double[] x, in Shape shape, double[] expected)
    {
        using Graph graph = With((int)shape[0], Tensor.Create(x, shape, engine));
        using Graph normalized = graph.NormalizeFeatures();

        Assert.That(normalized.Features.Dense!.ToArray<double>(), Is.EqualTo(expected).Within(1e-6));
    }
}

using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
internal sealed class RgcnConvTests(Engine engine)
{
    private const int Nodes = 15;
    private const int Inputs = 6;
    private const int Outputs = 4;

    private static readonly RgcnOptions[] Options =
    [
        new(),
        new() { Aggregation = Aggregation.Sum, Bias = false },
        new() { Aggregation = Aggregation.Max, RootWeight = false },
        new() { Aggregation = Aggregation.Min },
        new() { Bases = 1 },
        new() { Bases = 7, Aggregation = Aggregation.Sum },
        new() { Bases = 2, Aggregation = Aggregation.Max },
        new() { Blocks = 1 },
        new() { Blocks = 2 },
        new() { Blocks = 2, Aggregation = Aggregation.Max },
    ];

    private double Tolerance => engine.FloatType == DataType.Float64 ? 1e-12 : 2e-5;

    [Test]
    public void Forward_MeanOfTwoRelations_IsAMeanForEach()
    {
        // Neighbours 1 and 3 by one relation, 5 by the other: 2 + 5, not the 3 of one mean over all.
        using var scope = new TensorScope();
        using RgcnConv layer = Create(new RgcnConv(1, 1, 2, new RandomSource(1), new RgcnOptions { RootWeight = false, Bias = false }));
        layer.Parameters().Single().Set(Tensor.Ones((2, 1, 1), engine));
        using SparseStructure structure = SparseStructure.FromEdges(4, 4, [0, 0, 0], [1, 2, 3]);
        using Adjacency adjacency = layer.Prepare(structure, Tensor.Create([0, 0, 1], 3, engine));

        Tensor y = layer.Forward(ForwardContext.Inference, Tensor.Create([0.0, 1, 3, 5], (4, 1), engine), adjacency);

        Assert.That(y.ToArray<double>(), Is.EqualTo([7.0, 0, 0, 0]).Within(Tolerance));
    }

    // 3 relations take the product with all (target, relation), 60 the one with those that have edges.
    [Test]
    public void Forward_AnyOptions_IsTheFormula([ValueSource(nameof(Options))] RgcnOptions options, [Values(3, 60)] int relations)
    {
        using var scope = new TensorScope();
        using Graph graph = Graph(relations);
        using RgcnConv layer = Create(new RgcnConv(Inputs, Outputs, relations, new RandomSource(4), options));
        using Adjacency adjacency = layer.Prepare(graph);
        Tensor x = TestGraphs.Features(Nodes, Inputs, engine);

        Tensor y = layer.Forward(ForwardContext.Inference, x, adjacency);

        Assert.That(y.ToArray<double>(), Is.EqualTo(Formula(layer, options, graph, x.ToArray<double>(), relations)).Within(Tolerance));
    }

    [Test]
    public void Forward_IdentityFeatures_GiveWhatTheDenseIdentityGives([ValueSource(nameof(Options))] RgcnOptions options, [Values(3, 60)] int relations)
    {
        using var scope = new TensorScope();
        using Graph graph = Graph(relations);
        RgcnOptions fitting = options.Blocks is null ? options : options with { Blocks = 1 };
        using RgcnConv layer = Create(new RgcnConv(Nodes, Outputs, relations, new RandomSource(4), fitting));
        using Adjacency adjacency = layer.Prepare(graph);
        using SparseTensor identity = SparseTensor.Identity(Nodes, engine);
        double[][] sparse = Run(layer, identity, adjacency);
        double[][] dense = Run(layer, identity.ToDense(), adjacency);

        for (int i = 0; i < dense.Length; i++)
        {
            Assert.That(sparse[i], Is.EqualTo(dense[i]).Within(Tolerance), i == 0 ? "output" : $"gradient of parameter {i - 1}");
        }
    }

    [Test]
    public void Forward_RowsOfTheIdentityWithValues_GiveWhatDenseOnesGive([Values(null, 2)] int? bases)
    {
        using var scope = new TensorScope();
        using Graph graph = Graph(relations: 3);
        using RgcnConv layer = Create(new RgcnConv(20, Outputs, 3, new RandomSource(4), new RgcnOptions { Bases = bases }));
        using Adjacency adjacency = layer.Prepare(graph);
        int[] rows = [.. Enumerable.Range(0, Nodes)];
        using SparseStructure picks = SparseStructure.FromEdges(Nodes, 20, rows, Array.ConvertAll(rows, row => (row * 7) % 20));
        using var x = new SparseTensor(picks, Tensor.Uniform(Nodes, new RandomSource(8), 0.5, 2, engine));

        Assert.That(Run(layer, x, adjacency)[0], Is.EqualTo(Run(layer, x.ToDense(), adjacency)[0]).Within(Tolerance));
    }

    [Test]
    public void Forward_RelationWithoutEdges_ChangesNothing()
    {
        using var scope = new TensorScope();
        using Graph graph = Graph(relations: 3);
        using RgcnConv small = Create(new RgcnConv(Inputs, Outputs, 3, new RandomSource(4)));
        using RgcnConv large = Create(new RgcnConv(Inputs, Outputs, 4, new RandomSource(5)));
        foreach (((string name, Parameter to), (_, Parameter from)) in large.NamedParameters().Zip(small.NamedParameters()))
        {
            to.Set(name == "weight" ? Tensor.Concatenate([from.Value, Tensor.Full((1, Inputs, Outputs), 9, engine)], 0) : from.Value);
        }

        using Adjacency three = small.Prepare(graph);
        using Adjacency four = large.Prepare(graph);
        Tensor x = TestGraphs.Features(Nodes, Inputs, engine);

        Assert.That(
            large.Forward(ForwardContext.Inference, x, four).ToArray<double>(),
            Is.EqualTo(small.Forward(ForwardContext.Inference, x, three).ToArray<double>()).Within(Tolerance));
    }

    [Test]
    public void Prepare_RelationsThatDoNotFit_AreRefused()
    {
        using var scope = new TensorScope();
        using Graph graph = Graph(relations: 3);
        using RgcnConv two = Create(new RgcnConv(Inputs, Outputs, 2, new RandomSource(4)));
        using RgcnConv three = Create(new RgcnConv(Inputs, Outputs, 3, new RandomSource(4)));
        using Graph bare = graph.WithoutEdgeColumn(ColumnNames.EdgeType);
        using Adjacency adjacency = three.Prepare(graph);

        Assert.Multiple(() =>
        {
            Assert.That(() => two.Prepare(graph), Throws.ArgumentException.With.Message.Contains("edge 2 is of relation 2"));
            Assert.That(() => three.Prepare(bare), Throws.ArgumentException.With.Message.Contains("edge_type"));
            Assert.That(() => three.PrepareBlocks(bare), Throws.ArgumentException.With.Message.Contains("edge_type"));
            Assert.That(() => three.Prepare(graph.InEdges, Tensor.Ones(40, engine)), Throws.ArgumentException.With.Message.Contains("integers [40]"));
            Assert.That(
                () => two.Forward(ForwardContext.Inference, TestGraphs.Features(Nodes, Inputs, engine), adjacency),
                Throws.ArgumentException.With.Message.Contains("2 relations"));
        });
    }

    [Test]
    public void Constructor_OptionsOutOfRange_AreRefused()
    {
        var random = new RandomSource(1);
        Assert.Multiple(() =>
        {
            Assert.That(() => new RgcnConv(4, 4, 0, random), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new RgcnConv(4, 4, 3, random, new RgcnOptions { Bases = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new RgcnConv(4, 4, 3, random, new RgcnOptions { Blocks = 3 }), Throws.ArgumentException.With.Message.Contains("divide"));
            Assert.That(() => new RgcnConv(4, 4, 3, random, new RgcnOptions { Bases = 1, Blocks = 2 }), Throws.ArgumentException.With.Message.Contains("not both"));
            Assert.That(
                () => new RgcnConv(4, 4, 3, random, new RgcnOptions { Aggregation = Aggregation.StandardDeviation }), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    /// <summary>The output and the gradients of all parameters.</summary>
    private double[][] Run(RgcnConv layer, Features x, Adjacency adjacency)
    {
        Tensor y = layer.Forward(ForwardContext.Inference, x, adjacency);
        y.Backward(Tensor.Uniform(y.Shape, new RandomSource(3), -1, 1, engine));
        double[][] result = [y.ToArray<double>(), .. layer.Parameters().Select(parameter => parameter.Value.Gradient!.ToArray<double>())];
        foreach (Parameter parameter in layer.Parameters())
        {
            parameter.Value.ClearGradient();
        }

        return result;
    }

    /// <summary>Relations by turns, the last ones of many without edges.</summary>
    private Graph Graph(int relations)
    {
        Graph graph = TestGraphs.Graph(engine, Nodes);
        int used = Math.Min(relations, 31);
        return graph.WithEdgeColumn(
            ColumnNames.EdgeType, Tensor.Create([.. Enumerable.Range(0, 40).Select(edge => edge % used)], 40, engine), replace: true);
    }

    private T Create<T>(T layer)
        where T : Module
    {
        layer.MoveTo(engine);
        return layer;
    }

    /// <summary>Edge by edge, in double precision.</summary>
    private static double[] Formula(RgcnConv layer, RgcnOptions options, Graph graph, double[] x, int relations)
    {
        Dictionary<string, double[]> parameters = layer.NamedParameters().ToDictionary(named => named.Name, named => named.Parameter.Value.ToArray<double>());
        int[] types = graph.Edges[ColumnNames.EdgeType].ToArray<int>();
        double[] y = new double[Nodes * Outputs];
        for (int node = 0; node < Nodes; node++)
        {
            for (int output = 0; output < Outputs; output++)
            {
                double sum = options.Bias ? parameters["bias"][output] : 0;
                for (int input = 0; input < Inputs; input++)
                {
                    sum += options.RootWeight ? x[(node * Inputs) + input] * parameters["root"][(input * Outputs) + output] : 0;
                    for (int relation = 0; relation < relations; relation++)
                    {
                        double[] values = [.. Enumerable.Range(0, types.Length)
                            .Where(edge => types[edge] == relation && graph.Targets[edge] == node)
                            .Select(edge => x[(graph.Sources[edge] * Inputs) + input])];
                        sum += values.Length == 0 ? 0 : Weight(relation, input, output) * Reduce(values);
                    }
                }

                y[(node * Outputs) + output] = sum;
            }
        }

        return y;

        double Weight(int relation, int input, int output)
        {
            double[] weight = parameters["weight"];
            if (options.Bases is { } bases)
            {
                return Enumerable.Range(0, bases).Sum(basis => parameters["comp"][(relation * bases) + basis] * weight[(((basis * Inputs) + input) * Outputs) + output]);
            }

            int blocks = options.Blocks ?? 1;
            (int rows, int columns) = (Inputs / blocks, Outputs / blocks);
            return input / rows == output / columns
                ? weight[(((((relation * blocks) + (input / rows)) * rows) + (input % rows)) * columns) + (output % columns)]
                : 0;
        }

        double Reduce(double[] values) => options.Aggregation switch
        {
            Aggregation.Mean => values.Average(),
            Aggregation.Sum => values.Sum(),
            Aggregation.Max => values.Max(),
            _ => values.Min(),
        };
    }
}

using Gnn.Graphs.Hypergraphs;
using Gnn.Layers;
using Gnn.Layers.Hypergraphs;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Hypergraphs;

/// <summary>The formulas of layers that no golden file has, by plain loops.</summary>
[TestFixture]
internal sealed class SetLayerTests
{
    private static readonly int[][] Sets = [[0, 1, 2], [1, 3], [2]];

    [Test]
    public void UniGcnConv_AnyHypergraph_IsItsFormula()
    {
        using var layer = new UniGcnConv(3, 2, new RandomSource(1), new UniGcnOptions { AddSelfLoops = false });
        (double[][] x, double[][] y, Dictionary<string, double[]> parameters) = Run(layer);

        double[] degrees = [1, 2, 2, 1];
        double[][] means = [.. Sets.Select(set => Mean(set.Select(node => Map(parameters["lin.weight"], null, x[node]))))];
        for (int node = 0; node < 4; node++)
        {
            double[] expected = new double[2];
            for (int set = 0; set < Sets.Length; set++)
            {
                if (Sets[set].Contains(node))
                {
                    double degree = Sets[set].Average(member => degrees[member]);
                    Add(expected, means[set], 1 / Math.Sqrt(degree * degrees[node]));
                }
            }

            Assert.That(y[node], Is.EqualTo(expected).Within(1e-12), $"node {node}");
        }
    }

    [Test]
    public void AllDeepSetsConv_OneMap_IsItsFormula([Values(Reduction.Sum, Reduction.Mean)] Reduction reduction)
    {
        using var layer = new AllDeepSetsConv(
            3, 2, new RandomSource(1), new AllDeepSetsOptions { Aggregation = reduction, MlpLayers = 1, AddSelfLoops = false });
        (double[][] x, double[][] y, Dictionary<string, double[]> parameters) = Run(layer);

        double[] Apply(string name, double[] row) => [.. Map(parameters[$"{name}.lins.0.weight"], parameters[$"{name}.lins.0.bias"], row).Select(value => Math.Max(value, 0))];
        double[] Pool(string half, IEnumerable<double[]> members)
        {
            double[] Normalize(string name, double[] row) => Standardize(row, parameters[$"{half}.{name}.weight"], parameters[$"{half}.{name}.bias"]);
            double[][] mapped = [.. members.Select(row => Apply($"{half}.f_enc", half == "e2v" ? Normalize("norm_enc", row) : row))];
            double[] sum = [.. Mean(mapped).Select(value => reduction == Reduction.Sum ? value * mapped.Length : value)];
            return Apply($"{half}.f_dec", Normalize("norm_dec", sum));
        }

        AssertHalves(x, y, Pool);
    }

    [Test]
    public void AllSetTransformerConv_TwoHeads_IsItsFormula()
    {
        using var layer = new AllSetTransformerConv(
            3, 4, new RandomSource(1), new AllSetTransformerOptions { Heads = 2, MlpLayers = 1, NegativeSlope = 0.3, AddSelfLoops = false });
        (double[][] x, double[][] y, Dictionary<string, double[]> parameters) = Run(layer);

        double[] Pool(string half, IEnumerable<double[]> members)
        {
            double[] Get(string name) => parameters[$"{half}.{name}"];
            double[][] rows = [.. members];
            double[] seed = Get("att_r");
            double[] pooled = [.. seed];
            for (int head = 0; head < 2; head++)
            {
                double[] scores = [.. rows.Select(row =>
                {
                    double[] key = Map(Get("lin_K.weight"), Get("lin_K.bias"), row);
                    double score = (key[2 * head] * seed[2 * head]) + (key[(2 * head) + 1] * seed[(2 * head) + 1]);
                    return Math.Exp(score > 0 ? score : 0.3 * score);
                })];
                for (int place = 0; place < rows.Length; place++)
                {
                    double[] value = Map(Get("lin_V.weight"), Get("lin_V.bias"), rows[place]);
                    pooled[2 * head] += scores[place] / scores.Sum() * value[2 * head];
                    pooled[(2 * head) + 1] += scores[place] / scores.Sum() * value[(2 * head) + 1];
                }
            }

            double[] z = Standardize(pooled, Get("ln0.weight"), Get("ln0.bias"));
            double[] mapped = Map(Get("rFF.lins.0.weight"), Get("rFF.lins.0.bias"), z);
            double[] sum = [.. z.Zip(mapped, (left, right) => left + Math.Max(right, 0))];
            return [.. Standardize(sum, Get("ln1.weight"), Get("ln1.bias")).Select(value => Math.Max(value, 0))];
        }

        AssertHalves(x, y, Pool);
    }

    [Test]
    public void Constructor_OptionsThatDoNotFit_AreRefused()
    {
        var random = new RandomSource(1);
        Assert.Multiple(() =>
        {
            Assert.That(() => new UniGcnConv(0, 2, random), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new AllDeepSetsConv(0, 2, random), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new AllDeepSetsConv(2, 2, random, new AllDeepSetsOptions { MlpLayers = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new AllDeepSetsConv(2, 2, random, new AllDeepSetsOptions { Aggregation = (Reduction)9 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new AllDeepSetsConv(2, 2, random, new AllDeepSetsOptions { Dropout = 1 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(
                () => new AllSetTransformerConv(2, 3, random, new AllSetTransformerOptions { Heads = 2 }), Throws.ArgumentException.With.Message.Contains("divide"));
            Assert.That(() => new AllSetTransformerConv(2, 2, random, new AllSetTransformerOptions { Heads = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(
                () => new AllSetTransformerConv(2, 2, random, new AllSetTransformerOptions { NegativeSlope = double.PositiveInfinity }),
                Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    /// <summary>Runs a layer on four nodes of three features with parameters away from 0 and 1.</summary>
    private static (double[][] X, double[][] Y, Dictionary<string, double[]> Parameters) Run(Module module)
    {
        using var scope = new TensorScope();
        foreach ((string name, Parameter parameter) in module.NamedParameters())
        {
            parameter.Set(Tensor.Uniform(parameter.Value.Shape, new RandomSource(2).Stream(name), -1, 1, TestEngines.Reference));
        }

        module.MoveTo(TestEngines.Reference);
        var layer = (IHypergraphConvolution)module;
        using Hypergraph hypergraph = Hypergraph.FromMembers(4, Sets);
        using HypergraphAdjacency adjacency = layer.Prepare(hypergraph);
        Tensor x = TestGraphs.Features(4, 3, TestEngines.Reference);
        Tensor y = layer.Forward(ForwardContext.Inference, x, adjacency);
        return (
            [.. x.ToArray<double>().Chunk(3)],
            [.. y.ToArray<double>().Chunk(layer.Outputs)],
            module.NamedParameters().ToDictionary(named => named.Name, named => named.Parameter.Value.ToArray<double>()));
    }

    private static void AssertHalves(double[][] x, double[][] y, Func<string, IEnumerable<double[]>, double[]> pool)
    {
        double[][] hyperedges = [.. Sets.Select(set => pool("v2e", set.Select(node => x[node])))];
        for (int node = 0; node < 4; node++)
        {
            double[] expected = pool("e2v", hyperedges.Where((_, set) => Sets[set].Contains(node)));
            Assert.That(y[node], Is.EqualTo(expected).Within(1e-10), $"node {node}");
        }
    }

    /// <summary>W x + b, W row by row.</summary>
    private static double[] Map(double[] weight, double[]? bias, double[] x) =>
        [.. weight.Chunk(x.Length).Select((row, place) => row.Zip(x, (left, right) => left * right).Sum() + (bias?[place] ?? 0))];

    private static double[] Mean(IEnumerable<double[]> rows)
    {
        double[][] all = [.. rows];
        double[] mean = new double[all[0].Length];
        Array.ForEach(all, row => Add(mean, row, 1.0 / all.Length));
        return mean;
    }

    private static void Add(double[] sum, double[] row, double factor)
    {
        for (int column = 0; column < sum.Length; column++)
        {
            sum[column] += factor * row[column];
        }
    }

    private static double[] Standardize(double[] row, double[] weight, double[] bias)
    {
        double mean = row.Average();
        double variance = row.Average(value => (value - mean) * (value - mean));
        return [.. row.Select((value, column) => ((value - mean) / Math.Sqrt(variance + 1e-5) * weight[column]) + bias[column])];
    }
}

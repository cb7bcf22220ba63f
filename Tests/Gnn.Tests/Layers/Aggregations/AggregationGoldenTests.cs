using System.Globalization;
using System.Text.Json;
using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Tests.Layers.Convolutions;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Aggregations;

[TestFixture]
[Category("Golden")]
internal sealed class AggregationGoldenTests
{
    private static readonly RandomSource Source = new(1);

    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("aggr", "");

    [TestCaseSource(nameof(Cases))]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        IAggregation aggregation = Create(golden);
        using var module = aggregation as Module;
        module?.MoveTo(engine);
        Load(golden, module);
        Tensor x = golden.Inputs["x"].ToTensor(engine).WithGradient();
        using SparseStructure groups = Groups(golden, (int)x.Shape[0]);

        Tensor output = aggregation.Forward(ForwardContext.ForTraining(new RandomSource(2)), groups, x);
        golden.Backward(("out", output));

        golden.AssertOutput("out", output);
        golden.AssertInputGradient("x", x);
        if (module is not null)
        {
            golden.AssertParameterGradients(module);
        }
    }

    private static SparseStructure Groups(GoldenCase golden, int rows)
    {
        IReadOnlyDictionary<string, GoldenArray> inputs = golden.Inputs;
        if (!inputs.TryGetValue("index", out GoldenArray? index) && !inputs.TryGetValue("batch", out index))
        {
            return SparseStructure.FromEdges(1, rows, new int[rows], Enumerable.Range(0, rows).ToArray());
        }

        int groups = (int)(inputs.TryGetValue("dim_size", out GoldenArray? size) ? size : inputs["size"]).Values[0];
        return SparseStructure.FromEdges(groups, rows, index.ToInt32(), Enumerable.Range(0, rows).ToArray());
    }

    /// <summary>Sets the parameters. The quantiles' shares are options here, and averages are computed in double precision.</summary>
    private static void Load(GoldenCase golden, Module? module)
    {
        Dictionary<string, Parameter> parameters = module?.NamedParameters().ToDictionary(named => named.Name, named => named.Parameter) ?? [];
        Dictionary<string, Tensor> buffers = module?.NamedBuffers().ToDictionary(named => named.Name, named => named.Buffer) ?? [];
        Assert.That(parameters.Keys.Concat(buffers.Keys), Is.EquivalentTo(golden.Parameters.Keys.Where(name => name != "q")), $"{golden}: parameter names");
        foreach ((string name, Parameter parameter) in parameters)
        {
            parameter.Set(golden.Parameters[name].ToTensor(Engine.Default));
        }

        foreach ((string name, Tensor buffer) in buffers)
        {
            golden.AssertClose(golden.Parameters[name], buffer, name);
        }
    }

    private static IAggregation Create(GoldenCase golden) => golden.Name.Split('_')[0] switch
    {
        "median" => golden.Arguments.TryGetProperty("fill_value", out JsonElement empty)
            ? new QuantileAggregation([0.5], new QuantileOptions { Interpolation = QuantileInterpolation.Lower, EmptyValue = empty.GetDouble() })
            : new Aggregate(Aggregation.Median),
        "var" or "std" => new Aggregate(Kind(golden.Name.Split('_')[0])) { SemiGradient = golden.BooleanArgument("semi_grad", false) },
        "softmax" => new SoftmaxAggregation(new SoftmaxAggregationOptions
        {
            Temperature = golden.NumberArgument("t", 1),
            Learn = golden.BooleanArgument("learn", false),
            Channels = golden.IntegerArgument("channels", 1),
            SemiGradient = golden.BooleanArgument("semi_grad", false),
        }),
        "powermean" => new PowerMeanAggregation(new PowerMeanOptions
        {
            Power = golden.NumberArgument("p", 1),
            Learn = golden.BooleanArgument("learn", false),
            Channels = golden.IntegerArgument("channels", 1),
        }),
        "quantile" => Quantile(golden),
        "multi" => new MultiAggregation([.. Kinds(golden.Arguments.GetProperty("aggrs"))], MultiMode.Sum),
        "set2set" => new Set2Set(golden.IntegerArgument("in_channels", 0), golden.IntegerArgument("processing_steps", 0), Source),
        "sort" => new SortAggregation(golden.IntegerArgument("k", 0)),
        "attentional" => new AttentionalAggregation(Network(golden.Arguments.GetProperty("gate_nn")), Network(golden.Arguments.GetProperty("nn"))),
        "deepsets" => new DeepSetsAggregation(Network(golden.Arguments.GetProperty("local_nn")), Network(golden.Arguments.GetProperty("global_nn"))),
        "lstm" => new LstmAggregation(golden.IntegerArgument("in_channels", 0), golden.IntegerArgument("out_channels", 0), Source, Padded()),
        "gru" => new GruAggregation(golden.IntegerArgument("in_channels", 0), golden.IntegerArgument("out_channels", 0), Source, Padded()),
        "scaler" => Scaler(golden),
        "global" => new Aggregate(Kind(golden.Name.Split('_')[1])),
        string kind => new Aggregate(Kind(kind)),
    };

    private static RecurrentAggregationOptions Padded() => new() { End = SequenceEnd.LongestGroup };

    private static QuantileAggregation Quantile(GoldenCase golden)
    {
        JsonElement q = golden.Arguments.GetProperty("q");
        return new QuantileAggregation(
            q.ValueKind == JsonValueKind.Array ? [.. q.EnumerateArray().Select(share => share.GetDouble())] : [q.GetDouble()],
            new QuantileOptions
            {
                Interpolation = golden.Arguments.TryGetProperty("interpolation", out JsonElement name)
                    ? Enum.Parse<QuantileInterpolation>(name.GetString()!, ignoreCase: true)
                    : QuantileInterpolation.Linear,
                EmptyValue = golden.NumberArgument("fill_value", 0),
            });
    }

    private static DegreeScalerAggregation Scaler(GoldenCase golden)
    {
        long[] histogram = [.. golden.Arguments.GetProperty("deg").EnumerateArray().Select(count => count.GetInt64())];
        return new DegreeScalerAggregation(
            new MultiAggregation([.. Kinds(golden.Arguments.GetProperty("aggr"))]),
            [.. golden.Arguments.GetProperty("scaler").EnumerateArray().Select(name =>
                Enum.Parse<DegreeScaler>(name.GetString()!.Replace("_", "", StringComparison.Ordinal), ignoreCase: true))],
            AverageDegrees.FromHistogram(histogram),
            new DegreeScalerOptions { TrainAverages = golden.BooleanArgument("train_norm", false) });
    }

    private static IEnumerable<IAggregation> Kinds(JsonElement names) => names.EnumerateArray().Select(name => new Aggregate(Kind(name.GetString()!)));

    private static Aggregation Kind(string name) => name switch
    {
        "sum" or "add" => Aggregation.Sum,
        "mean" => Aggregation.Mean,
        "max" => Aggregation.Max,
        "min" => Aggregation.Min,
        "mul" => Aggregation.Product,
        "var" => Aggregation.Variance,
        "std" => Aggregation.StandardDeviation,
        _ => throw new NotSupportedException($"No aggregation is called '{name}'."),
    };

    private static Sequential Network(JsonElement network) => new([.. network.GetProperty("layers").EnumerateArray().Select((layer, place) =>
        layer[0].GetString() == "Linear"
            ? (IFeatureMap)new Linear(layer[1].GetInt32(), layer[2].GetInt32(), Source.Stream(place.ToString(CultureInfo.InvariantCulture)))
            : new ActivationMap(Activation.Relu))]);
}

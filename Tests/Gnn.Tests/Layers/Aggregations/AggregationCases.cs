using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Tensors;

namespace Gnn.Tests.Layers.Aggregations;

/// <summary>Every aggregation, with options that together use all of its formula.</summary>
internal static class AggregationCases
{
    private const int Inputs = AggregationCase.Inputs;

    internal static IReadOnlyList<AggregationCase> All { get; } = [.. Plain(), .. Weighted(), .. Networks(), .. Combined(), .. Sequences()];

    private static IEnumerable<AggregationCase> Plain()
    {
        foreach (Aggregation kind in Enum.GetValues<Aggregation>())
        {
            yield return new(kind.ToString(), _ => new Aggregate(kind)) { EmptyValue = kind == Aggregation.Product ? 1 : 0 };
        }

        yield return new("variance_semi", _ => new Aggregate(Aggregation.Variance) { SemiGradient = true }) { HasPartGradient = true };
        yield return new("deviation_semi", _ => new Aggregate(Aggregation.StandardDeviation) { SemiGradient = true }) { HasPartGradient = true };
        foreach (QuantileInterpolation interpolation in Enum.GetValues<QuantileInterpolation>())
        {
            var options = new QuantileOptions { Interpolation = interpolation, EmptyValue = -2 };
            yield return new($"quantile_{interpolation}", _ => new QuantileAggregation([0.3, 0, 0.85], options)) { EmptyValue = -2 };
        }

        yield return new("sort", _ => new SortAggregation(3));
    }

    private static IEnumerable<AggregationCase> Weighted()
    {
        yield return new("softmax", _ => new SoftmaxAggregation());
        yield return new("softmax_cold", _ => new SoftmaxAggregation(new SoftmaxAggregationOptions { Temperature = -2.5 }));
        yield return new("softmax_learnt", _ => new SoftmaxAggregation(new SoftmaxAggregationOptions { Temperature = 1.5, Learn = true }));
        yield return new("softmax_channels", _ => new SoftmaxAggregation(new SoftmaxAggregationOptions { Learn = true, Channels = Inputs }));
        yield return new("softmax_semi", _ => new SoftmaxAggregation(new SoftmaxAggregationOptions { SemiGradient = true })) { HasPartGradient = true };
        yield return new("power_1", _ => new PowerMeanAggregation());
        yield return new("power_3", _ => new PowerMeanAggregation(new PowerMeanOptions { Power = 3 })) { IsForPositive = true };
        yield return new("power_minus", _ => new PowerMeanAggregation(new PowerMeanOptions { Power = -0.7 })) { IsForPositive = true };
        yield return new("power_learnt", _ => new PowerMeanAggregation(new PowerMeanOptions { Power = 1.5, Learn = true })) { IsForPositive = true };
        yield return new("power_channels", _ => new PowerMeanAggregation(new PowerMeanOptions { Power = -1.2, Learn = true, Channels = Inputs }))
        {
            IsForPositive = true,
        };
    }

    private static IEnumerable<AggregationCase> Networks()
    {
        yield return new("attentional", random => new AttentionalAggregation(new Linear(Inputs, 1, random.Stream("gate"))));
        yield return new("attentional_heads", random => new AttentionalAggregation(
            new Linear(Inputs, 3, random.Stream("gate")), new Linear(Inputs, 6, random.Stream("nn"))));
        yield return new("deep_sets", random => new DeepSetsAggregation(
            new Sequential(new Linear(Inputs, 5, random.Stream("local")), new ActivationMap(Activation.Tanh)), new Linear(5, 3, random.Stream("global"))))
        {
            EmptyValue = null,
        };
        yield return new("deep_sets_bare", _ => new DeepSetsAggregation());
        yield return new("set2set", random => new Set2Set(Inputs, steps: 3, random)) { EmptyValue = null };
    }

    private static IEnumerable<AggregationCase> Combined()
    {
        yield return new("multi", random => new MultiAggregation(
            [new Aggregate(Aggregation.Mean), new SoftmaxAggregation(new SoftmaxAggregationOptions { Learn = true }), new SortAggregation(2)]));
        yield return new("multi_kinds", _ => new MultiAggregation(Aggregation.Max, Aggregation.Sum));
        foreach (MultiMode mode in Enum.GetValues<MultiMode>())
        {
            yield return new($"multi_{mode}", _ => new MultiAggregation([new Aggregate(Aggregation.Max), new Aggregate(Aggregation.Variance)], mode))
            {
                EmptyValue = mode == MultiMode.LogSumExp ? Math.Log(2) : 0,
            };
        }

        foreach (bool trains in (bool[])[false, true])
        {
            yield return new($"scaler_{trains}", _ => new DegreeScalerAggregation(
                new MultiAggregation(Aggregation.Sum, Aggregation.Min),
                Enum.GetValues<DegreeScaler>(),
                AverageDegrees.FromHistogram(1, 3, 4, 2, 1),
                new DegreeScalerOptions { TrainAverages = trains }));
        }
    }

    private static IEnumerable<AggregationCase> Sequences()
    {
        var padded = new RecurrentAggregationOptions { End = SequenceEnd.LongestGroup };
        yield return new("lstm", random => new LstmAggregation(Inputs, 3, random)) { IsOrdered = true };
        yield return new("lstm_padded", random => new LstmAggregation(Inputs, 3, random, padded)) { IsOrdered = true, DependsOnOthers = true, EmptyValue = null };
        yield return new("gru", random => new GruAggregation(Inputs, 3, random)) { IsOrdered = true };
        yield return new("gru_padded", random => new GruAggregation(Inputs, 3, random, padded)) { IsOrdered = true, DependsOnOthers = true, EmptyValue = null };
    }
}

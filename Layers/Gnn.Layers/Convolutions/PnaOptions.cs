using Gnn.Layers.Aggregations;

namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="PnaConv"/>.</summary>
public sealed record PnaOptions
{
    /// <summary>What is taken of the messages into a node; mean, smallest, largest and standard deviation by default.</summary>
    public IReadOnlyList<Aggregation> Aggregations { get; init; } = [Aggregation.Mean, Aggregation.Min, Aggregation.Max, Aggregation.StandardDeviation];

    /// <summary>The factors of each by the number of messages; identity, amplification and attenuation by default.</summary>
    public IReadOnlyList<DegreeScaler> Scalers { get; init; } = [DegreeScaler.Identity, DegreeScaler.Amplification, DegreeScaler.Attenuation];

    /// <summary>The number of towers, at least 1, which must divide the outputs; 1 by default.</summary>
    public int Towers { get; init; } = 1;

    /// <summary>Whether each tower reads a part of the inputs, which the towers must divide; false by default: each reads all.</summary>
    public bool DivideInput { get; init; }

    /// <summary>The number of linear maps that make a message, at least 1; 1 by default.</summary>
    public int PreLayers { get; init; } = 1;

    /// <summary>The number of linear maps after the aggregation, at least 1; 1 by default.</summary>
    public int PostLayers { get; init; } = 1;

    /// <summary>The function between the linear maps of a network; ReLU by default.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>D, the number of features of each edge; 0, the default, for none.</summary>
    public int EdgeFeatures { get; init; }

    /// <summary>Whether the average degrees are parameters that training changes; false by default.</summary>
    public bool TrainAverages { get; init; }

    /// <summary>Refuses what is out of range or does not fit the columns.</summary>
    internal void Check(int inputs, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Towers, 1, nameof(Towers));
        ArgumentOutOfRangeException.ThrowIfLessThan(PreLayers, 1, nameof(PreLayers));
        ArgumentOutOfRangeException.ThrowIfLessThan(PostLayers, 1, nameof(PostLayers));
        ArgumentOutOfRangeException.ThrowIfNegative(EdgeFeatures, nameof(EdgeFeatures));
        if (outputs % Towers != 0)
        {
            throw new ArgumentException($"The towers must divide the outputs, got {Towers} towers and {outputs} outputs.", nameof(outputs));
        }

        if (DivideInput && inputs % Towers != 0)
        {
            throw new ArgumentException($"Towers that divide the inputs must do so evenly, got {Towers} towers and {inputs} inputs.", nameof(inputs));
        }
    }
}

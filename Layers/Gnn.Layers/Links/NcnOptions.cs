namespace Gnn.Layers.Links;

/// <summary>The options of an <see cref="Ncn"/>.</summary>
public sealed record NcnOptions
{
    /// <summary>The number of columns of embeddings and of the perceptrons, at least 1.</summary>
    public int Hidden { get; init; } = 256;

    /// <summary>How often the normalised adjacency is applied, at least 1.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>The chance to drop a feature in training, in [0, 1).</summary>
    public double FeatureDropout { get; init; }

    /// <summary>The chance to drop an element after the linear map of the features.</summary>
    public double HiddenDropout { get; init; }

    /// <summary>The chance to drop an element of the embedding.</summary>
    public double EmbeddingDropout { get; init; }

    /// <summary>The chance to drop an element between the maps of the predictor.</summary>
    public double PredictorDropout { get; init; }

    /// <summary>The chance that the predictor does not see a neighbour of a node in training.</summary>
    public double NeighborDropout { get; init; }

    /// <summary>What the optimiser's learning rate is multiplied by for the parameters of the embedding, at least 0.</summary>
    public double EmbeddingRateScale { get; init; } = 1;

    /// <summary>Whether the last perceptron has one more layer.</summary>
    public bool DeepHead { get; init; }

    /// <summary>How neighbours of one end alone are completed to common neighbours, which makes the model NCNC; null for NCN.</summary>
    public NeighborCompletion? Completion { get; init; }

    /// <summary>Refuses numbers out of their ranges.</summary>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Hidden, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Layers, 1);
        Throw.IfNotDropout(FeatureDropout);
        Throw.IfNotDropout(HiddenDropout);
        Throw.IfNotDropout(EmbeddingDropout);
        Throw.IfNotDropout(PredictorDropout);
        Throw.IfNotDropout(NeighborDropout);
        ArgumentOutOfRangeException.ThrowIfNegative(EmbeddingRateScale);
        Completion?.Check();
    }
}

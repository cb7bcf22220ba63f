namespace Gnn.Sampling.Walks;

/// <summary>Which of the events that may follow a temporal walk takes.</summary>
public enum TemporalChoice
{
    /// <summary>Each with the same chance.</summary>
    Uniform,

    /// <summary>The one next in time, without chance: backward the most recent, forward the first to come. Of several at one time, the one next by event id.</summary>
    Nearest,
}

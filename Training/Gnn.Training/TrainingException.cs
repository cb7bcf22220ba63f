namespace Gnn.Training;

/// <summary>Training cannot go on: the loss or a gradient is not finite. The message names the epoch, the parameter and the cure.</summary>
/// <remarks>For the training loss or a gradient it is thrown before the step is applied, so that the parameters are those after the epoch before; for the
/// validation loss they are the best so far, where the selection is by validation.</remarks>
public sealed class TrainingException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, where, and what to do.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="parameterName">The parameter whose gradient it was, if one.</param>
    public TrainingException(string message, int epoch, string? parameterName = null)
        : base(message)
    {
        Epoch = epoch;
        ParameterName = parameterName;
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The full name of the parameter whose gradient was not finite, or null if it was the loss.</summary>
    public string? ParameterName { get; }
}

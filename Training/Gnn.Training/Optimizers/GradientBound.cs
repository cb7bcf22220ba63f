namespace Gnn.Training.Optimizers;

/// <summary>What a <see cref="GradientClipping"/> bounds.</summary>
public enum GradientBound
{
    /// <summary>The 2-norm of all gradients together.</summary>
    Norm,

    /// <summary>The largest absolute value of all gradients together, by one factor for all.</summary>
    Largest,

    /// <summary>Each element by itself.</summary>
    Value,
}

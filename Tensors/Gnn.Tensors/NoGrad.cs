namespace Gnn.Tensors;

/// <summary>While it is open, operations on this thread record nothing for gradients: evaluation, inference, optimiser steps.</summary>
/// <example><code>using (NoGrad.Open()) { Tensor logits = model.Forward(context, x, adjacency); }</code></example>
public readonly ref struct NoGrad
{
    [ThreadStatic]
    private static int _depth;

    private readonly bool _counts;

    private NoGrad(bool counts) => _counts = counts;

    /// <summary>Whether recording is off on this thread.</summary>
    public static bool IsOpen => _depth > 0;

    /// <summary>Turns recording off on this thread until the result is disposed; scopes nest.</summary>
    /// <returns>The scope.</returns>
    public static NoGrad Open()
    {
        _depth++;
        return new NoGrad(counts: true);
    }

    /// <summary>Closes the scope, on the thread that opened it.</summary>
    public void Dispose()
    {
        if (_counts && _depth > 0)
        {
            _depth--;
        }
    }
}

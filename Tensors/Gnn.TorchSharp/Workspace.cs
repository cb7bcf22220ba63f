namespace Gnn.TorchSharp;

/// <summary>What one primitive borrows from TorchSharp: no gradients while it runs, and every intermediate tensor and scalar given back when it ends.</summary>
/// <remarks>TorchSharp hands out a new handle for each call, for most calls in place too, and frees it by finaliser unless it is disposed. So every call's result
/// passes through <see cref="Own(TorchTensor)"/>. One workspace a thread is kept and reused; primitives do not nest.</remarks>
internal sealed class Workspace : IDisposable
{
    [ThreadStatic]
    private static Workspace? _idle;

    private readonly List<IDisposable> _owned = [];
    private IDisposable? _gradientsOff;

    private Workspace()
    {
    }

    /// <summary>Begins a primitive on this thread; disposing the workspace ends it.</summary>
    internal static Workspace Enter()
    {
        Workspace workspace = _idle ?? new Workspace();
        _idle = null;
        workspace._gradientsOff = Torch.no_grad();
        return workspace;
    }

    /// <summary>Takes a tensor over: it is disposed with the workspace.</summary>
    internal TorchTensor Own(TorchTensor tensor)
    {
        _owned.Add(tensor);
        return tensor;
    }

    /// <summary>A number as TorchSharp wants it, in single precision: one that is too large is infinite there, where libtorch would refuse it.</summary>
    internal Scalar Number(double value)
    {
        Scalar number = (double)(float)value;
        _owned.Add(number);
        return number;
    }

    /// <summary>A whole number as TorchSharp wants it: an integer tensor with a floating scalar would become floating.</summary>
    internal Scalar Integer(long value)
    {
        Scalar number = value;
        _owned.Add(number);
        return number;
    }

    /// <summary>Lets go of a tensor that outlives the workspace, and any scope of the caller's: its new owner disposes it.</summary>
    internal TorchTensor Keep(TorchTensor tensor)
    {
        // By reference, since tensors with equal elements are equal to TorchSharp. Every time, since some calls in place return the same object.
        _owned.RemoveAll(owned => ReferenceEquals(owned, tensor));
        return tensor.DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = _owned.Count - 1; i >= 0; i--)
        {
            _owned[i].Dispose();
        }

        _owned.Clear();
        _gradientsOff?.Dispose();
        _gradientsOff = null;
        _idle = this;
    }
}

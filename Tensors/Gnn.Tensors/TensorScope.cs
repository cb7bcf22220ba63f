namespace Gnn.Tensors;

/// <summary>Owns the tensors that are made on its thread while it is open, and disposes them when it closes; scopes nest.</summary>
/// <remarks>A tensor outlives its scope only by <see cref="Tensor.Keep"/>. Parameters, data and adjacencies keep themselves. A scope belongs to the thread that
/// opened it: close it there, with no <c>await</c> inside, and dispose or keep its tensors there.</remarks>
/// <example><code>using var scope = new TensorScope(); Tensor logits = ...; Tensor answer = logits.ArgMax(-1).Keep();</code></example>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? _current;

    private readonly TensorScope? _parent;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private Tensor[] _tensors = new Tensor[64];
    private List<IDisposable>? _others;
    private bool _isClosed;

    /// <summary>Opens a scope on this thread.</summary>
    public TensorScope()
    {
        _parent = _current;
        _current = this;
    }

    /// <summary>The innermost open scope of this thread, or null: then tensors live until they are disposed.</summary>
    public static TensorScope? Current => _current;

    /// <summary>The number of tensors that the scope owns now.</summary>
    public int Count { get; private set; }

    /// <summary>Disposes what the scope owns so far and leaves it open: for the steps of a loop.</summary>
    /// <exception cref="InvalidOperationException">The scope was opened on another thread.</exception>
    public void Clear()
    {
        CheckThread();

        // From the last to the first: a result goes before what it was made of, and each removal is at the end.
        while (Count > 0)
        {
            _tensors[Count - 1].Dispose();
        }

        for (int place = (_others?.Count ?? 0) - 1; place >= 0; place--)
        {
            _others![place].Dispose();
        }

        _others?.Clear();
    }

    /// <summary>Has the scope dispose something else that tensors need until it closes, such as a structure that a model makes for one step; it goes after the tensors.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="owned">What the scope owns from here on.</param>
    /// <returns>The same.</returns>
    /// <exception cref="InvalidOperationException">The scope was opened on another thread.</exception>
    public T Own<T>(T owned)
        where T : class, IDisposable
    {
        ArgumentNullException.ThrowIfNull(owned);
        CheckThread();
        (_others ??= []).Add(owned);
        return owned;
    }

    /// <summary>Disposes what the scope owns and closes it, with any scope inside it that was left open.</summary>
    /// <exception cref="InvalidOperationException">The scope was opened on another thread.</exception>
    public void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        CheckThread();

        for (TensorScope? scope = _current; scope is not null; scope = scope._parent)
        {
            if (ReferenceEquals(scope, this))
            {
                CloseInnerScopes();
                _current = _parent;
                break;
            }
        }

        Clear();
        _isClosed = true;
    }

    internal int Add(Tensor tensor)
    {
        if (Count == _tensors.Length)
        {
            Array.Resize(ref _tensors, Count * 2);
        }

        _tensors[Count] = tensor;
        return Count++;
    }

    internal void Remove(int place)
    {
        CheckThread();
        Tensor last = _tensors[--Count];
        _tensors[Count] = null!;
        if (place != Count)
        {
            _tensors[place] = last;
            last.MoveInScope(place);
        }
    }

    private void CheckThread()
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException(
                "A TensorScope belongs to the thread that opened it: close it there with no await inside, and dispose or keep its tensors there.");
        }
    }

    private void CloseInnerScopes()
    {
        for (TensorScope inner = _current!; !ReferenceEquals(inner, this); inner = inner._parent!)
        {
            inner.Clear();
            inner._isClosed = true;
        }
    }
}

namespace Gnn.Tensors.Sparse;

/// <summary>What a layer propagates over: the entries of a sparse matrix and, if any, a value or a vector of values for each.</summary>
/// <remarks>Made once by a model's <c>Prepare</c> (self-loops, normalisation) and given to every step. It holds the structure by counting and owns the values. A layer that
/// prepares more than one structure derives from it.</remarks>
public class Adjacency : IDisposable
{
    private readonly Lock _lock = new();
    private Tensor? _reversedValues;
    private bool _isDisposed;

    /// <summary>Creates an adjacency.</summary>
    /// <param name="structure">The entries; the adjacency adds itself as a holder.</param>
    /// <param name="values">[E] or [E, K] in the structure's entry order, or null for 1 everywhere; kept beyond its scope and owned from here on.</param>
    /// <exception cref="ArgumentException">The values do not have one row for each entry.</exception>
    public Adjacency(SparseStructure structure, Tensor? values = null)
    {
        Throw.IfTranspose(structure);
        if (values is not null && (values.Shape.Rank is < 1 or > 2 || values.Shape[0] != structure.EntryCount))
        {
            throw new ArgumentException($"'values' must be [E] or [E, K] with E = {structure.EntryCount} entries, got {values.Shape}.", nameof(values));
        }

        Structure = structure.Share();
        Values = values?.Keep();
    }

    /// <summary>The entries: rows are targets, columns are sources.</summary>
    public SparseStructure Structure { get; }

    /// <summary>[E] or [E, K] in entry order, or null for 1 everywhere.</summary>
    public Tensor? Values { get; }

    /// <summary>Whether the adjacency has let go of its structure and values, which others may still hold.</summary>
    internal bool IsDisposed => Volatile.Read(ref _isDisposed);

    /// <summary>The values in the entry order of <see cref="SparseStructure.Reversed"/>, made once: for values that no optimiser changes.</summary>
    internal Tensor ReversedValues()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_reversedValues is null)
            {
                using NoGrad noGrad = NoGrad.Open();
                using Tensor order = Structure.Transpose.EntryIds!.ToTensor(Values!.Engine);
                _reversedValues = Values.GatherRows(order).Keep();
            }

            return _reversedValues;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the structure and ends the values; what a derived class holds ends there.</summary>
    /// <param name="disposing">True from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        // A holder is dropped once, however often this is called.
        if (!disposing || Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        Structure.Dispose();
        Values?.Dispose();
        lock (_lock)
        {
            _reversedValues?.Dispose();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Values is null ? $"Adjacency of {Structure}" : $"Adjacency of {Structure}, values {Values.Shape}";
}

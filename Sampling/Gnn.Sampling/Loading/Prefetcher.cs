using System.Collections;
using System.Diagnostics;

namespace Gnn.Sampling.Loading;

/// <summary>Makes the items of a list ahead of who takes them, on threads of this process, and hands them over in order.</summary>
/// <typeparam name="T">The type of the results, such as a sampled batch with its features. Those that are <see cref="IDisposable"/> belong to the consumer once
/// they are handed over.</typeparam>
/// <remarks>
/// <para>Each enumeration is a run of its own: it starts its workers when the first result is asked for, and ends them when it is over, cancelled or disposed
/// of, which <c>foreach</c> does also where it is left in the middle. Then the items that workers are at are waited for, results that were not handed over are
/// disposed of, and no thread is left. An enumeration that is lost without being disposed of is ended by a finaliser.</para>
/// <para>Results come in the order of the items, and each is a function of its number, so that neither the number of workers nor their speed can be seen in
/// what is handed over. At any time at most <see cref="PrefetchOptions.Capacity"/> results are made, or being made, and not handed over.</para>
/// <para>An exception of an item is thrown at the item's place in the order, with the stack of the worker; it ends the enumeration.</para>
/// <para>Workers are threads of their own and not of the thread pool, which belongs to the program around. The kernels that an item calls share their work over
/// one pool of threads for the process (<c>GNN_THREADS</c>), which serves one caller at a time: while one worker occupies it, the others do their work alone,
/// with the same results. So a few workers use all processors, and each of more workers costs a processor to a trainer that computes at the same time: start
/// with one and raise it while <see cref="PrefetchStatistics.WaitShare"/> is high.</para>
/// <para>A <see cref="Gnn.Tensors.TensorScope"/> belongs to its thread: tensors that a worker makes are in no scope of the consumer's. Items that return tensors
/// take them out of scopes by <see cref="Gnn.Tensors.Tensor.Keep"/>, so that they are the same without workers, and the consumer disposes of them.</para>
/// </remarks>
/// <example><code>
/// var batches = new Prefetcher&lt;Batch&gt;(batchCount, i => MakeBatch(i), new PrefetchOptions { Workers = 2 });
/// foreach (Batch batch in batches)
/// {
///     using (batch) { Train(batch); }
/// }
/// Console.WriteLine(batches.Statistics);
/// </code></example>
public sealed class Prefetcher<T> : IEnumerable<T>
{
    private readonly PrefetchCounters _counters = new();
    private readonly Func<int, CancellationToken, T> _make;
    private readonly CancellationToken _cancellation;
    private readonly int _capacity;

    /// <summary>Prepares the items; nothing is made before the first is asked for.</summary>
    /// <param name="count">The number of items.</param>
    /// <param name="make">Makes the item of a number, from 0; called by several threads at a time.</param>
    /// <param name="options">How to work ahead; the default if null.</param>
    /// <param name="first">The first item to be made, from 0 to <paramref name="count"/>: to go on in the middle of an epoch.</param>
    /// <param name="cancellation">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="make"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative, or <paramref name="first"/> is out of range.</exception>
    public Prefetcher(int count, Func<int, T> make, PrefetchOptions? options = null, int first = 0, CancellationToken cancellation = default)
        : this(count, WithoutToken(make), options, first, cancellation)
    {
    }

    /// <summary>Prepares items that can be cancelled while they are made.</summary>
    /// <param name="count">The number of items.</param>
    /// <param name="make">Makes the item of a number, from 0; called by several threads at a time. Its token is cancelled when the enumeration ends early: an
    /// item that looks at it ends sooner.</param>
    /// <param name="options">How to work ahead; the default if null.</param>
    /// <param name="first">The first item to be made, from 0 to <paramref name="count"/>: to go on in the middle of an epoch.</param>
    /// <param name="cancellation">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="make"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative, or <paramref name="first"/> is out of range.</exception>
    public Prefetcher(int count, Func<int, CancellationToken, T> make, PrefetchOptions? options = null, int first = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(make);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, count);
        options ??= new PrefetchOptions();
        _make = make;
        _cancellation = cancellation;
        ItemCount = count;
        First = first;

        // No more than there are items: a ring of the largest number would be memory for nothing.
        int items = Math.Max(1, count - first);
        _capacity = (int)Math.Min(items, options.Capacity ?? Math.Max(1, 2L * options.Workers));
        Workers = Math.Min(options.Workers, _capacity);
    }

    /// <summary>The number of items; those before <see cref="First"/> are left out.</summary>
    public int ItemCount { get; }

    /// <summary>The first item that is made.</summary>
    public int First { get; }

    /// <summary>The threads that work ahead in each enumeration; 0 for none.</summary>
    public int Workers { get; }

    /// <summary>How well the workers keep up: over all enumerations so far, also while one is running. A wait counts when it is over.</summary>
    public PrefetchStatistics Statistics => _counters.Read(Workers);

    /// <summary>Starts an enumeration.</summary>
    /// <returns>The results in order. One thread takes them, and disposes of the enumerator.</returns>
    public IEnumerator<T> GetEnumerator() => Workers == 0 ? OnThisThread() : OnWorkers();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Func<int, CancellationToken, T> WithoutToken(Func<int, T> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        return (item, _) => make(item);
    }

    private PrefetchRun<T> OnWorkers() => new(_make, First, ItemCount, Workers, _capacity, _counters, _cancellation);

    private IEnumerator<T> OnThisThread()
    {
        _counters.Begin();
        try
        {
            for (int item = First; item < ItemCount; item++)
            {
                _cancellation.ThrowIfCancellationRequested();
                long start = Stopwatch.GetTimestamp();
                T result;
                try
                {
                    result = _make(item, _cancellation);
                }
                finally
                {
                    _counters.AddWork(start);
                    _counters.AddWait(start);
                }

                _counters.AddItem();
                yield return result;
            }

            _cancellation.ThrowIfCancellationRequested();
        }
        finally
        {
            _counters.End();
        }
    }
}
